import Hls from 'hls.js';
import { describe, expect, test } from 'vitest';
import { playerConfig, retryPlaylist, retryWhenServerIsAway, type Profile } from '../src/player/config';
import { positionOfDate } from '../src/player/date';
import { RECOVERY_LIMITS, RecoveryPolicy, type Fault, type Remedy } from '../src/player/recovery';
import { bufferedAheadS, Watchdog, WATCHDOG_LIMITS, type Snapshot } from '../src/player/watchdog';

const levelError: Fault = { kind: 'network', details: 'levelLoadError' };
const mediaError: Fault = { kind: 'media', details: 'bufferAppendError' };
const actions = (policy: RecoveryPolicy, fault: Fault, times: number): Remedy['action'][] =>
  Array.from({ length: times }, () => policy.onFatal(fault).action);

describe('RecoveryPolicy', () => {
  test('network errors: goes on loading, now and then anew, for ever', () => {
    const policy = new RecoveryPolicy(() => 0.5);
    const seen = actions(policy, levelError, 600);
    const rhythm = RECOVERY_LIMITS.startLoadsBeforeReload + 1;
    seen.forEach((action, i) => expect(action).toBe((i + 1) % rhythm === 0 ? 'reload' : 'start-load'));
  });

  test('waits grow up to the limit and no further', () => {
    const policy = new RecoveryPolicy(() => 0.5);
    const waits = Array.from({ length: 8 }, () => policy.onFatal(levelError).delayMs);
    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000, 5_000, 5_000]);
  });

  test('jitter spreads a wait over 75 to 125 %', () => {
    expect(new RecoveryPolicy(() => 0).onFatal(levelError).delayMs).toBe(375);
    expect(new RecoveryPolicy(() => 0.9999).onFatal(levelError).delayMs).toBe(625);
  });

  test.each(['manifestLoadError', 'manifestParsingError', 'levelParsingError'])(
    '%s: loading cannot go on, so the source is reloaded',
    (details) => {
      expect(new RecoveryPolicy().onFatal({ kind: 'network', details }).action).toBe('reload');
    },
  );

  test('media errors: recovered at once, but not for ever', () => {
    const policy = new RecoveryPolicy(() => 0.5);
    expect(policy.onFatal(mediaError)).toEqual({ action: 'recover-media', delayMs: 0 });
    expect(actions(policy, mediaError, 3)).toEqual(['recover-media', 'reload', 'recover-media']);
  });

  test('anything else: reload', () => {
    expect(new RecoveryPolicy().onFatal({ kind: 'other', details: 'x' }).action).toBe('reload');
  });

  test('healthy play forgets the series, a short one does not', () => {
    const policy = new RecoveryPolicy(() => 0.5);
    actions(policy, levelError, 4);
    policy.onPlaying(0);
    policy.onPlaying(RECOVERY_LIMITS.healthyAfterMs - 1);
    expect(policy.onFatal(levelError).delayMs).toBe(5_000);
    policy.onPlaying(50_000);
    policy.onPlaying(50_000 + RECOVERY_LIMITS.healthyAfterMs);
    expect(policy.onFatal(levelError).delayMs).toBe(500);
  });

  test('waiting interrupts the healthy span', () => {
    const policy = new RecoveryPolicy(() => 0.5);
    actions(policy, levelError, 4);
    policy.onPlaying(0);
    policy.onWaiting();
    policy.onPlaying(RECOVERY_LIMITS.healthyAfterMs + 1);
    expect(policy.onFatal(levelError).delayMs).toBe(5_000);
  });
});

const standing: Snapshot = {
  nowMs: 0,
  mayStandStill: false,
  currentTimeS: 100,
  windowStartS: 80,
  edgeS: 101,
  bufferedAheadS: 0,
};
/** One observation per second with the same picture. */
function watch(seconds: number, snapshot: Partial<Snapshot>, dog = new Watchdog()) {
  return Array.from({ length: seconds }, (_unused, i) =>
    dog.observe({ ...standing, ...snapshot, nowMs: (i + 1) * 1_000 }),
  );
}

describe('Watchdog', () => {
  test('a playlist that does not grow for an hour gets no advice, only the notice', () => {
    const seen = watch(3_600, {});
    expect(seen.every((observation) => observation.advice === 'none')).toBe(true);
    expect(seen.findIndex((observation) => observation.interrupted)).toBe(
      WATCHDOG_LIMITS.interruptedAfterMs / 1_000,
    );
  });

  test('paused by the viewer is no interruption, however long', () => {
    const seen = watch(100, { mayStandStill: true, windowStartS: 500, edgeS: 600 });
    expect(seen.some((observation) => observation.interrupted || observation.advice !== 'none')).toBe(false);
  });

  test('behind the window: to the live edge', () => {
    const seen = watch(10, { windowStartS: 120, edgeS: 140 }).map((observation) => observation.advice);
    expect(seen.indexOf('seek-to-live')).toBe(WATCHDOG_LIMITS.seekAfterMs / 1_000);
    expect(seen.slice(5, 8)).toEqual(['none', 'none', 'none']);
  });

  test('inside the window it never seeks', () => {
    const seen = watch(60, { edgeS: 140 });
    expect(seen.some((observation) => observation.advice === 'seek-to-live')).toBe(false);
  });

  test('new media in the playlist that nobody loads: loading is restarted, repeatedly', () => {
    const at = watch(40, { edgeS: 140 }).flatMap((o, i) => (o.advice === 'restart-loading' ? [i] : []));
    expect(at).toEqual([12, 24, 36]);
  });

  test('buffered media that does not play: the decoder is recovered', () => {
    const advice = watch(11, { bufferedAheadS: 5 }).map((observation) => observation.advice);
    expect(advice.indexOf('recover-media')).toBe(10);
  });

  test('standing still counts from the last look at which it moved', () => {
    const dog = new Watchdog();
    dog.observe({ ...standing, nowMs: 1_000, currentTimeS: 99 });
    dog.observe({ ...standing, nowMs: 2_000 });
    const seen = [3_000, 4_000, 5_000].map((nowMs) => dog.observe({ ...standing, nowMs }).interrupted);
    expect(seen).toEqual([false, false, true]);
  });

  test('a moving picture ends the interruption at once', () => {
    const dog = new Watchdog();
    expect(watch(10, {}, dog).at(-1)?.interrupted).toBe(true);
    expect(dog.observe({ ...standing, nowMs: 11_000, currentTimeS: 100.4 })).toEqual({
      interrupted: false,
      moving: true,
      advice: 'none',
    });
  });
});

test.each([
  [4.95, 5.05],
  [5, 5],
  [9.5, 0.5],
  [10, 0],
  [15, 0],
  [20, 2],
])('bufferedAheadS at %d s', (time, expected) => {
  const ranges = [
    [5, 10],
    [20, 22],
  ] as const;
  const fake = {
    length: ranges.length,
    start: (i: number) => ranges[i]![0],
    end: (i: number) => ranges[i]![1],
  };
  expect(bufferedAheadS(fake, time)).toBeCloseTo(expected);
});

describe('positionOfDate', () => {
  const fragments = [0, 1, 2, 3].map((i) => ({
    start: 10 + i * 2,
    duration: 2,
    programDateTime: 1_000_000 + i * 2_000,
  }));
  test.each<[string, number, number | null]>([
    ['first moment', 1_000_000, 10],
    ['inside', 1_002_500, 12.5],
    ['before the window', 999_999, null],
    ['too close to the end', 1_006_500, null],
    ['after the end', 1_009_000, null],
  ])('%s', (_name, date, expected) => {
    expect(positionOfDate(fragments, date, 2)).toBe(expected);
  });
  test('without dates, and without fragments', () => {
    expect(positionOfDate([{ start: 0, duration: 2, programDateTime: null }], 5, 0)).toBeNull();
    expect(positionOfDate([], 5, 0)).toBeNull();
  });
});

describe('hls.js configuration', () => {
  const retry = { maxNumRetry: 3, retryDelayMs: 0, maxRetryDelayMs: 0 };
  test.each([
    ['refused connection', 0, 0, false, true],
    ['refused too often', 0, 3, false, false],
    ['404 is an answer', 404, 0, false, false],
    ['what hls.js retries anyway', 503, 0, true, true],
  ])('%s', (_name, code, count, hlsWould, expected) => {
    expect(retryWhenServerIsAway(retry, count, false, { url: '', code }, hlsWould)).toBe(expected);
  });
  test.each([
    ['404 while the server starts', 404, 0, false, true],
    ['404 too often', 404, 3, false, false],
    ['403 is an answer', 403, 0, false, false],
    ['refused connection', 0, 0, false, true],
    ['503', 503, 0, true, true],
  ])('playlists: %s', (_name, code, count, hlsWould, expected) => {
    expect(retryPlaylist(retry, count, false, { url: '', code }, hlsWould)).toBe(expected);
  });

  const profile: Profile = { lowLatency: false, dvr: false, fromStart: false };
  const all = [true, false].flatMap((lowLatency) =>
    [true, false].flatMap((dvr) => [true, false].map((fromStart) => ({ lowLatency, dvr, fromStart }))),
  );
  test.each(all)('%j: hls.js takes it, and playlists that stand still are no error', (each) => {
    const config = playerConfig(each);
    const hls = new Hls(config);
    expect(hls.config.liveMaxUnchangedPlaylistRefresh).toBe(Infinity);
    // Either would make hls.js ignore the playlist's own HOLD-BACK.
    expect(hls.userConfig).not.toHaveProperty('liveSyncDuration');
    expect(hls.userConfig).not.toHaveProperty('liveSyncDurationCount');
    hls.destroy();
  });
  test('a playlist is asked for again for at least 15 s before hls.js calls it fatal', () => {
    const { errorRetry } = playerConfig(profile).playlistLoadPolicy!.default;
    let waitedMs = 0;
    for (let n = 0; n < errorRetry!.maxNumRetry; n++) {
      waitedMs += Math.min(errorRetry!.retryDelayMs * 2 ** n, errorRetry!.maxRetryDelayMs);
    }
    expect(waitedMs).toBeGreaterThan(15_000);
  });
  test('only low latency changes the speed', () => {
    expect(playerConfig(profile).maxLiveSyncPlaybackRate).toBeUndefined();
    expect(playerConfig({ ...profile, lowLatency: true }).maxLiveSyncPlaybackRate).toBe(1.05);
  });
  test('a recording begins at its beginning, live at its edge', () => {
    expect(playerConfig({ ...profile, fromStart: true }).startPosition).toBe(0);
    expect(playerConfig(profile).startPosition).toBeUndefined();
  });
});

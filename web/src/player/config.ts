/**
 * How hls.js is set up, and why; `PLAYER.md` explains the same to people who embed a player of their own. The
 * program is one playlist whose server may restart, whose encoders may both be gone for minutes, and which
 * must go on by itself afterwards. hls.js's own defaults give up after about three seconds of a refused
 * playlist, because they are made for streams that have alternatives.
 */
import type { HlsConfig, LoadPolicy, RetryConfig } from 'hls.js';

/** What is known of the event before its playlist is. */
export interface Profile {
  readonly lowLatency: boolean;
  /** Viewers may go back. */
  readonly dvr: boolean;
  /** A recording: begins at its beginning, not at its end. */
  readonly fromStart: boolean;
}

type ShouldRetry = NonNullable<RetryConfig['shouldRetry']>;

/**
 * hls.js does not retry when the connection is refused or reset (status 0) while the browser believes it is
 * online; for a segment it would then skip the media as a gap. For us that is what a restarting server looks
 * like, so it is retried like a 5xx. 4xx stays final: it is an answer, not a failure.
 */
export const retryWhenServerIsAway: ShouldRetry = (retryConfig, retryCount, _isTimeout, response, retry) =>
  retry || (response?.code === 0 && retryCount < (retryConfig?.maxNumRetry ?? 0));

/**
 * Playlists are asked for again after a 404 too: a server that has just started answers so until it has read
 * what it stored. Whether the event is over, the page hears from the API.
 */
export const retryPlaylist: ShouldRetry = (retryConfig, retryCount, isTimeout, response, retry) =>
  retryWhenServerIsAway(retryConfig, retryCount, isTimeout, response, retry) ||
  (response?.code === 404 && retryCount < (retryConfig?.maxNumRetry ?? 0));

interface Patience {
  firstByteMs: number;
  loadMs: number;
  errors: number;
  maxDelayMs: number;
  shouldRetry: ShouldRetry;
}

function policy({ firstByteMs, loadMs, errors, maxDelayMs, shouldRetry }: Patience): LoadPolicy {
  return {
    default: {
      maxTimeToFirstByteMs: firstByteMs,
      maxLoadTimeMs: loadMs,
      timeoutRetry: { maxNumRetry: 3, retryDelayMs: 0, maxRetryDelayMs: 0 },
      errorRetry: {
        maxNumRetry: errors,
        retryDelayMs: 250,
        maxRetryDelayMs: maxDelayMs,
        backoff: 'exponential',
        shouldRetry,
      },
    },
  };
}

const common: Partial<HlsConfig> = {
  // Segments are fMP4 already: nothing is transmuxed, only a few boxes are read, so a worker saves nothing
  // and would be one more file that can fail to load.
  enableWorker: false,
  // Nothing to do in a playlist without parts.
  lowLatencyMode: true,
  // liveSyncDuration and liveSyncDurationCount stay unset: either of them, even with its default value, makes
  // hls.js ignore HOLD-BACK and PART-HOLD-BACK (latency-controller, targetLatency), which the server knows
  // best. Without those tags it is three target durations (RFC 8216bis, 6.3.3).
  // A stall moves the target back by this much, at most by one target duration in all.
  liveSyncOnStallIncrease: 1,
  // Browsers then show "live" instead of a duration that keeps growing.
  liveDurationInfinity: true,
  backBufferLength: 30,
  maxBufferLength: 20,
  maxMaxBufferLength: 60,
  // liveMaxUnchangedPlaylistRefresh stays off (Infinity): while both encoders are gone the playlist does not
  // grow, for minutes perhaps. That is no error; hls.js keeps asking and goes on when it grows.
  //
  // A reload without delivery directives is answered at once, so 5 s without a first byte means a black hole.
  // Blocking reloads (low latency only) have a shorter limit of hls.js's own: the longer of 3 parts and 0.8
  // target durations. It ends one before the server does (503 after 3 target durations), and the next request
  // is a plain one; that is the rhythm while both encoders are gone: one time-out, then a plain reload every
  // half target duration, and blocking again with the first new part. The limit here must not be below it.
  playlistLoadPolicy: policy({
    firstByteMs: 5_000,
    loadMs: 10_000,
    errors: 20,
    maxDelayMs: 1_000,
    shouldRetry: retryPlaylist,
  }),
  manifestLoadPolicy: policy({
    firstByteMs: 5_000,
    loadMs: 10_000,
    errors: 20,
    maxDelayMs: 1_000,
    shouldRetry: retryPlaylist,
  }),
  // 5 s to the first byte instead of 10: a lost path is noticed while there is still something buffered.
  fragLoadPolicy: policy({
    firstByteMs: 5_000,
    loadMs: 20_000,
    errors: 10,
    maxDelayMs: 2_000,
    shouldRetry: retryWhenServerIsAway,
  }),
};

/** With low latency there is less than this to lose, so a lost path is noticed sooner. */
const LOW_LATENCY_FIRST_BYTE_MS = 2_500;

/** For the viewer's player. */
export function playerConfig(profile: Profile): Partial<HlsConfig> {
  const config = { ...common };
  if (profile.lowLatency) {
    // Back to the live edge after a stall: 5 % faster is hardly heard and makes up 1 s in 20 s. hls.js rounds the
    // rate to twentieths, so this is its smallest step. It takes it from 0.07 s behind the target on while more
    // than 1 s is buffered, and leaves alone who is further back than target and target duration together; see
    // latency.ts for those.
    config.maxLiveSyncPlaybackRate = 1.05;
    config.fragLoadPolicy = policy({
      firstByteMs: LOW_LATENCY_FIRST_BYTE_MS,
      loadMs: 20_000,
      errors: 10,
      maxDelayMs: 1_000,
      shouldRetry: retryWhenServerIsAway,
    });
  }
  // Going back a little more often than far: a minute needs no second download.
  if (profile.dvr) config.backBufferLength = 60;
  // Explicitly, because EXT-X-START may say another place.
  if (profile.fromStart) config.startPosition = 0;
  return config;
}

/** Previews in the Studio: small, muted, close to the edge, with little memory. */
export const previewConfig: Partial<HlsConfig> = {
  ...common,
  backBufferLength: 5,
  maxBufferLength: 8,
  maxMaxBufferLength: 12,
};

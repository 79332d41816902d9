// @vitest-environment jsdom
/** Going back: the seek bar, captions, and playing again what is over. */
import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { spokenDuration, timeCode } from '../src/lib/format';
import type { Timeline } from '../src/player/player';
import { timelineOf } from '../src/player/supervisor';
import { captionTracks, showCaptions, useCaptions } from '../src/watch/captions';
import { isPlayable } from '../src/watch/recording';
import { SeekBar } from '../src/watch/SeekBar';
import { behindS, isAtLive, seekOfKey } from '../src/watch/timeline';

const root = () => document.getElementById('app') as HTMLElement;

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Test';
  document.body.innerHTML = '<main id="app"></main>';
  localStorage.clear();
  // jsdom has the element without its abilities.
  vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue();
});

afterEach(() => {
  render(null, root());
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const at = (positionS: number): Timeline => ({ startS: 100, endS: 1_900, positionS, live: true });
const key = (name: string, modifiers = {}) => ({
  key: name,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  ...modifiers,
});

test.each<[string, number, ReturnType<typeof seekOfKey>]>([
  ['ArrowLeft', 1_000, 990],
  ['ArrowRight', 1_000, 1_010],
  ['ArrowDown', 1_000, 990],
  ['ArrowUp', 1_000, 1_010],
  ['PageDown', 1_000, 940],
  ['PageUp', 1_000, 1_060],
  ['Home', 1_000, 100],
  ['End', 1_000, 'live'],
  ['ArrowLeft', 105, 100],
  ['ArrowLeft', 50, 100],
  ['ArrowRight', 1_895, 'live'],
  ['PageUp', 1_840, 'live'],
  ['Tab', 1_000, null],
  [' ', 1_000, null],
  ['a', 1_000, null],
])('%s at %d leads to %s', (name, positionS, expected) => {
  expect(seekOfKey(key(name), at(positionS))).toBe(expected);
});

test.each(['altKey', 'ctrlKey', 'metaKey'])('with %s a key is the browser’s', (modifier) => {
  expect(seekOfKey(key('ArrowLeft', { [modifier]: true }), at(1_000))).toBeNull();
  expect(seekOfKey(key('Home', { [modifier]: true }), at(1_000))).toBeNull();
});

test('being at live allows for drift, and is nothing a recording can be', () => {
  expect(behindS(at(1_905))).toBe(0);
  expect(isAtLive(at(1_896))).toBe(true);
  expect(isAtLive(at(1_894))).toBe(false);
  expect(isAtLive({ ...at(1_900), live: false })).toBe(false);
});

test.each<[Parameters<typeof timelineOf>[0], Timeline | null]>([
  [
    { startS: 10, edgeS: 50, liveS: 44 },
    { startS: 10, endS: 44, positionS: 20, live: true },
  ],
  [
    { startS: 10, edgeS: 50, liveS: null },
    { startS: 10, endS: 50, positionS: 20, live: false },
  ],
  [{ startS: null, edgeS: null, liveS: null }, null],
  [{ startS: 10, edgeS: null, liveS: null }, null],
  [{ startS: 10, edgeS: 12, liveS: 9 }, null],
])('timelineOf(%j)', (window, expected) => {
  expect(timelineOf(window, 20)).toEqual(expected);
});

describe('seek bar', () => {
  const seeks: (number | 'live')[] = [];
  beforeEach(() => void (seeks.length = 0));
  const show = (timeline: Timeline) =>
    act(() => {
      const bar = (
        <SeekBar
          timeline={timeline}
          onSeek={(s) => seeks.push(s)}
          onLive={() => seeks.push('live')}
          onKeyDown={() => undefined}
        />
      );
      render(bar, root());
    });
  const range = () => root().querySelector('input') as HTMLInputElement;
  const button = () => root().querySelector('button') as HTMLButtonElement;
  const fire = (event: Event) => act(() => void range().dispatchEvent(event));

  test('says in words how far behind live it is', async () => {
    await show(at(1_900 - 3_723 + 3_000));
    expect(range().getAttribute('aria-valuetext')).toBe('12 minutes 3 seconds behind live');
    expect(root().textContent).toBe('−12:03Go to live');
    await show(at(1_900));
    expect(range().getAttribute('aria-valuetext')).toBe('Live');
    expect(root().textContent).toBe('Live');
    expect(button().getAttribute('aria-disabled')).toBe('true');
  });

  test('stays where live is while time goes on', async () => {
    await show(at(1_900));
    expect([range().value, range().max]).toEqual(['1800', '1800']);
    await show({ startS: 160, endS: 1_960, positionS: 1_960, live: true });
    expect([range().value, range().max]).toEqual(['1800', '1800']);
  });

  test('dragging seeks once, when it is let go', async () => {
    await show(at(1_900));
    for (const value of ['900', '700', '600']) {
      range().value = value;
      await fire(new Event('input', { bubbles: true }));
    }
    expect(seeks).toEqual([]);
    expect(root().textContent).toContain('−20:00');
    await fire(new Event('change', { bubbles: true }));
    expect(seeks).toEqual([700]);
  });

  test('dragging to the right end is live', async () => {
    await show(at(1_000));
    range().value = '1800';
    await fire(new Event('input', { bubbles: true }));
    await fire(new Event('change', { bubbles: true }));
    expect(seeks).toEqual(['live']);
  });

  test('the button goes to live, and at live it does nothing', async () => {
    await show(at(1_000));
    await act(() => button().click());
    expect(seeks).toEqual(['live']);
    await show(at(1_900));
    await act(() => button().click());
    expect(seeks).toEqual(['live']);
  });

  test('axe finds nothing', async () => {
    await show(at(1_000));
    const result = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } });
    expect(result.violations.map((v) => v.id)).toEqual([]);
  });
});

describe('keys on the stage', () => {
  const seeks: (number | 'live')[] = [];
  let tell: (timeline: Timeline) => void;

  beforeEach(async () => {
    seeks.length = 0;
    vi.spyOn(await import('../src/player/player'), 'createPlayer').mockImplementation(
      (video, _url, events) => {
        tell = events.onTimeline;
        return Promise.resolve({
          load: () => undefined,
          destroy: () => undefined,
          seekToLive: () => seeks.push('live'),
          seekTo(positionS) {
            seeks.push(positionS);
            video.currentTime = positionS;
          },
        });
      },
    );
  });

  async function show(dvr: boolean) {
    const { Stage } = await import('../src/watch/Stage');
    const profile = { lowLatency: false, dvr, fromStart: false };
    const nothing = () => undefined;
    await act(() =>
      render(
        <Stage
          playlist="/x"
          profile={profile}
          programLanguage="en"
          onPicture={nothing}
          onPlayedOut={nothing}
          onDate={nothing}
        />,
        root(),
      ),
    );
    const video = root().querySelector('video') as HTMLVideoElement;
    video.currentTime = 1_000;
    await act(() => tell(at(1_000)));
    return video;
  }

  function press(element: Element, ...names: string[]): boolean[] {
    return names.map((name) => {
      const event = new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true });
      element.dispatchEvent(event);
      return event.defaultPrevented;
    });
  }

  test('faster than the timeline: each press counts', async () => {
    await show(true);
    const bar = root().querySelector('.seek') as Element;
    expect(press(bar, 'ArrowLeft', 'ArrowLeft', 'ArrowUp', 'PageDown', 'End', 'Home')).not.toContain(false);
    expect(seeks).toEqual([990, 980, 990, 930, 'live', 100]);
    expect(press(bar, 'Tab', ' ', 'x')).toEqual([false, false, false]);
  });

  test('the picture has them too, but the volume’s', async () => {
    const video = await show(true);
    expect(press(video, 'ArrowLeft', 'ArrowUp', 'ArrowDown', 'Home')).toEqual([true, false, false, true]);
    expect(seeks).toEqual([990, 100]);
  });

  test('without rewind there is no bar, and no key is taken', async () => {
    const video = await show(false);
    expect(root().querySelector('.seek')).toBeNull();
    expect(press(video, 'ArrowLeft', 'Home', 'End')).toEqual([false, false, false]);
    expect(seeks).toEqual([]);
  });
});

describe('captions', () => {
  // jsdom has no text tracks; this is what a browser's list does.
  class Tracks extends EventTarget {
    [index: number]: { kind: string; mode: string };
    length = 0;
    add(kind: string) {
      this[this.length++] = { kind, mode: 'hidden' };
      this.dispatchEvent(new Event('addtrack'));
    }
    modes() {
      return Array.from(this as ArrayLike<{ mode: string }>, (track) => track.mode);
    }
  }
  let tracks: Tracks;
  const list = () => tracks as unknown as TextTrackList;
  const video = () => ({ textTracks: tracks }) as unknown as HTMLVideoElement;

  function Button() {
    const captions = useCaptions(video);
    return captions.available ? <button aria-pressed={captions.shown} onClick={captions.toggle} /> : null;
  }
  const button = () => root().querySelector('button');
  const mount = () => act(() => render(<Button />, root()));

  beforeEach(() => {
    tracks = new Tracks();
  });

  test('without captions there is no button; metadata tracks are none', async () => {
    await mount();
    await act(() => tracks.add('metadata'));
    expect(button()).toBeNull();
    expect(captionTracks(list())).toEqual([]);
  });

  test('a button appears with the first track, and toggles one of them', async () => {
    await mount();
    await act(() => tracks.add('captions'));
    await act(() => tracks.add('captions'));
    expect(button()?.getAttribute('aria-pressed')).toBe('false');
    await act(() => button()?.click());
    expect(tracks.modes()).toEqual(['showing', 'hidden']);
    expect(button()?.getAttribute('aria-pressed')).toBe('true');
    await act(() => button()?.click());
    expect(tracks.modes()).toEqual(['hidden', 'hidden']);
  });

  test('the choice outlives the page', async () => {
    await mount();
    await act(() => tracks.add('captions'));
    await act(() => button()?.click());
    render(null, root());
    tracks = new Tracks();
    await mount();
    await act(() => tracks.add('captions'));
    expect(tracks.modes()).toEqual(['showing']);
  });

  test('follows the browser’s own menu', async () => {
    await mount();
    await act(() => tracks.add('captions'));
    tracks[0]!.mode = 'showing';
    await act(() => void tracks.dispatchEvent(new Event('change')));
    expect(button()?.getAttribute('aria-pressed')).toBe('true');
  });

  test('showing what is shown touches nothing', () => {
    tracks.add('captions');
    Object.defineProperty(tracks[0], 'mode', { get: () => 'hidden', set: () => expect.fail('was set') });
    showCaptions(list(), false);
  });
});

test.each<[string, () => Response, boolean]>([
  ['a playlist', () => new Response('#EXTM3U\n#EXT-X-ENDLIST\n'), true],
  ['404', () => new Response('#EXTM3U', { status: 404 }), false],
  ['503', () => new Response(null, { status: 503 }), false],
  ['a captive portal', () => new Response('<html>'), false],
])('isPlayable: %s', async (_name, answer, expected) => {
  vi.stubGlobal('fetch', () => Promise.resolve(answer()));
  expect(await isPlayable('/x', AbortSignal.timeout(1_000))).toBe(expected);
});

describe('an event that is over', () => {
  async function open(dvr: object, answer: () => Response) {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (path: string) => {
      if (!path.includes('/public/')) {
        asked.push(path);
        return Promise.resolve(answer());
      }
      const languages = [{ language: 'en', playlist: '/live/demo/en/index.m3u8' }];
      const event = { id: 'demo', title: 'Gala', phase: 'ENDED', latencyMode: 'CLASSIC', dvr, languages };
      return Promise.resolve(Response.json(event));
    });
    history.replaceState(null, '', '/watch/demo');
    const { WatchPage } = await import('../src/watch/WatchPage');
    await act(() => render(<WatchPage embedded={false} />, root()));
    await vi.waitFor(() => expect(root().textContent).toContain('The event has ended'));
    return asked;
  }
  const offer = () => [...root().querySelectorAll('button')].find((b) => b.textContent?.includes('Watch it'));

  test('with a recording that can be had: it is offered', async () => {
    const asked = await open({ mode: 'EVENT' }, () => new Response('#EXTM3U'));
    await vi.waitFor(() => expect(offer()).toBeDefined());
    expect(asked).toEqual(['/live/demo/en/index.m3u8']);
    await act(() => offer()?.click());
    await vi.waitFor(() => expect(root().textContent).toContain('The recording is being played'));
    expect(root().querySelector<HTMLElement>('.stage-frame')?.hidden).toBe(false);
    expect(document.activeElement?.id).toBe('video');
  });

  test('of which the last minutes are left: that is what the button says', async () => {
    await open({ mode: 'WINDOW', minutes: 45 }, () => new Response('#EXTM3U'));
    await vi.waitFor(() => expect(root().textContent).toContain('Watch the last 45 minutes again'));
  });

  test('without rewind nothing is asked for', async () => {
    const asked = await open({ mode: 'OFF' }, () => new Response('#EXTM3U'));
    // Effects have run: what is asked for is asked for at once.
    await act(() => undefined);
    expect(asked).toEqual([]);
    expect(offer()).toBeUndefined();
  });

  test('whose recording is gone: nothing is offered', async () => {
    const asked = await open({ mode: 'EVENT' }, () => new Response(null, { status: 404 }));
    await vi.waitFor(() => expect(asked).toHaveLength(1));
    expect(offer()).toBeUndefined();
  });
});

test.each([
  [0, '0:00', '0 seconds'],
  [59.9, '0:59', '59 seconds'],
  [61, '1:01', '1 minute 1 second'],
  [3_600, '1:00:00', '1 hour'],
  [3_723, '1:02:03', '1 hour 2 minutes 3 seconds'],
  [-5, '0:00', '0 seconds'],
])('%d s is %s, said as %s', (seconds, code, spoken) => {
  expect(timeCode(seconds)).toBe(code);
  expect(spokenDuration(seconds, 'en')).toBe(spoken);
});

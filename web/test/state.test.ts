import { describe, expect, test } from 'vitest';
import type { Interruption, Phase, PublicEvent } from '../src/api/types';
import { eventIdOf, pollDelayMs } from '../src/watch/follow';
import { pickProgramLanguage } from '../src/watch/language';
import {
  initialState,
  isLastPicture,
  notice,
  reduce,
  type ViewerAction,
  type ViewerState,
} from '../src/watch/state';

const event = (phase: Phase): PublicEvent => ({
  id: 'e',
  title: 'E',
  phase,
  latencyMode: 'CLASSIC',
  dvr: { mode: 'OFF' },
  languages: [],
});
const after = (...actions: ViewerAction[]): ViewerState => actions.reduce(reduce, initialState);
const at = (phase: Phase): ViewerAction => ({ type: 'event', event: event(phase) });
const rewindable = (phase: Phase): ViewerAction => ({
  type: 'event',
  event: { ...event(phase), dvr: { mode: 'EVENT' } },
});
const playing: ViewerAction = { type: 'picture', picture: 'playing' };
const interrupted: ViewerAction = { type: 'picture', picture: 'interrupted' };

describe('screen', () => {
  test.each<[string, ViewerAction[], ViewerState['screen']]>([
    ['nothing known', [], 'loading'],
    ['scheduled', [at('SCHEDULED')], 'waiting'],
    ['scheduled, then live', [at('SCHEDULED'), at('LIVE')], 'live'],
    ['opened after the end', [at('ENDED')], 'ended'],
    ['opened when on demand', [at('ON_DEMAND')], 'ended'],
    ['unknown event', [{ type: 'unknown' }], 'unknown'],
    ['unknown, then created', [{ type: 'unknown' }, at('SCHEDULED')], 'waiting'],
    ['stopped while playing: plays on', [at('LIVE'), playing, at('ENDED')], 'live'],
    ['stopped and played out', [at('LIVE'), playing, at('ENDED'), { type: 'played-out' }], 'ended'],
    ['played out before the poll says so', [at('LIVE'), playing, { type: 'played-out' }], 'ended'],
    ['a late LIVE does not restart it', [at('LIVE'), { type: 'played-out' }, at('LIVE')], 'ended'],
    ['nothing more comes while draining', [at('LIVE'), at('ENDED'), { type: 'drained' }], 'ended'],
    ['draining timer without draining', [at('LIVE'), { type: 'drained' }], 'live'],
    ['deleted while watched: plays on', [at('LIVE'), playing, { type: 'unknown' }], 'live'],
    ['asked for again when it is over', [at('ENDED'), { type: 'replay' }], 'replay'],
    ['asked for while it is live', [at('LIVE'), { type: 'replay' }], 'live'],
    ['a replay that is over', [at('ENDED'), { type: 'replay' }, { type: 'played-out' }], 'ended'],
    ['a late answer does not end a replay', [at('ENDED'), { type: 'replay' }, at('ENDED')], 'replay'],
    ['nor does a late LIVE restart it', [at('ENDED'), { type: 'replay' }, at('LIVE')], 'replay'],
    ['unreachable changes no screen', [at('LIVE'), { type: 'failed', failures: 99 }], 'live'],
  ])('%s', (_name, actions, screen) => {
    expect(after(...actions).screen).toBe(screen);
  });
});

describe('notice', () => {
  test.each<[string, ViewerAction[], ReturnType<typeof notice>]>([
    ['one failed poll is not told', [at('SCHEDULED'), { type: 'failed', failures: 1 }], null],
    ['two are', [at('SCHEDULED'), { type: 'failed', failures: 2 }], 'connectionLost'],
    ['and forgotten with the next answer', [{ type: 'failed', failures: 2 }, at('SCHEDULED')], null],
    ['live, before the first picture', [at('LIVE')], 'starting'],
    ['live and playing', [at('LIVE'), playing], null],
    ['live, polls fail, picture moves', [at('LIVE'), playing, { type: 'failed', failures: 5 }], null],
    ['live, picture stands', [at('LIVE'), playing, interrupted], 'interrupted'],
    ['picture is back', [at('LIVE'), playing, interrupted, playing], null],
    ['over, with rewind', [rewindable('LIVE'), playing, rewindable('ENDED')], 'overRewind'],
    ['a replay before its picture', [at('ENDED'), { type: 'replay' }], 'starting'],
    ['a replay', [at('ENDED'), { type: 'replay' }, playing], null],
    ['a replay that stands', [at('ENDED'), { type: 'replay' }, playing, interrupted], 'connectionLost'],
    ['over, last moments play', [at('LIVE'), playing, at('ENDED')], 'lastMinutes'],
  ])('%s', (_name, actions, expected) => {
    expect(notice(after(...actions))).toBe(expected);
  });
});

describe('the last picture, while no encoder delivers', () => {
  test.each<[string, Interruption | null, number | null, boolean]>([
    ['never interrupted', null, 5_000, false],
    ['not there yet: viewers are behind', { fromMs: 5_000 }, 4_000, false],
    ['there', { fromMs: 5_000 }, 5_000, true],
    ['over on the server, not for this viewer', { fromMs: 5_000, toMs: 9_000 }, 8_999, true],
    ['over', { fromMs: 5_000, toMs: 9_000 }, 9_000, false],
    ['no date: as the server says', { fromMs: 5_000 }, null, true],
    ['no date, and over', { fromMs: 5_000, toMs: 9_000 }, null, false],
  ])('%s', (_name, interruption, dateMs, expected) => {
    expect(isLastPicture(interruption, dateMs)).toBe(expected);
  });

  test('is told although the player plays, and stops nothing', () => {
    const state = after(at('LIVE'), playing);
    expect(notice(state, true)).toBe('interrupted');
    expect(notice(state, false)).toBeNull();
    expect(state.screen).toBe('live');
    expect(notice(after(at('SCHEDULED')), true)).toBeNull();
  });
});

describe('pollDelayMs', () => {
  test('healthy: between 2 and 3 s', () => {
    expect(pollDelayMs(0, 0)).toBe(2_000);
    expect(pollDelayMs(0, 0.999)).toBe(2_999);
  });

  test('failing: grows, and stays below 20 s', () => {
    const delays = [1, 2, 3, 4, 50].map((failures) => pollDelayMs(failures, 0.5));
    expect(delays).toEqual([2_000, 4_000, 8_000, 15_000, 15_000]);
    expect(pollDelayMs(50, 0.999)).toBeLessThan(20_000);
  });
});

test.each([
  ['/watch/demo', 'demo'],
  ['/watch/demo/', 'demo'],
  ['/watch/a%20b', 'a b'],
  ['/watch/%E0%A4%A', null],
  ['/watch/', null],
  ['/watch/a/b', null],
])('eventIdOf(%s)', (path, id) => {
  expect(eventIdOf(path)).toBe(id);
});

test.each<[string[], string | null, string[], string | null]>([
  [['en', 'de'], null, ['de-AT', 'en'], 'de'],
  [['en', 'de'], 'en', ['de'], 'en'],
  [['en', 'de'], 'fr', ['de'], 'de'],
  [['pt-BR', 'pt'], null, ['pt'], 'pt'],
  [['pt-BR'], null, ['pt-PT'], 'pt-BR'],
  [['fr'], null, ['de'], 'fr'],
  [[], 'en', ['en'], null],
])('program language of %j, remembered %s, browser %j', (tags, remembered, preferred, expected) => {
  const offered = tags.map((language) => ({ language, playlist: '' }));
  expect(pickProgramLanguage(offered, remembered, preferred)).toBe(expected);
});

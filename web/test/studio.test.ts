import { describe, expect, test } from 'vitest';
import type { LegState, LegView, OtherTrack, ProgramState, Status } from '../src/api/types';
import { codecName } from '../src/lib/codec';
import { legFacts } from '../src/studio/leg-facts';
import { bitrate, duration, escapeAttribute, frameRate, hertz, seconds } from '../src/lib/format';
import { changes } from '../src/studio/announce';
import { backupOnlyLanguages, parseLanguages } from '../src/studio/readiness';
import { parseRoute, routes } from '../src/studio/route';

type Legs = [language: string, primary: LegState, backup: LegState];

function status(
  legs: Legs[],
  state: ProgramState = 'OFF',
  onAir: 'PRIMARY' | 'BACKUP' | null = null,
): Status {
  const leg = (legState: LegState) => ({ state: legState, sessions: 1, preview: '' });
  return {
    eventId: 'e',
    phase: 'SCHEDULED',
    nowMs: 0,
    languages: legs.map(([language, primary, backup]) => ({
      language,
      program: { state, onAir, alignment: 'NONE' },
      legs: { primary: leg(primary), backup: leg(backup) },
    })),
  };
}

test.each<[string, Legs[], string[] | null]>([
  ['both there', [['en', 'RECEIVING', 'RECEIVING']], null],
  ['primary only', [['en', 'RECEIVING', 'OFFLINE']], null],
  ['backup only', [['en', 'OFFLINE', 'RECEIVING']], ['en']],
  ['a stalled primary is none', [['en', 'STALLED', 'RECEIVING']], ['en']],
  ['nothing', [['en', 'OFFLINE', 'OFFLINE']], null],
  [
    'one language without any signal',
    [
      ['en', 'OFFLINE', 'RECEIVING'],
      ['de', 'OFFLINE', 'CONNECTING'],
    ],
    null,
  ],
  [
    'one language lacks the primary',
    [
      ['en', 'RECEIVING', 'RECEIVING'],
      ['de', 'OFFLINE', 'RECEIVING'],
    ],
    ['de'],
  ],
  ['no languages', [], null],
])('backupOnlyLanguages: %s', (_name, legs, expected) => {
  expect(backupOnlyLanguages(status(legs))).toEqual(expected);
});

describe('changes', () => {
  test('the first status is no news, an equal one neither', () => {
    const one = status([['en', 'RECEIVING', 'RECEIVING']]);
    expect(changes(null, one)).toEqual([]);
    expect(changes(one, structuredClone(one))).toEqual([]);
  });

  test('a lost primary and the switch it causes', () => {
    const before = status([['en', 'RECEIVING', 'RECEIVING']], 'ON_AIR', 'PRIMARY');
    const now = status([['en', 'OFFLINE', 'RECEIVING']], 'ON_AIR', 'BACKUP');
    expect(changes(before, now)).toEqual([
      { what: 'leg', language: 'en', leg: 'PRIMARY', state: 'OFFLINE' },
      { what: 'on-air', language: 'en', leg: 'BACKUP' },
    ]);
  });

  test('both lost, and the phase', () => {
    const before = status([['en', 'RECEIVING', 'OFFLINE']], 'ON_AIR', 'PRIMARY');
    const now = status([['en', 'OFFLINE', 'OFFLINE']], 'INTERRUPTED', null);
    expect(changes(before, { ...now, phase: 'LIVE' })).toEqual([
      { what: 'phase', phase: 'LIVE' },
      { what: 'leg', language: 'en', leg: 'PRIMARY', state: 'OFFLINE' },
      { what: 'program', language: 'en', state: 'INTERRUPTED' },
    ]);
  });
});

test.each([
  ['en, de', ['en', 'de'], null],
  ['EN;pt-br  en', ['en', 'pt-BR'], null],
  ['', [], null],
  ['en, german!', ['en'], 'german!'],
  ['english', [], 'english'],
  ['x', [], 'x'],
])('parseLanguages(%j)', (text, tags, bad) => {
  expect(parseLanguages(text)).toEqual({ tags, bad });
});

test.each([
  ['', { page: 'events' }],
  ['#/events', { page: 'events' }],
  ['#/new', { page: 'new' }],
  ['#/password', { page: 'password' }],
  [routes.event('a b/ü'), { page: 'event', id: 'a b/ü' }],
  ['#/events/%E0%A4%A', { page: 'events' }],
  ['#/nonsense/x', { page: 'events' }],
])('parseRoute(%s)', (hash, expected) => {
  expect(parseRoute(hash)).toEqual(expected);
});

describe('formatters', () => {
  test.each([
    [-5, '0:00:00'],
    [0, '0:00:00'],
    [59_999, '0:00:59'],
    [3_725_000, '1:02:05'],
    [100 * 3_600_000, '100:00:00'],
  ])('duration(%d)', (ms, expected) => expect(duration(ms)).toBe(expected));

  test('numbers follow the language', () => {
    expect(bitrate(4_512.3, 'en')).toBe('4.5 Mbit/s');
    expect(bitrate(4_512.3, 'de')).toBe('4,5 Mbit/s');
    expect(bitrate(159.6, 'en')).toBe('160 kbit/s');
    expect(frameRate(30_000 / 1_001, 'en')).toBe('29.97 fps');
    expect(frameRate(30, 'de')).toBe('30 fps');
    expect(seconds(1_999, 'en')).toBe('2.0 s');
    expect(hertz(44_100, 'de')).toBe('44,1 kHz');
  });

  test('a title cannot break out of the embed code', () => {
    expect(escapeAttribute('"><script>&')).toBe('&quot;&gt;&lt;script&gt;&amp;');
  });
});

test.each([
  ['avc1.64001f', 'H.264 High 3.1'],
  ['avc1.42C028', 'H.264 Baseline 4.0'],
  ['avc3.4d4033', 'H.264 Main 5.1'],
  ['avc1.7a0028', 'H.264 avc1.7a0028'],
  ['avc1.6', 'avc1.6'],
  ['hvc1.1.6.L93.B0', 'H.265'],
  ['av01.0.04M.08', 'AV1'],
  ['vp09.00.41.08', 'VP9'],
  ['vp09', 'VP9'],
  ['mp4a.40.2', 'AAC-LC'],
  ['mp4a.40.29', 'HE-AACv2'],
  ['mp4a.40.34', 'mp4a.40.34'],
  ['opus', 'Opus'],
  ['avc1', 'H.264'],
  ['ec-3', 'E-AC-3'],
  ['????', '????'],
  ['', ''],
])('codecName(%s)', (codec, expected) => {
  expect(codecName(codec)).toBe(expected);
});

test.each<[OtherTrack[] | null, string | undefined]>([
  [null, undefined],
  [[], undefined],
  [
    [
      { kind: 'VIDEO', id: 1, codec: 'avc1' },
      { kind: 'AUDIO', id: 2, codec: '????' },
      { kind: 'TEXT', id: 0, codec: 'onCaptionInfo' },
    ],
    'Video 1 (H.264), Audio 2 (????), Text (onCaptionInfo)',
  ],
])('tracks that are not served: %j', (otherTracks, expected) => {
  const view: LegView = { state: 'RECEIVING', sessions: 1, preview: '/p', otherTracks };
  expect(new Map(legFacts(view, 'en')).get('Not served')).toBe(expected);
});

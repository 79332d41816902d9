import { afterEach, describe, expect, test } from 'vitest';
import type { LegMismatch } from '../src/api/types';
import { chooseLang } from '../src/i18n/i18n';
import { milliseconds } from '../src/lib/format';
import { differenceOf } from '../src/studio/mismatch';

const mismatch = (code: string, primary: string, backup: string): LegMismatch => ({
  code,
  severity: 'WARNING',
  primary,
  backup,
  text: 'English text.',
});

afterEach(() => chooseLang('en'));

test.each<[string, string, string, [string, string, string]]>([
  ['video-codec-differs', 'avc1.64001f', 'avc1.4d001f', ['Video codec', 'H.264 High 3.1', 'H.264 Main 3.1']],
  [
    'video-codec-differs',
    'hvc1.1.6.L93.B0',
    'hvc1.1.6.L120.B0',
    ['Video codec', 'hvc1.1.6.L93.B0', 'hvc1.1.6.L120.B0'],
  ],
  ['audio-codec-differs', 'mp4a.40.2', 'Opus', ['Audio codec', 'AAC-LC', 'Opus']],
  ['size-differs', '1920x1080', '1280x720', ['Picture size', '1920 × 1080', '1280 × 720']],
  ['frame-rate-differs', '30', '29.97', ['Frame rate', '30 fps', '29.97 fps']],
  ['keyframe-interval-differs', '2', '8.33', ['Keyframe interval', '2 s', '8.33 s']],
  ['sample-rate-differs', '48000', '44100', ['Sample rate', '48 kHz', '44.1 kHz']],
  ['channels-differ', '2', '1', ['Channels', '2', '1']],
  [
    'codec-configuration-differs',
    'avc1.64001f',
    'avc1.64001f',
    ['Encoding', 'differs in detail', 'differs in detail'],
  ],
  [
    'tracks-differ',
    'pictures and sound',
    'pictures alone',
    ['Tracks', 'pictures and sound', 'pictures alone'],
  ],
  ['size-differs', '', 'x', ['Picture size', '', ' × ']],
  ['sample-rate-differs', '', 'many', ['Sample rate', '', 'many']],
])('%s: %s and %s', (code, primary, backup, expected) => {
  const found = differenceOf(mismatch(code, primary, backup), 'en');
  expect([found.name, found.primary, found.backup]).toEqual(expected);
  expect(found.mend).not.toBe('English text.');
  expect(found.mendLang).toBeNull();
});

describe('the page of another language', () => {
  test('has its own words and figures', () => {
    chooseLang('de');
    const found = differenceOf(mismatch('sample-rate-differs', '48000', '44100'), 'de');
    expect(found).toMatchObject({ name: 'Abtastrate', backup: '44,1 kHz' });
    expect(found.mend).toContain('Einstellungen → Audio');
    expect(differenceOf(mismatch('tracks-differ', 'sound alone', 'x'), 'de')).toMatchObject({
      primary: 'nur Ton',
      backup: 'x',
    });
  });
});

test('a code that the page does not know comes with the server’s sentence, marked as English', () => {
  expect(differenceOf(mismatch('hue-differs', 'red', 'blue'), 'de')).toEqual({
    code: 'hue-differs',
    name: 'hue-differs',
    primary: 'red',
    backup: 'blue',
    mend: 'English text.',
    mendLang: 'en',
  });
});

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [1_300, '1.3 s'],
  [-2_000, '-2.0 s'],
])('milliseconds(%d)', (ms, text) => {
  expect(milliseconds(ms, 'en')).toBe(text);
});

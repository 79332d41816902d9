import { afterEach, expect, test } from 'vitest';
import type { Issue } from '../src/api/types';
import { chooseLang } from '../src/i18n/i18n';
import { endText, issueText } from '../src/studio/issue-words';

const issue = (code: string, more: Partial<Issue> = {}): Issue => ({
  code,
  severity: 'WARNING',
  text: 'English text.',
  ...more,
});

afterEach(() => chooseLang('en'));

test.each<[string, Partial<Issue>, string]>([
  ['stalled', {}, 'sends nothing'],
  ['lagging', { measured: 2_340, unit: 'ms' }, 'The signal is 2.3 s late'],
  ['av-offset', { measured: -180, unit: 'ms' }, 'Sound and picture are 180 ms apart'],
  [
    'frame-rate-low',
    { measured: 14.5, expected: 30, unit: 'fps' },
    'Only 14.5 pictures a second arrive of 30.',
  ],
  ['keyframes-uneven', { measured: 8.3, expected: 2, unit: 's' }, 'up to 8.3 s'],
  ['refused-wrong-key', { sinceMs: 1_790_000_100_000 }, 'an encoder was refused: its stream key is wrong'],
  ['refused-second-encoder', { sinceMs: 1_790_000_100_000 }, 'Stop one of the two'],
  ['refused-kept-out', { sinceMs: 1_790_000_100_000 }, 'was kept out'],
  ['reconnecting', { measured: 4, expected: 1, unit: 'sessions' }, 'connected 4 times'],
])('%s %o', (code, more, expected) => {
  expect(issueText(issue(code, more), 'en').text).toContain(expected);
});

test('the page’s language', () => {
  chooseLang('de');
  expect(issueText(issue('frame-rate-low', { measured: 14.5, expected: 30, unit: 'fps' }), 'de')).toEqual({
    text: expect.stringContaining('Nur 14,5 von 30 Bildern') as string,
    lang: 'de',
  });
});

test.each<[string, Issue]>([
  ['a code that the page does not know', issue('hue')],
  ['a figure that is missing', issue('lagging', { unit: 'ms' })],
])('%s: the server’s sentence, marked as English', (_name, given) => {
  chooseLang('de');
  expect(issueText(given, 'de')).toEqual({ text: 'English text.', lang: 'en' });
});

test.each<[string, string, string]>([
  [
    'the encoder disconnected',
    'The encoder closed the connection',
    'Der Encoder hat die Verbindung geschlossen',
  ],
  ['no audio or video for 15000 ms', 'no picture and no sound for 15.0 s', '15,0 s lang weder Bild noch Ton'],
  ['another encoder took over', 'with the same stream key', 'mit demselben Streamschlüssel'],
])('the end “%s” in the words of the page', (reason, english, german) => {
  expect(endText(reason)).toEqual({ text: expect.stringContaining(english) as string, lang: 'en' });
  chooseLang('de');
  expect(endText(reason)).toEqual({ text: expect.stringContaining(german) as string, lang: 'de' });
});

test('an end that the page does not know is the server’s sentence, marked as English', () => {
  chooseLang('de');
  expect(endText('chunk size 0')).toEqual({ text: 'chunk size 0', lang: 'en' });
});

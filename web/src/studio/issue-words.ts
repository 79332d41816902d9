/** What is wrong with an encoder's signal in the words of the page, from the server's stable codes and figures. */
import type { Issue } from '../api/types';
import { lang, region } from '../i18n/i18n';
import { clockTime, milliseconds, number } from '../lib/format';
import { known } from './texts';

/** With the language it is in: codes that the page does not know keep the server's English sentence. */
export function issueText(issue: Issue, locale: string): { text: string; lang: string } {
  const figures = {
    measured: figure(issue, issue.measured, locale),
    expected: figure(issue, issue.expected, locale),
    time: typeof issue.sinceMs === 'number' ? clockTime(issue.sinceMs, region()) : '{}',
  };
  const text = known(`issue-${issue.code}`, figures);
  // A figure that a sentence needs and the server did not send leaves its placeholder.
  return text === null || text.includes('{') ? { text: issue.text, lang: 'en' } : { text, lang: lang.value };
}

/** Why an encoder's connection ended: the server's English sentence, in the words of the page where it is a usual one. */
export function endText(reason: string): { text: string; lang: string } {
  const ms = /(\d+) ms$/.exec(reason)?.[1];
  const key = `end-${reason.replace(/[^a-z]+/gi, '-')}`;
  const text = known(key, { time: ms === undefined ? '{}' : milliseconds(Number(ms), lang.value) });
  return text === null ? { text: reason, lang: 'en' } : { text, lang: lang.value };
}

function figure({ unit }: Issue, value: number | null | undefined, locale: string): string {
  if (typeof value !== 'number') return '{}';
  if (unit === 'ms') return milliseconds(Math.abs(value), locale);
  return unit === 's' ? `${number(value, locale)} s` : number(value, locale);
}

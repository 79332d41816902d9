import { describe, expect, test } from 'vitest';
import { chooseLang, fill, pickLang, region } from '../src/i18n/i18n';
import { languageName, ownLanguageName } from '../src/i18n/names';
import { failoverDe } from '../src/studio/failover-texts.de';
import { failoverEn } from '../src/studio/failover-texts.en';
import { issueDe } from '../src/studio/issue-texts.de';
import { issueEn } from '../src/studio/issue-texts.en';
import { de as studioDe } from '../src/studio/texts.de';
import { en as studioEn } from '../src/studio/texts.en';
import { de as watchDe } from '../src/watch/texts.de';
import { en as watchEn } from '../src/watch/texts.en';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each([
  ['watch', watchEn, watchDe],
  ['studio', studioEn, studioDe],
  ['failover', failoverEn, failoverDe],
  ['issues', issueEn, issueDe],
])('dictionary of %s', (_page, english, german) => {
  const en: Record<string, string> = english;
  const de: Record<string, string> = german;
  test('has the same keys in the same order', () => {
    expect(Object.keys(de)).toEqual(Object.keys(en));
  });
  test.each(Object.keys(en))('%s has the same placeholders and is not empty', (key) => {
    expect(de[key]?.trim()).not.toBe('');
    expect(placeholders(de[key] ?? '')).toEqual(placeholders(en[key] ?? ''));
  });
});

test.each<[string | null, string[], string]>([
  [null, ['de-CH', 'en'], 'de'],
  [null, ['fr', 'en-US'], 'en'],
  [null, ['fr'], 'en'],
  ['de', ['en'], 'de'],
  ['xx', ['de'], 'de'],
  [null, [], 'en'],
])('pickLang(%s, %j)', (remembered, preferred, expected) => {
  expect(pickLang(remembered, preferred)).toBe(expected);
});

test.each<['en' | 'de', string[], string]>([
  ['en', ['de-DE', 'en-GB', 'en-US'], 'en-GB'],
  ['de', ['de-CH', 'en'], 'de-CH'],
  ['de', ['en-GB'], 'de'],
])('times on a page in %s for a browser with %j', (chosen, preferred, expected) => {
  chooseLang(chosen);
  expect(region(preferred)).toBe(expected);
  chooseLang('en');
});

test('no text of one part of the Studio hides one of the other', () => {
  const keys = [studioEn, failoverEn, issueEn].flatMap((texts) => Object.keys(texts));
  expect(new Set(keys).size).toBe(keys.length);
});

test('fill leaves unknown placeholders alone', () => {
  expect(fill('{a} and {b}', { a: 1 })).toBe('1 and {b}');
});

test('names of languages', () => {
  expect(languageName('de', 'en')).toBe('German');
  expect(ownLanguageName('fr')).toBe('Français');
  expect(languageName('not a tag', 'en')).toBe('not a tag');
});

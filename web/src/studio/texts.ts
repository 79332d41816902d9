import { fill, lang, translator } from '../i18n/i18n';
import { languageName } from '../i18n/names';
import type { Leg } from '../api/types';
import { failoverDe } from './failover-texts.de';
import { failoverEn } from './failover-texts.en';
import { issueDe } from './issue-texts.de';
import { issueEn } from './issue-texts.en';
import { de } from './texts.de';
import { en } from './texts.en';

const dictionaries = {
  en: { ...en, ...failoverEn, ...issueEn },
  de: { ...de, ...failoverDe, ...issueDe },
};

export const t = translator(dictionaries);

/** The text of a key made of a value that the server sent; null for values that this page does not know. */
export function known(key: string, args: Record<string, string> = {}): string | null {
  const texts: Record<string, string> = dictionaries[lang.value];
  const text = texts[key];
  return text === undefined ? null : fill(text, args);
}

export function legName(leg: Leg): string {
  return t(leg === 'PRIMARY' ? 'primary' : 'backup');
}

/** Name of a language of the event in the language of the page. */
export function nameOf(tag: string): string {
  return languageName(tag, lang.value);
}

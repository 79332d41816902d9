import { lang, translator } from '../i18n/i18n';
import { languageName } from '../i18n/names';
import type { Leg } from '../api/types';
import { de } from './texts.de';
import { en } from './texts.en';

export const t = translator({ en, de });

export function legName(leg: Leg): string {
  return t(leg === 'PRIMARY' ? 'primary' : 'backup');
}

/** Name of a language of the event in the language of the page. */
export function nameOf(tag: string): string {
  return languageName(tag, lang.value);
}

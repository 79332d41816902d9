import type { Status } from '../api/types';

/**
 * Languages that would go live with the backup alone; null when that would not help, because some language
 * has no signal at all or because no primary is missing.
 */
export function backupOnlyLanguages(status: Status | null): string[] | null {
  if (!status || status.languages.length === 0) return null;
  const withoutPrimary: string[] = [];
  for (const { language, legs } of status.languages) {
    if (legs.primary.state === 'RECEIVING') continue;
    if (legs.backup.state !== 'RECEIVING') return null;
    withoutPrimary.push(language);
  }
  return withoutPrimary.length > 0 ? withoutPrimary : null;
}

/** Language codes from a free text field; `bad` is the first word that is not one. */
export function parseLanguages(text: string): { tags: string[]; bad: string | null } {
  const tags: string[] = [];
  for (const word of text.split(/[\s,;]+/).filter((part) => part !== '')) {
    let tag: string | undefined;
    try {
      tag = Intl.getCanonicalLocales(word)[0];
    } catch {
      return { tags, bad: word };
    }
    if (tag === undefined || !/^[a-z]{2,3}(-|$)/.test(tag)) return { tags, bad: word };
    if (!tags.includes(tag)) tags.push(tag);
  }
  return { tags, bad: null };
}

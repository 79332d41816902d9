import type { LanguageStatus, Status } from '../api/types';
import { isLocked } from './switch-words';

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

/** What is no reason not to go live, and yet better known before: languages for which it is so. */
export interface GoLiveWarnings {
  /** Only the primary is there. */
  readonly noBackup: readonly string[];
  /** Both are there, and it is not known to the picture where they stand to each other. */
  readonly unlocked: readonly string[];
  /** Both are there, set differently. */
  readonly unlike: readonly string[];
}

export function goLiveWarnings(status: Status | null): GoLiveWarnings {
  const languages = (status?.languages ?? []).filter(({ legs }) => legs.primary.state === 'RECEIVING');
  const both = languages.filter(({ legs }) => legs.backup.state === 'RECEIVING');
  const names = (entries: readonly LanguageStatus[]) => entries.map((entry) => entry.language);
  return {
    noBackup: names(languages.filter((entry) => !both.includes(entry))),
    unlocked: names(both.filter((entry) => !isLocked(entry.program.alignment))),
    unlike: names(both.filter((entry) => entry.mismatches?.some(({ severity }) => severity !== 'INFO'))),
  };
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

import type { PublicEvent } from '../api/types';
import { recall, remember } from '../lib/storage';

const STORAGE_KEY = 'understudy.program-language';

/** The language to play: the one chosen last, else the browser's, else the event's first. */
export function pickProgramLanguage(
  offered: PublicEvent['languages'],
  remembered: string | null,
  preferred: readonly string[],
): string | null {
  const tags = offered.map((entry) => entry.language);
  for (const wanted of remembered === null ? preferred : [remembered, ...preferred]) {
    const exact = tags.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
    const related = tags.find((tag) => base(tag) === base(wanted));
    if (exact ?? related) return exact ?? related ?? null;
  }
  return tags[0] ?? null;
}

function base(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}

export function recallProgramLanguage(): string | null {
  return recall(STORAGE_KEY);
}

export function rememberProgramLanguage(tag: string): void {
  remember(STORAGE_KEY, tag);
}

/** In what the two encoders of a language differ, in words; the server compares them. */
import type { LegMismatch } from '../api/types';
import { codecName } from '../lib/codec';
import { frameRate, hertz, number } from '../lib/format';
import { known, t } from './texts';

/** One difference as the page shows it. */
export interface Difference {
  readonly code: string;
  readonly name: string;
  readonly primary: string;
  readonly backup: string;
  /** Where to mend it; the server's English sentence for codes that this page does not know. */
  readonly mend: string;
  readonly mendLang: 'en' | null;
}

export function differenceOf(mismatch: LegMismatch, locale: string): Difference {
  const { code } = mismatch;
  const [primary, backup] = values(mismatch, locale);
  const mend = known(`mend-${code}`);
  return {
    code,
    name: known(`diff-${code}`) ?? code,
    primary,
    backup,
    mend: mend ?? mismatch.text,
    mendLang: mend === null ? 'en' : null,
  };
}

function values({ code, primary, backup }: LegMismatch, locale: string): [string, string] {
  switch (code) {
    case 'video-codec-differs':
    case 'audio-codec-differs': {
      // Names for people, unless they hide the difference.
      const names = [codecName(primary), codecName(backup)] as const;
      return names[0] === names[1] ? [primary, backup] : [...names];
    }
    case 'codec-configuration-differs':
      return [t('mismatchUnlike'), t('mismatchUnlike')];
    case 'size-differs':
      return both(primary, backup, (size) => size.replace('x', ' × '));
    case 'frame-rate-differs':
      return both(primary, backup, (text) => figure(text, (fps) => frameRate(fps, locale)));
    case 'keyframe-interval-differs':
      return both(primary, backup, (text) => figure(text, (s) => `${number(s, locale)} s`));
    case 'sample-rate-differs':
      return both(primary, backup, (text) => figure(text, (hz) => hertz(hz, locale)));
    case 'tracks-differ':
      return both(primary, backup, (tracks) => known(`tracks-${tracks.replaceAll(' ', '-')}`) ?? tracks);
    default:
      return [primary, backup];
  }
}

function both(primary: string, backup: string, word: (value: string) => string): [string, string] {
  return [word(primary), word(backup)];
}

/** What is no number is shown as it came. */
function figure(text: string, word: (value: number) => string): string {
  const value = Number(text);
  return text.trim() === '' || !Number.isFinite(value) ? text : word(value);
}

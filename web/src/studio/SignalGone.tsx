import type { LanguageStatus } from '../api/types';
import { region } from '../i18n/i18n';
import { clockTime, duration } from '../lib/format';
import { Icon } from '../ui/Icon';
import { t } from './texts';
import { useNow } from './use-status';

/** Both encoders are gone: as loud as it gets, because nobody but the operator can mend it. */
export function SignalGone({ entry, clockOffsetMs }: { entry: LanguageStatus; clockOffsetMs: number }) {
  const now = useNow() + clockOffsetMs;
  const since = goneSinceMs(entry);
  return (
    <div class="signal-gone">
      <Icon name="problem" />
      <div>
        <p class="signal-gone-title">
          {since === null
            ? t('programINTERRUPTED')
            : t('goneTitle', { time: clockTime(since, region()), duration: duration(now - since) })}
        </p>
        <p>{t(entry.program.slate === false ? 'goneEarly' : 'goneText')}</p>
      </div>
    </div>
  );
}

/** When nothing was on air any more; the log may not go back so far, then the later of the two encoders' ends. */
export function goneSinceMs({ program, legs }: LanguageStatus): number | null {
  // Newest last.
  const last = program.switches?.at(-1);
  if (last?.to === null) return last.atMs;
  const ends = [legs.primary.sinceMs, legs.backup.sinceMs].filter((ms) => typeof ms === 'number' && ms > 0);
  return ends.length === 0 ? null : Math.max(...(ends as number[]));
}

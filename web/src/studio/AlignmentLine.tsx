import type { ProgramView } from '../api/types';
import { lang } from '../i18n/i18n';
import { milliseconds } from '../lib/format';
import { Icon } from '../ui/Icon';
import { isLocked } from './switch-words';
import { known, t } from './texts';

/** Slower than this, drift is measurement noise or of no consequence within an event. */
const WORTH_TELLING_PPM = 1;

/** How it is known where the two encoders stand to each other, and where that is. */
export function AlignmentLine({ program }: { program: ProgramView }) {
  const { alignment } = program;
  const locked = isLocked(alignment);
  const tone = alignment === 'NONE' ? '' : locked ? 'good' : 'warn';
  const badge = alignment === 'NONE' ? 'lockWaiting' : locked ? 'lockLocked' : 'lockUnlocked';
  return (
    <p class="alignment">
      <span class={`badge ${tone}`}>
        <Icon name={alignment === 'NONE' ? 'busy' : locked ? 'ok' : 'warning'} />
        {t(badge)}
      </span>
      <span>
        {known(`align${alignment}`) ?? alignment} {details(program, locked).join(' ')}
      </span>
    </p>
  );
}

function details({ offsetMs, alignmentConfidence, driftPpm }: ProgramView, locked: boolean): string[] {
  const parts: string[] = [];
  if (typeof offsetMs === 'number') parts.push(offsetText(Math.round(offsetMs)));
  // By arrival alone nothing vouches for the offset.
  if (locked && alignmentConfidence) {
    parts.push(t('confidence', { percent: Math.round(alignmentConfidence * 100) }));
  }
  if (locked && driftPpm && Math.abs(driftPpm) >= WORTH_TELLING_PPM) {
    parts.push(t('drift', { ppm: Math.round(Math.abs(driftPpm)) }));
  }
  return parts;
}

function offsetText(ms: number): string {
  if (ms === 0) return t('offsetNone');
  return t(ms > 0 ? 'offsetBehind' : 'offsetAhead', { time: milliseconds(Math.abs(ms), lang.value) });
}

import type { RecordingState as State, RecordingView } from '../api/types';
import { lang, region } from '../i18n/i18n';
import { clockTime, fileSize } from '../lib/format';
import { Icon, type IconName } from '../ui/Icon';
import { t } from './texts';

const LOOK: Record<Exclude<State, 'OFF'>, { icon: IconName; tone: string }> = {
  RECORDING: { icon: 'record', tone: '' },
  LAGGING: { icon: 'warning', tone: 'warn' },
  STOPPED: { icon: 'problem', tone: 'bad' },
};

/** The recording's badge beside the program's; nothing while nothing is recorded. */
export function RecordingBadge({ recording }: { recording: RecordingView }) {
  if (recording.state === 'OFF') return null;
  const look = LOOK[recording.state];
  return (
    <span class={`badge ${look.tone}`}>
      <Icon name={look.icon} />
      {t(`recording${recording.state}`)}
      {recording.bytes > 0 && ` · ${fileSize(recording.bytes, lang.value)}`}
    </span>
  );
}

/** What is wrong with the recording, since when, and what to do about it. */
export function RecordingAlarm({ recording }: { recording: RecordingView }) {
  const { state, sinceMs } = recording;
  if (state !== 'LAGGING' && state !== 'STOPPED') return null;
  return (
    <div class={`issue ${LOOK[state].tone}`}>
      <Icon name={LOOK[state].icon} />
      <p>
        <strong>
          {sinceMs > 0
            ? t(`recording${state}Since`, { time: clockTime(sinceMs, region()) })
            : `${t(`recording${state}`)}.`}
        </strong>{' '}
        {t(`recording${state}Means`)} {recording.reason && reasonText(recording.reason)}
      </p>
    </div>
  );
}

/** Codes that this page does not know are shown as they are: better than hiding them. */
function reasonText(code: string): string {
  switch (code) {
    case 'disk-slow':
      return t('whyDiskSlow');
    case 'disk-full':
      return t('whyDiskFull');
    case 'quota':
      return t('whyQuota');
    case 'disk-error':
      return t('whyDiskError');
    default:
      return t('whyOther', { code });
  }
}

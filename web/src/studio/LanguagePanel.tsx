import type { LanguageStatus, ProgramState, Switch } from '../api/types';
import { lang } from '../i18n/i18n';
import { clockTime } from '../lib/format';
import { Icon, type IconName } from '../ui/Icon';
import { LegCard } from './LegCard';
import { RecordingAlarm, RecordingBadge } from './RecordingState';
import { legName, nameOf, t } from './texts';

const PROGRAM_LOOK: Record<ProgramState, { icon: IconName; tone: string }> = {
  OFF: { icon: 'none', tone: '' },
  WAITING: { icon: 'busy', tone: 'warn' },
  ON_AIR: { icon: 'ok', tone: 'good' },
  INTERRUPTED: { icon: 'problem', tone: 'bad' },
  ENDED: { icon: 'none', tone: '' },
};

/** One language: its program, both legs side by side, and the switches so far. */
export function LanguagePanel({ entry }: { entry: LanguageStatus }) {
  const { language, program, legs } = entry;
  const look = PROGRAM_LOOK[program.state];
  const both = legs.primary.state === 'RECEIVING' && legs.backup.state === 'RECEIVING';
  return (
    <section class="language-panel" aria-label={nameOf(language)}>
      <div class="language-head">
        <h2>{nameOf(language)}</h2>
        <span class={`badge ${look.tone}`}>
          <Icon name={look.icon} />
          {t(`program${program.state}`)}
        </span>
        {program.recording && <RecordingBadge recording={program.recording} />}
      </div>
      {program.recording && <RecordingAlarm recording={program.recording} />}
      <div class="legs">
        <LegCard leg="PRIMARY" language={language} view={legs.primary} onAir={program.onAir === 'PRIMARY'} />
        <LegCard leg="BACKUP" language={language} view={legs.backup} onAir={program.onAir === 'BACKUP'} />
      </div>
      {both && program.alignment !== 'NONE' && (
        <p class="hint">
          {t(`align${program.alignment}`)}
          {typeof program.offsetMs === 'number' && ` ${t('offset', { ms: Math.round(program.offsetMs) })}.`}
        </p>
      )}
      <SwitchLog switches={program.switches ?? []} />
    </section>
  );
}

function SwitchLog({ switches }: { switches: readonly Switch[] }) {
  if (switches.length === 0) return null;
  const newestFirst = [...switches].sort((a, b) => b.atMs - a.atMs);
  return (
    <details class="switch-log" open>
      <summary>
        {t('switchLog')} ({switches.length})
      </summary>
      <ol>
        {newestFirst.map((entry) => (
          <li key={entry.atMs}>
            <time dateTime={new Date(entry.atMs).toISOString()}>{clockTime(entry.atMs, lang.value)}</time>
            <span>
              {entry.from ? legName(entry.from) : t('nobody')} → {entry.to ? legName(entry.to) : t('nobody')}
            </span>
            <span class="muted" lang="en">
              {entry.text}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

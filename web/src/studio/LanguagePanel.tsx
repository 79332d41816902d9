import type { LanguageStatus, ProgramState } from '../api/types';
import { Icon, type IconName } from '../ui/Icon';
import { AlignmentLine } from './AlignmentLine';
import { LegCard } from './LegCard';
import { MismatchWarning } from './MismatchWarning';
import { ProgramControls } from './ProgramControls';
import { RecordingAlarm, RecordingBadge } from './RecordingState';
import { SignalGone } from './SignalGone';
import { SwitchLog } from './SwitchLog';
import { nameOf, t } from './texts';
import { useCommands } from './use-commands';

const PROGRAM_LOOK: Record<ProgramState, { icon: IconName; tone: string }> = {
  OFF: { icon: 'none', tone: '' },
  WAITING: { icon: 'busy', tone: 'warn' },
  ON_AIR: { icon: 'ok', tone: 'good' },
  INTERRUPTED: { icon: 'problem', tone: 'bad' },
  ENDED: { icon: 'none', tone: '' },
};

const LEGS = [
  ['PRIMARY', 'primary'],
  ['BACKUP', 'backup'],
] as const;

interface Props {
  eventId: string;
  entry: LanguageStatus;
  clockOffsetMs: number;
}

/** One language: its program, both encoders side by side, how they fit together, and the switches so far. */
export function LanguagePanel({ eventId, entry, clockOffsetMs }: Props) {
  const { language, program, legs } = entry;
  const commands = useCommands(eventId, entry);
  const look = PROGRAM_LOOK[program.state];
  const both = legs.primary.state === 'RECEIVING' && legs.backup.state === 'RECEIVING';
  // A state in which the server takes commands.
  const running = program.state === 'ON_AIR' || program.state === 'INTERRUPTED';
  return (
    <section class="language-panel" aria-label={nameOf(language)}>
      <div class="language-head">
        <h2>{nameOf(language)}</h2>
        <span class={`badge ${look.tone}`}>
          <Icon name={look.icon} />
          {t(`program${program.state}`)}
        </span>
        {running && commands.held && (
          <span class="badge warn">
            <Icon name="info" />
            {t('held')}
          </span>
        )}
        {program.recording && <RecordingBadge recording={program.recording} />}
      </div>
      {program.state === 'INTERRUPTED' && <SignalGone entry={entry} clockOffsetMs={clockOffsetMs} />}
      {program.recording && <RecordingAlarm recording={program.recording} />}
      <MismatchWarning language={language} found={entry.mismatches ?? []} />
      <div class="legs">
        {LEGS.map(([leg, key]) => (
          <LegCard
            key={leg}
            eventId={eventId}
            leg={leg}
            language={language}
            view={legs[key]}
            onAir={program.onAir === leg}
            onSwitch={running ? () => commands.switchTo(leg) : null}
            busy={commands.busy}
            said={commands.said?.leg === leg ? commands.said : null}
            missed={program.state === 'ON_AIR' && program.onAir !== leg && legs[key].state === 'OFFLINE'}
          />
        ))}
      </div>
      {running && <ProgramControls language={language} commands={commands} />}
      {both && <AlignmentLine program={program} />}
      <SwitchLog language={language} switches={program.switches ?? []} />
    </section>
  );
}

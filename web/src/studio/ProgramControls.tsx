import { Icon, type IconName } from '../ui/Icon';
import { nameOf, t } from './texts';
import { saidText, type Commands, type Said } from './use-commands';

const LOOK: Record<Said['what'], { icon: IconName; tone: string }> = {
  sending: { icon: 'busy', tone: '' },
  pending: { icon: 'busy', tone: 'warn' },
  done: { icon: 'ok', tone: 'good' },
  already: { icon: 'info', tone: '' },
  'not-delivering': { icon: 'problem', tone: 'bad' },
  'not-live': { icon: 'problem', tone: 'bad' },
  expired: { icon: 'warning', tone: 'warn' },
  failed: { icon: 'problem', tone: 'bad' },
};

/** Hold, and what became of the last command. The buttons that switch stand with their encoders. */
export function ProgramControls({ language, commands }: { language: string; commands: Commands }) {
  const { said, held } = commands;
  return (
    <div class="program-controls" role="group" aria-label={t('control', { language: nameOf(language) })}>
      <button
        type="button"
        class="button small toggle"
        aria-pressed={held}
        aria-describedby={`hold-${language}`}
        onClick={() => commands.hold(!held)}
      >
        <Icon name={held ? 'ok' : 'none'} />
        {t('hold')}
      </button>
      <p class="hint" id={`hold-${language}`}>
        {t(held ? 'heldHint' : 'holdHint')}
      </p>
      {/* Always there, so that what comes into it is announced. */}
      <p class="said" role="status">
        {said !== null && (
          <span class={`issue ${LOOK[said.what].tone}`}>
            <Icon name={LOOK[said.what].icon} />
            <span>{saidText(said)}</span>
          </span>
        )}
      </p>
    </div>
  );
}

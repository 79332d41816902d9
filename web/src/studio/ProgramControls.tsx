import { Icon } from '../ui/Icon';
import { SaidLine } from './SaidLine';
import { nameOf, t } from './texts';
import type { Commands } from './use-commands';

/** Hold, and what became of it. The buttons that switch stand with their encoders. */
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
      <SaidLine said={said?.leg === null ? said : null} />
    </div>
  );
}

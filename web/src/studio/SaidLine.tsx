import { Icon, type IconName } from '../ui/Icon';
import { saidText, type Said } from './said';

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

/** What became of a command, beside what commanded it. Always there, so that what comes into it is announced. */
export function SaidLine({ said }: { said: Said | null }) {
  return (
    <p class="said" role="status">
      {said !== null && (
        <span class={`issue ${LOOK[said.what].tone}`}>
          <Icon name={LOOK[said.what].icon} />
          <span>{saidText(said)}</span>
        </span>
      )}
    </p>
  );
}

import { useEffect, useId, useState } from 'preact/hooks';
import { t } from './texts';

interface CopyFieldProps {
  label: string;
  value: string;
  /** Hidden until the operator asks for it. */
  secret?: boolean;
  hint?: string;
  multiline?: boolean;
}

/** A text to take away: shown in full, selectable, with a button that copies it. */
export function CopyField({ label, value, secret = false, hint, multiline = false }: CopyFieldProps) {
  const id = useId();
  const [visible, setVisible] = useState(!secret);
  const [result, setResult] = useState<'copied' | 'copyFailed' | null>(null);

  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), 3_000);
    return () => clearTimeout(timer);
  }, [result]);

  async function copy() {
    try {
      await navigator.clipboard.writeText(value);
      setResult('copied');
    } catch {
      // No clipboard without TLS: then the text must at least be there to be selected.
      setVisible(true);
      setResult('copyFailed');
    }
  }

  return (
    <div class="copy-field">
      <span class="copy-label" id={id}>
        {label}
      </span>
      <div class="copy-row">
        <code class={multiline ? 'copy-value multiline' : 'copy-value'} aria-labelledby={id} role="group">
          {visible ? value : '••••••••••••••••'}
        </code>
        {secret && (
          <button
            type="button"
            class="button small"
            aria-pressed={visible}
            aria-label={`${visible ? t('hide') : t('show')}: ${label}`}
            onClick={() => setVisible(!visible)}
          >
            {visible ? t('hide') : t('show')}
          </button>
        )}
        <button
          type="button"
          class="button small"
          aria-label={`${t('copy')}: ${label}`}
          onClick={() => void copy()}
        >
          {result === 'copied' ? t('copied') : t('copy')}
        </button>
      </div>
      {hint && <p class="hint">{hint}</p>}
      <p class={result === 'copyFailed' ? 'hint' : 'visually-hidden'} role="status">
        {result === null ? '' : t(result)}
      </p>
    </div>
  );
}

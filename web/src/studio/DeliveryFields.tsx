import type { ComponentChildren } from 'preact';
import type { DvrMode, LatencyMode } from '../api/types';
import { DVR_MODES, LATENCY_MODES, MAX_DVR_MINUTES, type Delivery } from './delivery';
import { t } from './texts';

interface Props {
  value: Delivery;
  onChange(value: Delivery): void;
}

/** Latency and rewind, each choice with what it means for viewers. */
export function DeliveryFields({ value, onChange }: Props) {
  return (
    <>
      <fieldset class="choices">
        <legend>{t('latency')}</legend>
        {LATENCY_MODES.map((mode) => (
          <Choice<LatencyMode>
            key={mode}
            name="latency"
            value={mode}
            checked={value.latencyMode === mode}
            label={t(`latency${mode}`)}
            hint={t(`latency${mode}Hint`)}
            onChoose={(latencyMode) => onChange({ ...value, latencyMode })}
          />
        ))}
      </fieldset>
      <fieldset class="choices">
        <legend>{t('dvr')}</legend>
        {DVR_MODES.map((mode) => (
          <Choice<DvrMode>
            key={mode}
            name="dvr"
            value={mode}
            checked={value.dvrMode === mode}
            label={t(`dvr${mode}`)}
            hint={t(`dvr${mode}Hint`)}
            onChoose={(dvrMode) => onChange({ ...value, dvrMode })}
          >
            {mode === 'WINDOW' && value.dvrMode === 'WINDOW' && (
              <label class="field inline minutes">
                <span>{t('dvrMinutes')}</span>
                <input
                  name="dvr-minutes"
                  type="number"
                  required
                  min={1}
                  max={MAX_DVR_MINUTES}
                  step={1}
                  value={value.minutes}
                  onInput={(event) => onChange({ ...value, minutes: event.currentTarget.value })}
                />
              </label>
            )}
          </Choice>
        ))}
      </fieldset>
    </>
  );
}

interface ChoiceProps<T extends string> {
  name: string;
  value: T;
  checked: boolean;
  label: string;
  hint: string;
  onChoose(value: T): void;
  children?: ComponentChildren;
}

function Choice<T extends string>({ name, value, checked, label, hint, onChoose, children }: ChoiceProps<T>) {
  const id = `${name}-${value}`;
  return (
    <div class="choice">
      <input
        type="radio"
        id={id}
        name={name}
        value={value}
        checked={checked}
        aria-describedby={`${id}-hint`}
        onChange={() => onChoose(value)}
      />
      <div>
        <label for={id}>{label}</label>
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
        {children}
      </div>
    </div>
  );
}

import { ownLanguageName } from '../i18n/names';
import { t } from './texts';

interface Props {
  offered: readonly string[];
  value: string;
  onChoose(tag: string): void;
}

/** The languages of the event, each by its own name. */
export function ProgramLanguage({ offered, value, onChoose }: Props) {
  return (
    <label class="field inline">
      <span>{t('language')}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {offered.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {ownLanguageName(tag)}
          </option>
        ))}
      </select>
    </label>
  );
}

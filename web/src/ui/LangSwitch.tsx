import { chooseLang, lang, LANGS, type Lang } from '../i18n/i18n';
import { ownLanguageName } from '../i18n/names';

/** The language of the page. */
export function LangSwitch({ label }: { label: string }) {
  return (
    <label class="field inline lang-switch">
      <span class="visually-hidden">{label}</span>
      <select value={lang.value} onChange={(event) => chooseLang(event.currentTarget.value as Lang)}>
        {LANGS.map((tag) => (
          <option key={tag} value={tag} lang={tag}>
            {ownLanguageName(tag)}
          </option>
        ))}
      </select>
    </label>
  );
}

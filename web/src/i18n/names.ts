/** Names of languages, written in a given language: `de` is "German" in English. */
export function languageName(tag: string, displayLang: string): string {
  try {
    return new Intl.DisplayNames([displayLang], { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag; // not a well-formed tag: show what the operator typed
  }
}

/** The name in the language itself, as a language menu should show it: `de` is "Deutsch". */
export function ownLanguageName(tag: string): string {
  const name = languageName(tag, tag);
  return name === tag ? tag : name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

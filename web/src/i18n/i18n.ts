/**
 * The language of the pages themselves (not of the program): English or German, taken from what the
 * visitor chose last, else from the browser. Dictionaries are typed objects: a missing key or a
 * placeholder that nobody fills does not compile.
 */
import { effect, signal } from '@preact/signals';
import { recall, remember } from '../lib/storage';

export const LANGS = ['en', 'de'] as const;
export type Lang = (typeof LANGS)[number];

/** Names of the `{placeholders}` in a text. */
type Placeholder<S> = S extends `${string}{${infer P}}${infer Rest}` ? P | Placeholder<Rest> : never;
type Args<S> = [Placeholder<S>] extends [never] ? [] : [Record<Placeholder<S>, string | number>];

/** A translation has exactly the keys of the English dictionary. */
export type TranslationOf<T> = { readonly [K in keyof T]: string };

const STORAGE_KEY = 'understudy.lang';

/** First of the visitor's languages that we speak; English when there is none. */
export function pickLang(remembered: string | null, preferred: readonly string[]): Lang {
  const wanted = remembered === null ? preferred : [remembered, ...preferred];
  for (const tag of wanted) {
    const base = tag.toLowerCase().split('-')[0];
    const known = LANGS.find((lang) => lang === base);
    if (known) return known;
  }
  return 'en';
}

export const lang = signal<Lang>('en');

/** What the visitor's browser prefers. */
let spoken: readonly string[] = [];

/** Reads the choice and keeps `<html lang>` in step with it. Call once per page. */
export function startI18n(): void {
  spoken = navigator.languages;
  lang.value = pickLang(recall(STORAGE_KEY), spoken);
  effect(() => {
    document.documentElement.lang = lang.value;
  });
}

/** The page's language as the visitor's browser has it: `en-GB` writes dates and times as `en` does not. */
export function region(preferred: readonly string[] = spoken): string {
  return preferred.find((tag) => tag.toLowerCase().split('-')[0] === lang.value) ?? lang.value;
}

export function chooseLang(next: Lang): void {
  lang.value = next;
  remember(STORAGE_KEY, next);
}

export function fill(text: string, args: Record<string, string | number> = {}): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(args[name] ?? whole));
}

/** Makes the `t` of one page. Reading it inside a component subscribes that component to the language. */
export function translator<T extends Record<string, string>>(dictionaries: {
  en: T;
  de: TranslationOf<T>;
}): <K extends keyof T>(key: K, ...args: Args<T[K]>) => string {
  return (key, ...args) => fill(dictionaries[lang.value][key], args[0]);
}

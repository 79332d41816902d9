import type { TranslationOf } from '../i18n/i18n';
import type { en } from './texts.en';

export const de: TranslationOf<typeof en> = {
  loading: 'Wird geladen …',
  waitingTitle: 'Die Veranstaltung hat noch nicht begonnen',
  waitingText: 'Diese Seite startet von selbst, sobald es losgeht. Sie müssen sie nicht neu laden.',
  endedTitle: 'Die Veranstaltung ist beendet',
  endedText: 'Danke, dass Sie dabei waren.',
  unknownTitle: 'Diese Veranstaltung gibt es nicht',
  unknownText: 'Prüfen Sie den Link, oder fragen Sie die Person, die ihn geschickt hat.',
  connectionLost: 'Verbindung verloren. Neuer Versuch läuft …',
  starting: 'Das Bild beginnt gleich.',
  interrupted: 'Das Signal ist unterbrochen. Das Bild kommt von selbst zurück.',
  live: 'Live',
  liveNow: 'Die Veranstaltung läuft.',
  lastMinutes: 'Die Veranstaltung ist vorbei. Sie sehen die letzten Augenblicke.',
  language: 'Sprache der Veranstaltung',
  pageLanguage: 'Sprache dieser Seite',
  unmute: 'Ton einschalten',
  play: 'Abspielen',
  goToLive: 'Zur Live-Stelle',
  video: 'Video der Veranstaltung',
};

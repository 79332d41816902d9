import type { TranslationOf } from '../i18n/i18n';
import type { issueEn } from './issue-texts.en';

export const issueDe: TranslationOf<typeof issueEn> = {
  'issue-stalled':
    'Der Encoder ist verbunden, sendet aber nichts. Prüfen Sie sein Netz, und ob er noch läuft.',
  'issue-video-stopped':
    'Ton kommt an, aber seit {measured} kein Bild. Prüfen Sie die Videoquelle des Encoders und seine Last.',
  'issue-audio-stopped':
    'Bilder kommen an, aber seit {measured} kein Ton. Prüfen Sie die Audioquelle des Encoders.',
  'issue-lagging':
    'Das Signal ist {measured} verspätet: Der Upload ist zu langsam dafür, oder der Encoder kommt nicht nach. Senken Sie die Bitrate in OBS → Einstellungen → Ausgabe → Streaming, oder nehmen Sie eine schnellere Voreinstellung.',
  'issue-reconnecting':
    'Der Encoder hat sich innerhalb von 5 Minuten {measured}-mal verbunden. Prüfen Sie sein Netz; ein Kabel ist besser als WLAN.',
  'issue-keyframes-too-far-apart':
    'Die Keyframes sind zu weit auseinander. Stellen Sie in OBS → Einstellungen → Ausgabe → Streaming das Keyframe-Intervall auf 2 s, damit ein Wechsel nichts verliert.',
  'issue-open-gop':
    'Bilder beziehen sich über Keyframes hinweg aufeinander (offene GOP); ein Wechsel kann kaputte zeigen. Stellen Sie im Encoder geschlossene GOPs ein (x264 und x265: open-gop=0).',
  'issue-frame-rate-low':
    'Nur {measured} von {expected} Bildern je Sekunde kommen an. Senken Sie die Last des Encoders: ein kleineres Bild oder eine schnellere Voreinstellung in OBS → Einstellungen → Ausgabe.',
  'issue-timestamp-jumps':
    'Die Zeitstempel sind gesprungen, seit der Encoder verbunden ist; Anzahl: {measured}. Spielen Sie Quellen ohne Schleifen, die die Uhr neu stellen, oder starten Sie den Encoder neu.',
  'issue-av-offset':
    'Ton und Bild sind {measured} auseinander. Prüfen Sie den Sync-Versatz der Audioquelle (OBS → Erweiterte Audioeigenschaften).',
  'issue-no-audio': 'Das Signal hat keinen Ton. Prüfen Sie die Audioquelle des Encoders.',
  'issue-apple-cannot-play':
    'Die Bilder sind VP9, das Apples Player (Safari, iPhone, iPad, Apple TV) in HLS nicht annehmen. Sieht jemand mit einem davon zu, stellen Sie den Encoder auf H.264 oder HEVC.',
  'issue-keyframes-uneven':
    'Die Keyframes kommen in ungleichen Abständen, bis zu {measured}. Schalten Sie die Szenenerkennung ab (x264: scenecut=0), und stellen Sie in OBS → Einstellungen → Ausgabe → Streaming das Keyframe-Intervall auf {expected}.',
  'issue-frame-rate-varies':
    'Die Bildrate ist nicht konstant. Stellen Sie im Encoder eine feste ein, damit Wechsel auf das Bild genau sind.',
  'issue-refused-wrong-key':
    'Um {time} wurde ein Encoder abgewiesen: Sein Streamschlüssel ist falsch. Kopieren Sie ihn aus den Encoder-Einstellungen noch einmal, und zwar ganz.',
  'issue-refused-second-encoder':
    'Um {time} wurde ein zweiter Encoder abgewiesen: Er sendet mit dem Schlüssel dessen, der verbunden ist. Beenden Sie einen von beiden.',
  'issue-refused-kept-out':
    'Um {time} wollte ein Encoder senden und war ausgesperrt. Lassen Sie Encoder wieder zu, wenn es der richtige ist.',
  'end-the-encoder-disconnected':
    'Der Encoder hat die Verbindung geschlossen, oder sein Programm ist beendet.',
  'end-the-encoder-stopped-the-stream': 'Das Streaming wurde im Encoder beendet.',
  'end-the-connection-broke': 'Die Verbindung ist abgerissen. Prüfen Sie das Netz des Encoders.',
  'end-no-audio-or-video-for-ms':
    'Er hat {time} lang weder Bild noch Ton gesendet. Prüfen Sie sein Netz, und ob er noch läuft.',
  'end-another-encoder-took-over': 'Ein anderer Encoder hat sich mit demselben Streamschlüssel verbunden.',
  'end-an-operator-disconnected-this-encoder': 'Von Hand getrennt.',
  'end-an-operator-blocked-this-encoder': 'Encoder sind ausgesperrt.',
  'end-the-stream-key-was-changed': 'Der Streamschlüssel wurde geändert: Geben Sie dem Encoder den neuen.',
  'end-the-event-has-ended': 'Die Veranstaltung ist beendet.',
};

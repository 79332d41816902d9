import type { AudioView, LegView, OtherTrack, VideoView } from '../api/types';
import { region } from '../i18n/i18n';
import { codecName } from '../lib/codec';
import { bitrate, clockTime, frameRate, hertz, milliseconds } from '../lib/format';
import { t } from './texts';

/** The lines of a leg's card: name and value, without those that are not known. */
export function legFacts(view: LegView, locale: string): [term: string, value: string][] {
  const facts: [string, string | null][] = [
    // Before the first encoder there is no time to tell.
    [t('since'), view.sinceMs && !isUnused(view) ? clockTime(view.sinceMs, region()) : null],
    [t('encoder'), view.encoder ?? null],
    [t('video'), view.video ? videoText(view.video, locale) : null],
    [
      t('keyframes'),
      view.video?.keyframeIntervalMs ? milliseconds(view.video.keyframeIntervalMs, locale) : null,
    ],
    [t('audio'), view.audio ? audioText(view.audio, locale) : null],
    [t('otherTracks'), view.otherTracks?.length ? view.otherTracks.map(trackText).join(', ') : null],
    [t('address'), view.remote ? `${view.remote}${tlsText(view.tls)}` : null],
    [t('sessions'), view.sessions > 1 ? String(view.sessions) : null],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

/** Whether no encoder has ever used it. */
export function isUnused({ state, sessions }: LegView): boolean {
  return state === 'OFFLINE' && sessions === 0;
}

function tlsText(tls: boolean | null | undefined): string {
  if (tls === null || tls === undefined) return '';
  return ` (${t(tls ? 'encrypted' : 'unencrypted')})`;
}

function videoText(video: VideoView, locale: string): string {
  return join([
    codecName(video.codec),
    `${video.width} × ${video.height}`,
    video.frameRate ? frameRate(video.frameRate, locale) : null,
    video.kbps ? bitrate(video.kbps, locale) : null,
  ]);
}

function audioText(audio: AudioView, locale: string): string {
  return join([
    codecName(audio.codec),
    audio.sampleRate ? hertz(audio.sampleRate, locale) : null,
    audio.channels ? channelText(audio.channels) : null,
    audio.kbps ? bitrate(audio.kbps, locale) : null,
  ]);
}

function trackText(other: OtherTrack): string {
  if (other.kind === 'TEXT') return `${t('text')} (${other.codec})`;
  return `${t(other.kind === 'VIDEO' ? 'video' : 'audio')} ${other.id} (${codecName(other.codec)})`;
}

function channelText(channels: number): string {
  if (channels === 1) return t('mono');
  return channels === 2 ? t('stereo') : t('channels', { n: channels });
}

function join(parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join(' · ');
}

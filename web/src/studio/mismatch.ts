/**
 * Where the two encoders of a language differ: each difference makes a switch visible, and each can be mended
 * before the event. Pure; judged from what arrives, not from what somebody has set.
 */
import type { AudioView, LegView, VideoView } from '../api/types';
import { codecName } from '../lib/codec';
import { frameRate, hertz, milliseconds } from '../lib/format';

export type Difference =
  | 'videoCodec'
  | 'size'
  | 'frameRate'
  | 'videoDetail'
  | 'keyframes'
  | 'noPicture'
  | 'audioCodec'
  | 'sampleRate'
  | 'channels'
  | 'audioDetail'
  | 'noSound';

/** One difference; a value that can't be told in words is null. */
export interface Mismatch {
  readonly what: Difference;
  readonly primary: string | null;
  readonly backup: string | null;
}

interface Legs {
  readonly primary: LegView;
  readonly backup: LegView;
}

/** Rates that encoders are set to; a measured one is hardly ever this near to one by chance. */
const USUAL_RATES = [24_000 / 1_001, 24, 25, 30_000 / 1_001, 30, 48, 50, 60_000 / 1_001, 60];
const EXACT_FPS = 0.006;
/** Measured rates swing a little. */
const RATE_TOLERANCE = 0.05;

/** Encoders may set keyframes at scene cuts too, so intervals swing. */
const KEYFRAME_TOLERANCE = 0.25;
const KEYFRAME_TOLERANCE_MS = 200;

/** None while one of the legs does not send: there is nothing to compare then. */
export function mismatches({ primary, backup }: Legs, locale: string): Mismatch[] {
  if (primary.state !== 'RECEIVING' || backup.state !== 'RECEIVING') return [];
  const video = both(primary.video, backup.video, 'noPicture', (a, b) => videoMismatches(a, b, locale));
  const audio = both(primary.audio, backup.audio, 'noSound', (a, b) => audioMismatches(a, b, locale));
  return [...video, ...audio];
}

function both<T extends { codec: string }>(
  primary: T | null | undefined,
  backup: T | null | undefined,
  oneIsMissing: Difference,
  compare: (primary: T, backup: T) => Mismatch[],
): Mismatch[] {
  if (primary && backup) return compare(primary, backup);
  if (!primary && !backup) return [];
  const name = (view: T | null | undefined) => (view ? codecName(view.codec) : null);
  return [{ what: oneIsMissing, primary: name(primary), backup: name(backup) }];
}

function videoMismatches(primary: VideoView, backup: VideoView, locale: string): Mismatch[] {
  const found: Mismatch[] = [];
  if (primary.codec !== backup.codec) found.push(codecs('videoCodec', primary.codec, backup.codec));
  if (primary.width !== backup.width || primary.height !== backup.height) {
    found.push({ what: 'size', primary: size(primary), backup: size(backup) });
  }
  if (ratesDiffer(primary.frameRate, backup.frameRate)) {
    const rate = (view: VideoView) => frameRate(view.frameRate ?? 0, locale);
    found.push({ what: 'frameRate', primary: rate(primary), backup: rate(backup) });
  }
  // Only where nothing else explains it.
  if (found.length === 0 && configurationsDiffer(primary, backup)) {
    found.push({ what: 'videoDetail', primary: null, backup: null });
  }
  if (keyframesDiffer(primary.keyframeIntervalMs, backup.keyframeIntervalMs)) {
    const interval = (view: VideoView) => milliseconds(view.keyframeIntervalMs ?? 0, locale);
    found.push({ what: 'keyframes', primary: interval(primary), backup: interval(backup) });
  }
  return found;
}

function audioMismatches(primary: AudioView, backup: AudioView, locale: string): Mismatch[] {
  const found: Mismatch[] = [];
  if (primary.codec !== backup.codec) found.push(codecs('audioCodec', primary.codec, backup.codec));
  if (primary.sampleRate && backup.sampleRate && primary.sampleRate !== backup.sampleRate) {
    const rates = [primary.sampleRate, backup.sampleRate].map((rate) => hertz(rate, locale));
    found.push({ what: 'sampleRate', primary: rates[0] ?? null, backup: rates[1] ?? null });
  }
  if (primary.channels && backup.channels && primary.channels !== backup.channels) {
    const counts = { primary: String(primary.channels), backup: String(backup.channels) };
    found.push({ what: 'channels', ...counts });
  }
  if (found.length === 0 && configurationsDiffer(primary, backup)) {
    found.push({ what: 'audioDetail', primary: null, backup: null });
  }
  return found;
}

/** Names for people, unless they hide the difference. */
function codecs(what: Difference, primary: string, backup: string): Mismatch {
  const names = { primary: codecName(primary), backup: codecName(backup) };
  return names.primary === names.backup ? { what, primary, backup } : { what, ...names };
}

function size(view: VideoView): string {
  return `${view.width} × ${view.height}`;
}

function ratesDiffer(a: number | null | undefined, b: number | null | undefined): boolean {
  if (!a || !b) return false;
  const [usualA, usualB] = [usualRate(a), usualRate(b)];
  if (usualA !== undefined && usualB !== undefined) return usualA !== usualB;
  return Math.abs(a - b) > RATE_TOLERANCE * Math.max(a, b);
}

function usualRate(fps: number): number | undefined {
  return USUAL_RATES.find((rate) => Math.abs(rate - fps) < EXACT_FPS);
}

function keyframesDiffer(a: number | null | undefined, b: number | null | undefined): boolean {
  if (!a || !b) return false;
  const difference = Math.abs(a - b);
  return difference > KEYFRAME_TOLERANCE_MS && difference > KEYFRAME_TOLERANCE * Math.min(a, b);
}

function configurationsDiffer(
  primary: { configuration?: string | null },
  backup: { configuration?: string | null },
): boolean {
  return (
    Boolean(primary.configuration && backup.configuration) && primary.configuration !== backup.configuration
  );
}

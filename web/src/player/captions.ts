/**
 * Captions (CEA-608) in segments that hold audio and video together. hls.js 1.7 reads them there, but shows
 * them only when video comes alone, and forgets half a caption at each part; two events are put right here.
 */
import { TimelineController, type HlsConfig } from 'hls.js';

interface Ranges {
  readonly [type: string]: unknown;
}
interface Appended {
  readonly type: string;
  readonly timeRanges: Ranges;
}
interface Flushing {
  readonly type: string | null;
}
interface Loading {
  readonly frag: { readonly sn: number | 'initSegment' };
  readonly part?: { readonly index: number } | null;
}

/** What hls.js's class has and does not show. */
interface Internals {
  lastSn: number;
  lastPartIndex: number;
  onBufferAppended(event: string, data: Appended): void;
  onBufferFlushing(event: string, data: Flushing): void;
  onFragLoading(event: string, data: Loading): void;
}

const Base = TimelineController as unknown as new (hls: object) => Internals;

export class MuxedCaptions extends Base {
  /** Captions wait for something of the type `video` to be appended; ours is `audiovideo`. */
  override onBufferAppended(event: string, data: Appended): void {
    const muxed = data.type === 'audiovideo';
    const timeRanges = muxed ? { ...data.timeRanges, video: data.timeRanges.audiovideo } : data.timeRanges;
    super.onBufferAppended(event, muxed ? { ...data, type: 'video', timeRanges } : data);
  }

  override onBufferFlushing(event: string, data: Flushing): void {
    super.onBufferFlushing(event, data.type === 'audiovideo' ? { ...data, type: 'video' } : data);
  }

  /** "If this frag isn't contiguous, clear the parser": the next part of the same segment is contiguous. */
  override onFragLoading(event: string, data: Loading): void {
    const { sn } = data.frag;
    if (data.part && sn === this.lastSn && data.part.index === this.lastPartIndex + 1) this.lastSn = sn - 1;
    super.onFragLoading(event, data);
  }
}

export const captionConfig = {
  timelineController: MuxedCaptions as unknown as typeof TimelineController,
} satisfies Partial<HlsConfig>;

import Hls, { TimelineController } from 'hls.js';
import { afterEach, expect, test, vi } from 'vitest';
import { MuxedCaptions, captionConfig } from '../src/player/captions';

type Handlers = Record<'onBufferAppended' | 'onBufferFlushing' | 'onFragLoading', (...a: unknown[]) => void>;
const base = TimelineController.prototype as unknown as Handlers;
const controller = () => new MuxedCaptions(new Hls(captionConfig));

afterEach(() => vi.restoreAllMocks());

test('hls.js still has the handlers that are put right', () => {
  for (const name of ['onBufferAppended', 'onBufferFlushing', 'onFragLoading'] as const) {
    expect(base[name], name).toBeTypeOf('function');
  }
  expect(controller()).toHaveProperty('lastSn');
  expect(controller()).toHaveProperty('lastPartIndex');
});

test.each(['audiovideo', 'video', 'audio'])('appended and flushed: %s', (type) => {
  const appended = vi.spyOn(base, 'onBufferAppended').mockReturnValue();
  const flushing = vi.spyOn(base, 'onBufferFlushing').mockReturnValue();
  const captions = controller();
  captions.onBufferAppended('x', { type, timeRanges: { [type]: 'ranges' } });
  captions.onBufferFlushing('x', { type });
  const expected = type === 'audio' ? 'audio' : 'video';
  expect(appended.mock.calls[0]?.[1]).toMatchObject({ type: expected, timeRanges: { [expected]: 'ranges' } });
  expect(flushing.mock.calls[0]?.[1]).toMatchObject({ type: expected });
});

test.each<[string, number, number, number | null, number]>([
  ['the next part of the segment goes on', 7, 2, 3, 6],
  ['a part that was left out does not', 7, 2, 4, 7],
  ['the first part of the next segment', 8, 2, 0, 7],
  ['a whole segment again', 7, 2, null, 7],
])('%s', (_name, sn, lastPartIndex, index, seenLastSn) => {
  const captions = controller();
  let seen: number | null = null;
  vi.spyOn(base, 'onFragLoading').mockImplementation(function (this: MuxedCaptions) {
    seen = this.lastSn;
  });
  captions.lastSn = 7;
  captions.lastPartIndex = lastPartIndex;
  captions.onFragLoading('x', { frag: { sn }, part: index === null ? null : { index } });
  expect(seen).toBe(seenLastSn);
});

import { describe, expect, test } from 'vitest';
import type { AudioView, LegState, LegView, VideoView } from '../src/api/types';
import { milliseconds } from '../src/lib/format';
import { mismatches, type Mismatch } from '../src/studio/mismatch';

const video: VideoView = {
  codec: 'avc1.64001f',
  width: 1920,
  height: 1080,
  frameRate: 30,
  keyframeIntervalMs: 2_000,
  configuration: 'aa',
};
const audio: AudioView = { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2, configuration: 'bb' };
const leg = (
  v: Partial<VideoView> | null = {},
  a: Partial<AudioView> | null = {},
  state: LegState = 'RECEIVING',
): LegView => ({
  state,
  sessions: 1,
  preview: '',
  video: v && { ...video, ...v },
  audio: a && { ...audio, ...a },
});

const none: Mismatch[] = [];
test.each<[string, LegView, LegView, Mismatch[]]>([
  ['the same', leg(), leg(), none],
  [
    'another profile',
    leg(),
    leg({ codec: 'avc1.4d001f', configuration: 'ab' }),
    [{ what: 'videoCodec', primary: 'H.264 High 3.1', backup: 'H.264 Main 3.1' }],
  ],
  [
    'codecs that have one name',
    leg({ codec: 'hvc1.1.6.L93.B0' }),
    leg({ codec: 'hvc1.1.6.L120.B0' }),
    [{ what: 'videoCodec', primary: 'hvc1.1.6.L93.B0', backup: 'hvc1.1.6.L120.B0' }],
  ],
  [
    'another size',
    leg(),
    leg({ width: 1280, height: 720, configuration: 'ab' }),
    [{ what: 'size', primary: '1920 × 1080', backup: '1280 × 720' }],
  ],
  [
    'something that only a decoder sees',
    leg(),
    leg({ configuration: 'ab' }, { configuration: 'bc' }),
    [
      { what: 'videoDetail', primary: null, backup: null },
      { what: 'audioDetail', primary: null, backup: null },
    ],
  ],
  ['a server that tells no fingerprint', leg(), leg({ configuration: null }, { configuration: null }), none],
  ['no sound on one', leg(), leg({}, null), [{ what: 'noSound', primary: 'AAC-LC', backup: null }]],
  ['no picture on one', leg(null), leg(), [{ what: 'noPicture', primary: null, backup: 'H.264 High 3.1' }]],
  ['sound alone on both', leg(null), leg(null), none],
  [
    'sound',
    leg(),
    leg({}, { codec: 'opus', sampleRate: 44_100, channels: 1, configuration: 'bc' }),
    [
      { what: 'audioCodec', primary: 'AAC-LC', backup: 'Opus' },
      { what: 'sampleRate', primary: '48 kHz', backup: '44.1 kHz' },
      { what: 'channels', primary: '2', backup: '1' },
    ],
  ],
  ['one that does not send', leg(), leg({ width: 640 }, {}, 'STALLED'), none],
  ['one that is gone', leg({ width: 640 }, {}, 'OFFLINE'), leg(), none],
])('%s', (_name, primary, backup, expected) => {
  expect(mismatches({ primary, backup }, 'en')).toEqual(expected);
});

describe('figures that swing', () => {
  test.each<[number | null, number | null, boolean]>([
    [30, 30, false],
    [30, 29.97, true],
    [25, 50, true],
    // Measured, not told by the stream.
    [30, 29.2, false],
    [29.97, 30.4, false],
    [30, 27, true],
    [30, null, false],
    [0, 30, false],
  ])('%d and %d fps', (a, b, differ) => {
    const found = mismatches({ primary: leg({ frameRate: a }), backup: leg({ frameRate: b }) }, 'en');
    expect(found.map((mismatch) => mismatch.what)).toEqual(differ ? ['frameRate'] : []);
  });

  test.each<[number | null, number | null, boolean]>([
    [2_000, 2_000, false],
    [2_000, 2_033, false],
    [2_000, 2_400, false],
    [250, 400, false],
    [2_000, 4_000, true],
    [2_000, 1_000, true],
    [2_000, null, false],
  ])('keyframes each %d and %d ms', (a, b, differ) => {
    const legs = { primary: leg({ keyframeIntervalMs: a }), backup: leg({ keyframeIntervalMs: b }) };
    expect(mismatches(legs, 'en').map((mismatch) => mismatch.what)).toEqual(differ ? ['keyframes'] : []);
  });
});

test.each([
  [0, '0 ms'],
  [12.4, '12 ms'],
  [999, '999 ms'],
  [1_300, '1.3 s'],
  [-2_000, '-2.0 s'],
])('milliseconds(%d)', (ms, text) => {
  expect(milliseconds(ms, 'en')).toBe(text);
});

/** The oracle that other tests ask what hls.js makes of a playlist: it must see what is there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const tool = join(import.meta.dirname, '../tools/read-playlist.mjs');
const ask = (playlist: string) =>
  JSON.parse(execFileSync('node', [tool], { input: playlist, encoding: 'utf8' })) as Record<string, unknown>;

const LOW = `#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:2
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,CAN-SKIP-UNTIL=12.0,PART-HOLD-BACK=1.5,HOLD-BACK=6.0
#EXT-X-PART-INF:PART-TARGET=0.5
#EXT-X-MEDIA-SEQUENCE:41
#EXT-X-DISCONTINUITY-SEQUENCE:3
#EXT-X-MAP:URI="init1.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-22T20:00:00.000Z
#EXTINF:2.000,
s41.m4s
#EXT-X-DISCONTINUITY
#EXT-X-MAP:URI="init2.mp4"
#EXT-X-PROGRAM-DATE-TIME:2026-11-22T20:00:02.000Z
#EXT-X-PART:DURATION=0.5,URI="s42.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.45,URI="s42.1.m4s"
#EXTINF:0.95,
s42.m4s
#EXT-X-PROGRAM-DATE-TIME:2026-11-22T20:00:02.950Z
#EXT-X-PART:DURATION=0.5,URI="s43.0.m4s",INDEPENDENT=YES
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="s43.1.m4s"
#EXT-X-RENDITION-REPORT:URI="../de/index.m3u8",LAST-MSN=43,LAST-PART=0
`;

test('a low-latency playlist, tag by tag', () => {
  const seen = ask(LOW);
  expect(seen).toMatchObject({
    kind: 'media',
    error: null,
    live: true,
    targetDuration: 2,
    startMsn: 41,
    endMsn: 42,
    lastPartMsn: 43,
    lastPartIndex: 0,
    discontinuitySequence: 3,
    lastDiscontinuity: 4,
    partTarget: 0.5,
    holdBack: 6,
    partHoldBack: 1.5,
    canBlockReload: true,
    canSkipUntil: 12,
    hasProgramDateTime: true,
    preloadHint: { TYPE: 'PART', URI: 's43.1.m4s' },
    renditionReports: [{ URI: '../de/index.m3u8', 'LAST-MSN': '43', 'LAST-PART': '0' }],
  });
  expect(seen.segments).toMatchObject([
    { msn: 41, uri: 's41.m4s', duration: 2, discontinuity: 3, init: 'init1.mp4' },
    {
      msn: 42,
      uri: 's42.m4s',
      duration: 0.95,
      discontinuity: 4,
      init: 'init2.mp4',
      programDateTime: Date.parse('2026-11-22T20:00:02Z'),
    },
  ]);
  expect(seen.parts).toMatchObject([
    { msn: 42, index: 0, uri: 's42.0.m4s', duration: 0.5, independent: true },
    { msn: 42, index: 1, uri: 's42.1.m4s', duration: 0.45, independent: false },
    { msn: 43, index: 0, uri: 's43.0.m4s', duration: 0.5, independent: true },
  ]);
});

test('an ended playlist with a hole', () => {
  const head = '#EXTM3U\n#EXT-X-VERSION:8\n#EXT-X-TARGETDURATION:2\n#EXT-X-PLAYLIST-TYPE:EVENT\n';
  const seen = ask(
    `${head}#EXT-X-MAP:URI="i.mp4"\n#EXTINF:2,\na.m4s\n#EXT-X-GAP\n#EXTINF:1,\nb.m4s\n#EXT-X-ENDLIST\n`,
  );
  expect(seen).toMatchObject({ error: null, type: 'EVENT', live: false, endList: true, totalDuration: 3 });
  expect(seen.segments).toMatchObject([{ gap: false }, { gap: true }]);
});

test('a delta update', () => {
  const delta = LOW.replace('#EXT-X-MAP:URI="init1.mp4"\n', '#EXT-X-SKIP:SKIPPED-SEGMENTS=2\n').replace(
    /#EXT-X-PROGRAM-DATE-TIME:2026-11-22T20:00:00.000Z\n#EXTINF:2.000,\ns41.m4s\n/,
    '',
  );
  const seen = ask(delta);
  expect(seen).toMatchObject({ error: null, skippedSegments: 2, startMsn: 41 });
  expect(seen.segments).toMatchObject([{ msn: 43, uri: 's42.m4s' }]);
});

test('a multivariant playlist', () => {
  const seen = ask(
    '#EXTM3U\n#EXT-X-MEDIA:TYPE=CLOSED-CAPTIONS,GROUP-ID="cc",NAME="English",LANGUAGE="en",INSTREAM-ID="CC1"\n' +
      '#EXT-X-STREAM-INF:BANDWIDTH=6000000,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1920x1080,FRAME-RATE=29.970,' +
      'CLOSED-CAPTIONS="cc"\nmedia.m3u8\n',
  );
  expect(seen).toMatchObject({
    kind: 'multivariant',
    error: null,
    variants: [
      {
        uri: 'http://playlist.test/live/media.m3u8',
        bandwidth: 6_000_000,
        width: 1920,
        height: 1080,
        videoCodec: 'avc1.64001f',
        audioCodec: 'mp4a.40.2',
        attributes: { 'FRAME-RATE': '29.970', 'CLOSED-CAPTIONS': 'cc' },
      },
    ],
    renditions: { 'CLOSED-CAPTIONS': [{ name: 'English', lang: 'en', instreamId: 'CC1' }] },
  });
});

test.each([
  ['no target duration', '#EXTM3U\n#EXTINF:2,\na.m4s\n', 'Missing Target Duration'],
  ['no playlist', '<html>', 'no EXTM3U'],
  ['nothing', '', 'no EXTM3U'],
])('%s: exit 1 and the reason', (_name, input, reason) => {
  const { status, stdout } = spawnSync('node', [tool], { input, encoding: 'utf8' });
  expect(status).toBe(1);
  expect((JSON.parse(stdout) as { error: string }).error).toContain(reason);
});

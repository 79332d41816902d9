/**
 * Reads HLS playlists with hls.js's own parser and prints what hls.js understood: one JSON object per
 * playlist and line. An oracle for tests of whoever writes playlists.
 *
 *   node tools/read-playlist.mjs live.m3u8 [more.m3u8 ...]
 *   node tools/read-playlist.mjs < live.m3u8
 *
 * Durations and times are in seconds, `programDateTime` in milliseconds since 1970 UTC. Exits with 1 when
 * hls.js finds an error in one of them, or when a file is no playlist.
 */
import { readFileSync } from 'node:fs';

// hls.js is made for browsers and looks for their global object when it is loaded.
globalThis.self ??= globalThis;
const { M3U8Parser, PlaylistLevelType } = await import('hls.js');

const BASE = 'http://playlist.test/live/index.m3u8';

/** As hls.js reads it: an object with `kind` "media" or "multivariant", or with `error`. */
export function read(text) {
  if (!text.startsWith('#EXTM3U')) return { kind: 'none', error: 'no EXTM3U at the beginning' };
  return M3U8Parser.isMediaPlaylist(text) ? readMedia(text) : readMultivariant(text);
}

function readMedia(text) {
  const details = M3U8Parser.parseLevelPlaylist(text, BASE, 0, PlaylistLevelType.MAIN, 0, null);
  return {
    kind: 'media',
    error: details.playlistParsingError?.message ?? null,
    version: details.version,
    type: details.type,
    live: details.live,
    endList: !details.live,
    targetDuration: details.targetduration,
    totalDuration: details.totalduration,
    startMsn: details.startSN,
    endMsn: details.endSN,
    lastPartMsn: details.lastPartSn,
    lastPartIndex: details.lastPartIndex,
    startTimeOffset: details.startTimeOffset,
    discontinuitySequence: details.startCC,
    lastDiscontinuity: details.endCC,
    partTarget: details.partTarget,
    holdBack: details.holdBack,
    partHoldBack: details.partHoldBack,
    canBlockReload: details.canBlockReload,
    canSkipUntil: details.canSkipUntil,
    canSkipDateRanges: details.canSkipDateRanges,
    skippedSegments: details.skippedSegments,
    hasProgramDateTime: details.hasProgramDateTime,
    preloadHint: details.preloadHint ?? null,
    renditionReports: details.renditionReports ?? [],
    dateRanges: Object.keys(details.dateRanges),
    segments: details.fragments.filter((fragment) => fragment !== null).map(segment),
    parts: (details.partList ?? []).map(part),
  };
}

function segment(fragment) {
  return {
    msn: fragment.sn,
    uri: fragment.relurl,
    duration: fragment.duration,
    start: fragment.start,
    discontinuity: fragment.cc,
    gap: fragment.gap === true,
    programDateTime: fragment.programDateTime,
    init: fragment.initSegment?.relurl ?? null,
    byteRange: fragment.byteRange.length > 0 ? fragment.byteRange : null,
  };
}

function part(each) {
  return {
    msn: each.fragment.sn,
    index: each.index,
    uri: each.relurl,
    duration: each.duration,
    independent: each.independent,
    gap: each.gap,
    start: each.start,
  };
}

function readMultivariant(text) {
  const parsed = M3U8Parser.parseMasterPlaylist(text, BASE);
  const renditions = M3U8Parser.parseMasterPlaylistMedia(text, BASE, parsed);
  return {
    kind: 'multivariant',
    error: parsed.playlistParsingError?.message ?? null,
    startTimeOffset: parsed.startTimeOffset,
    variants: parsed.levels.map((level) => ({
      uri: level.url,
      bandwidth: level.bitrate,
      width: level.width,
      height: level.height,
      videoCodec: level.videoCodec ?? null,
      audioCodec: level.audioCodec ?? null,
      // Everything else as it stands there: CODECS, FRAME-RATE, CLOSED-CAPTIONS ...
      attributes: Object.fromEntries(Object.entries(level.attrs).filter(([name]) => /^[A-Z]/.test(name))),
    })),
    renditions: Object.fromEntries(
      Object.entries(renditions).map(([type, group]) => [
        type,
        (group ?? []).map(({ name, lang, url, groupId, instreamId }) => ({
          name,
          lang,
          url,
          groupId,
          instreamId,
        })),
      ]),
    ),
  };
}

if (process.argv[1] === import.meta.filename) {
  const files = process.argv.slice(2);
  // Log lines of hls.js go where they do not mix with the answers.
  console.log = console.warn = console.error;
  for (const file of files.length > 0 ? files : [0]) {
    const result = read(readFileSync(file, 'utf8'));
    process.stdout.write(`${JSON.stringify(file === 0 ? result : { file, ...result })}\n`);
    if (result.error !== null) process.exitCode = 1;
  }
}

/** RFC 6381 codec names as people know them: `avc1.64001f` is `H.264 High 3.1`. Unknown ones stay as they are. */
const AVC_PROFILES: Readonly<Record<string, string>> = {
  '42': 'Baseline',
  '4d': 'Main',
  '58': 'Extended',
  '64': 'High',
  '6e': 'High 10',
};

/** MPEG-4 audio object types (ISO/IEC 14496-3, table 1.17). */
const AAC_OBJECT_TYPES: Readonly<Record<string, string>> = { '2': 'AAC-LC', '5': 'HE-AAC', '29': 'HE-AACv2' };

/** Where nothing but the four letters of the codec is known. */
const FAMILIES: Readonly<Record<string, string>> = {
  avc1: 'H.264',
  hvc1: 'H.265',
  av01: 'AV1',
  vp09: 'VP9',
  mp4a: 'AAC',
  'ac-3': 'AC-3',
  'ec-3': 'E-AC-3',
};

export function codecName(codec: string): string {
  // avc1.PPCCLL: profile, constraint flags, level times ten, in hexadecimal (ISO/IEC 14496-15, annex E).
  const avc = /^avc[13]\.([0-9a-f]{2})[0-9a-f]{2}([0-9a-f]{2})$/i.exec(codec);
  if (avc) {
    const profile = AVC_PROFILES[avc[1]?.toLowerCase() ?? ''];
    const level = (parseInt(avc[2] ?? '0', 16) / 10).toFixed(1);
    return profile ? `H.264 ${profile} ${level}` : `H.264 ${codec}`;
  }
  const aac = /^mp4a\.40\.(\d+)$/.exec(codec);
  if (aac) return AAC_OBJECT_TYPES[aac[1] ?? ''] ?? codec;
  const family = FAMILIES[codec];
  if (family) return family;
  if (/^(hvc1|hev1)\./.test(codec)) return 'H.265';
  if (codec.startsWith('av01.')) return 'AV1';
  if (codec.startsWith('vp09.')) return 'VP9';
  return codec.toLowerCase() === 'opus' ? 'Opus' : codec;
}

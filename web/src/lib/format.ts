/** Numbers and times as people read them. `locale` is a BCP 47 tag. */

/** 3 725 000 ms is `1:02:05`. */
export function duration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  return `${hours}:${twoDigits(minutes)}:${twoDigits(total % 60)}`;
}

/** Seconds as on a player: `1:23`, `1:02:05`. */
export function timeCode(totalS: number): string {
  const total = Math.max(0, Math.floor(totalS));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = twoDigits(total % 60);
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Seconds as a screen reader should say them: `1 minute 23 seconds`. */
export function spokenDuration(totalS: number, locale: string): string {
  const total = Math.max(0, Math.floor(totalS));
  const parts: [number, string][] = [
    [Math.floor(total / 3600), 'hour'],
    [Math.floor((total % 3600) / 60), 'minute'],
    [total % 60, 'second'],
  ];
  const said = parts.filter(([value, unit]) => value > 0 || (unit === 'second' && total === 0));
  return said
    .map(([value, unit]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value),
    )
    .join(' ');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** kbit/s; from 1000 on in Mbit/s with one decimal. */
export function bitrate(kbps: number, locale: string): string {
  if (kbps < 1000) return `${number(Math.round(kbps), locale, 0)} kbit/s`;
  return `${number(kbps / 1000, locale, 1)} Mbit/s`;
}

/** At most two decimals, because 29.97 and 30 are different things. */
export function frameRate(fps: number, locale: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(fps)} fps`;
}

/** Bytes in the units that disks are sold in: 1 500 000 000 is `1.5 GB`. */
export function fileSize(bytes: number, locale: string): string {
  if (bytes < 1e6) return `${number(Math.ceil(bytes / 1e3), locale, 0)} kB`;
  if (bytes < 1e9) return `${number(bytes / 1e6, locale, 0)} MB`;
  return bytes < 1e12 ? `${number(bytes / 1e9, locale, 1)} GB` : `${number(bytes / 1e12, locale, 2)} TB`;
}

export function seconds(ms: number, locale: string): string {
  return `${number(ms / 1000, locale, 1)} s`;
}

/** `340 ms`; from one second on `1.3 s`. */
export function milliseconds(ms: number, locale: string): string {
  return Math.abs(ms) < 1000 ? `${number(Math.round(ms), locale, 0)} ms` : seconds(ms, locale);
}

export function hertz(rate: number, locale: string): string {
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(rate / 1000)} kHz`;
}

export function clockTime(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { timeStyle: 'medium' }).format(ms);
}

export function dateTime(ms: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(ms);
}

/** With exactly so many digits after the comma, or as many as it needs. */
export function number(value: number, locale: string, digits?: number): string {
  const options =
    digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return new Intl.NumberFormat(locale, options).format(value);
}

/** Text for an HTML attribute in double quotes. */
export function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Program date time (the encoder's wall clock in the playlist) to and from media time. */
export interface DatedFragment {
  readonly start: number;
  readonly duration: number;
  readonly programDateTime: number | null;
}

/**
 * Media time in seconds at which the given date plays, or null when the playlist does not hold it or holds
 * it so close to its end that playing from the live edge is the better answer.
 *
 * @param marginS how far from the playlist's end a position must be
 */
export function positionOfDate(
  fragments: readonly DatedFragment[],
  dateMs: number,
  marginS: number,
): number | null {
  const last = fragments.at(-1);
  if (!last) return null;
  const latestS = last.start + last.duration - marginS;
  for (const fragment of fragments) {
    if (fragment.programDateTime === null) continue;
    const offsetS = (dateMs - fragment.programDateTime) / 1000;
    if (offsetS >= 0 && offsetS < fragment.duration) {
      const position = fragment.start + offsetS;
      return position <= latestS ? position : null;
    }
  }
  return null;
}

/**
 * What changed between two statuses, as sentences for the live region: an operator who does not look at the
 * page, or cannot, must hear of a lost signal. Bit rates and the like change all the time and are not said.
 */
import type { LegState, Leg, Phase, ProgramState, RecordingState, Status } from '../api/types';

export type Change =
  | { readonly what: 'leg'; readonly language: string; readonly leg: Leg; readonly state: LegState }
  | { readonly what: 'on-air'; readonly language: string; readonly leg: Leg }
  | { readonly what: 'program'; readonly language: string; readonly state: ProgramState }
  | { readonly what: 'recording'; readonly language: string; readonly state: RecordingState }
  | { readonly what: 'hold'; readonly language: string; readonly held: boolean }
  | { readonly what: 'mismatch'; readonly language: string }
  | { readonly what: 'phase'; readonly phase: Phase };

export function changes(before: Status | null, after: Status): Change[] {
  if (before === null) return [];
  const found: Change[] = [];
  if (before.phase !== after.phase) found.push({ what: 'phase', phase: after.phase });
  for (const now of after.languages) {
    const old = before.languages.find((entry) => entry.language === now.language);
    if (!old) continue;
    const { language } = now;
    for (const [leg, key] of [
      ['PRIMARY', 'primary'],
      ['BACKUP', 'backup'],
    ] as const) {
      const state = now.legs[key].state;
      if (old.legs[key].state !== state) found.push({ what: 'leg', language, leg, state });
    }
    if (old.program.state !== now.program.state) {
      found.push({ what: 'program', language, state: now.program.state });
    }
    const recording = now.program.recording?.state ?? 'OFF';
    if ((old.program.recording?.state ?? 'OFF') !== recording) {
      found.push({ what: 'recording', language, state: recording });
    }
    const held = now.program.held === true;
    if ((old.program.held === true) !== held) found.push({ what: 'hold', language, held });
    // Only that there is one: each figure of the encoders would be said again otherwise.
    if (now.mismatches?.length && !old.mismatches?.length) {
      found.push({ what: 'mismatch', language });
    }
    const { onAir } = now.program;
    if (onAir !== null && old.program.onAir !== onAir) found.push({ what: 'on-air', language, leg: onAir });
  }
  return found;
}

/**
 * What the viewer page shows, as a pure function of what it learned. The player runs on the screen `live`
 * alone; when the event ends while it runs, the page stays there until everything was played, because
 * viewers see the end some seconds after it happened. An event with rewind can be played again afterwards.
 */
import type { Interruption, PublicEvent } from '../api/types';
import type { Picture } from '../player/player';

export type Screen = 'loading' | 'waiting' | 'live' | 'ended' | 'replay' | 'unknown';

export interface ViewerState {
  readonly screen: Screen;
  readonly event: PublicEvent | null;
  readonly connectionLost: boolean;
  readonly picture: Picture;
  /** The event is over and the player plays what is left. */
  readonly draining: boolean;
}

export type ViewerAction =
  | { readonly type: 'event'; readonly event: PublicEvent }
  | { readonly type: 'unknown' }
  | { readonly type: 'failed'; readonly failures: number }
  | { readonly type: 'picture'; readonly picture: Picture }
  | { readonly type: 'played-out' }
  /** The viewer wants to see the recording. */
  | { readonly type: 'replay' }
  /** Draining has brought nothing new for too long. */
  | { readonly type: 'drained' };

export const initialState: ViewerState = {
  screen: 'loading',
  event: null,
  connectionLost: false,
  picture: 'starting',
  draining: false,
};

/** One failed poll is a hiccup; the second one is told to the viewer. */
const FAILURES_UNTIL_LOST = 2;

export function reduce(state: ViewerState, action: ViewerAction): ViewerState {
  switch (action.type) {
    case 'event':
      return onEvent({ ...state, event: action.event, connectionLost: false }, action.event);
    case 'unknown':
      // An event that disappears while it is watched was deleted after its end.
      if (state.screen === 'live') return { ...state, connectionLost: false, draining: true };
      return { ...state, screen: 'unknown', connectionLost: false, draining: false };
    case 'failed':
      return { ...state, connectionLost: action.failures >= FAILURES_UNTIL_LOST };
    case 'picture':
      return { ...state, picture: action.picture };
    case 'played-out':
      // Whatever the poll says: a playlist that has ended never grows again.
      return state.screen === 'live' || state.screen === 'replay' ? ended(state) : state;
    case 'replay':
      return state.screen === 'ended' ? { ...state, screen: 'replay', picture: 'starting' } : state;
    case 'drained':
      return state.draining ? ended(state) : state;
  }
}

function onEvent(state: ViewerState, event: PublicEvent): ViewerState {
  switch (event.phase) {
    case 'SCHEDULED':
      return { ...state, screen: 'waiting', draining: false };
    case 'LIVE':
      // A late answer must not start a player anew that has already played to the end.
      if (state.screen === 'ended' || state.screen === 'replay') return state;
      return state.screen === 'live' ? state : { ...state, screen: 'live', picture: 'starting' };
    case 'ENDED':
    case 'ON_DEMAND':
      if (state.screen === 'live') return { ...state, draining: true };
      if (state.screen === 'replay') return state;
      return ended(state);
  }
}

function ended(state: ViewerState): ViewerState {
  return { ...state, screen: 'ended', draining: false };
}

/**
 * Whether what is seen at `dateMs` of the program is the last picture, shown on because no encoder delivers.
 * Viewers see it later than it happens, by their latency or by how far they have gone back.
 */
export function isLastPicture(interruption: Interruption | null | undefined, dateMs: number | null): boolean {
  if (!interruption) return false;
  const { fromMs, toMs = null } = interruption;
  if (dateMs === null) return toMs === null;
  return dateMs >= fromMs && (toMs === null || dateMs < toMs);
}

/**
 * The sentence under the picture and in the live region; null when there is nothing to say.
 *
 * @param lastPicture see {@link isLastPicture}
 */
export function notice(
  state: ViewerState,
  lastPicture = false,
): 'connectionLost' | 'interrupted' | 'starting' | 'lastMinutes' | 'overRewind' | null {
  if (state.screen === 'live') {
    const over = state.event && canRewind(state.event) ? 'overRewind' : 'lastMinutes';
    if (state.picture === 'interrupted') return state.draining ? over : 'interrupted';
    // While the picture moves, a lost status poll is nothing a viewer should hear of.
    if (state.picture === 'playing') {
      if (lastPicture) return 'interrupted';
      return state.draining ? over : null;
    }
    return state.connectionLost ? 'connectionLost' : 'starting';
  }
  if (state.screen === 'replay') {
    if (state.picture === 'playing') return null;
    return state.picture === 'interrupted' ? 'connectionLost' : 'starting';
  }
  return state.connectionLost ? 'connectionLost' : null;
}

export function canRewind(event: PublicEvent): boolean {
  return event.dvr.mode !== 'OFF';
}

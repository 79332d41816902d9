/**
 * Who is signed in. The token lives in sessionStorage: it is gone with the tab, and no other site can make the
 * browser send it, which a cookie would allow.
 */
import { signal } from '@preact/signals';
import { StudioApi } from '../api/studio';

const STORAGE_KEY = 'understudy.session';

export interface Session {
  readonly token: string;
  readonly username: string;
  readonly expiresAtMs?: number | null;
  readonly mustChangePassword?: boolean;
}

export const session = signal<Session | null>(read());
/** True when the last session ended without the user's doing. */
export const sessionEnded = signal(false);

export const api = new StudioApi(
  () => session.value?.token ?? null,
  () => {
    sessionEnded.value = session.value !== null;
    clear();
  },
);

export function open(next: Session): void {
  sessionEnded.value = false;
  keep(next);
}

/** The reminder of the one-time password is no longer needed. */
export function forgetPasswordHint(): void {
  if (session.value) keep({ ...session.value, mustChangePassword: false });
}

function keep(next: Session): void {
  session.value = next;
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // Then the session lasts until the page is left.
  }
}

export async function signOut(): Promise<void> {
  const ending = api.logout();
  clear();
  // Signed out here in any case; the server forgets the token by itself when this does not reach it.
  await ending.catch(() => undefined);
}

function clear(): void {
  session.value = null;
  try {
    sessionStorage.removeItem(STORAGE_KEY);
  } catch {
    // Nothing was stored then.
  }
}

function read(): Session | null {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? 'null');
    return isSession(stored) && (stored.expiresAtMs ?? Infinity) > Date.now() ? stored : null;
  } catch {
    return null;
  }
}

function isSession(value: unknown): value is Session {
  return (
    typeof value === 'object' &&
    value !== null &&
    'token' in value &&
    typeof value.token === 'string' &&
    'username' in value &&
    typeof value.username === 'string'
  );
}

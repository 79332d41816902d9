import { request } from './http';
import type { Dvr, Ingest, LatencyMode, Leg, Status, StudioEvent, SwitchOutcome } from './types';

/** What can be changed of an event; the latter two while it is scheduled. */
export interface EventSettings {
  title?: string;
  latencyMode?: LatencyMode;
  dvr?: Dvr;
}

/** The Studio's calls. `token` is asked for at each call; `onUnauthorized` runs at every 401. */
export class StudioApi {
  constructor(
    private readonly token: () => string | null,
    private readonly onUnauthorized: () => void,
  ) {}

  events(signal?: AbortSignal): Promise<{ events: StudioEvent[] }> {
    return this.call('GET', '/api/v1/events', undefined, signal);
  }

  createEvent(
    title: string,
    languages: readonly string[],
    settings: Omit<EventSettings, 'title'> = {},
  ): Promise<StudioEvent> {
    return this.call('POST', '/api/v1/events', { title, languages, ...settings });
  }

  changeEvent(id: string, settings: EventSettings): Promise<StudioEvent> {
    return this.call('PATCH', eventPath(id), settings);
  }

  event(id: string, signal?: AbortSignal): Promise<StudioEvent> {
    return this.call('GET', eventPath(id), undefined, signal);
  }

  deleteEvent(id: string): Promise<void> {
    return this.call('DELETE', eventPath(id));
  }

  ingest(id: string, signal?: AbortSignal): Promise<Ingest> {
    return this.call('GET', eventPath(id, '/ingest'), undefined, signal);
  }

  status(id: string, signal?: AbortSignal): Promise<Status> {
    return this.call('GET', eventPath(id, '/status'), undefined, signal);
  }

  goLive(id: string, backupOnly: boolean): Promise<StudioEvent> {
    return this.call('POST', eventPath(id, '/go-live'), backupOnly ? { backupOnly } : {});
  }

  stop(id: string): Promise<StudioEvent> {
    return this.call('POST', eventPath(id, '/stop'));
  }

  switchTo(id: string, language: string, to: Leg): Promise<{ outcome: SwitchOutcome }> {
    return this.call('POST', eventPath(id, `${languagePath(language)}/switch`), { to });
  }

  hold(id: string, language: string, held: boolean): Promise<{ held: boolean }> {
    return this.call('PUT', eventPath(id, `${languagePath(language)}/hold`), { held });
  }

  /** Hangs up on the encoder of a leg; one that reconnects by itself comes back. */
  disconnect(id: string, language: string, leg: Leg): Promise<{ disconnected: boolean }> {
    return this.call('POST', eventPath(id, `${legPath(language, leg)}/disconnect`));
  }

  /** Keeps encoders out of a leg, or lets them in again. */
  block(id: string, language: string, leg: Leg, blocked: boolean): Promise<{ blocked: boolean }> {
    return this.call('PUT', eventPath(id, `${legPath(language, leg)}/block`), { blocked });
  }

  changePassword(current: string, next: string): Promise<void> {
    // A wrong current password is 403, so that 401 means one thing only.
    return this.call('PUT', '/api/v1/password', { current, new: next });
  }

  logout(): Promise<void> {
    return request('DELETE', '/api/v1/sessions/current', { token: this.token() });
  }

  private async call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    try {
      const options = { token: this.token(), body };
      return await request<T>(method, path, signal ? { ...options, signal } : options);
    } catch (error) {
      if (isUnauthorized(error)) this.onUnauthorized();
      throw error;
    }
  }
}

export interface Login {
  token: string;
  expiresAtMs?: number | null;
  username: string;
  /** Signed in with the one-time password. */
  mustChangePassword?: boolean;
}

export function login(username: string, password: string): Promise<Login> {
  return request('POST', '/api/v1/sessions', { body: { username, password } });
}

function eventPath(id: string, suffix = ''): string {
  return `/api/v1/events/${encodeURIComponent(id)}${suffix}`;
}

function languagePath(language: string): string {
  return `/languages/${encodeURIComponent(language)}`;
}

function legPath(language: string, leg: Leg): string {
  return `${languagePath(language)}/legs/${leg.toLowerCase()}`;
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 401;
}

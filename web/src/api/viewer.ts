import { request } from './http';
import type { PublicEvent } from './types';

export function publicEvent(id: string, signal: AbortSignal): Promise<PublicEvent> {
  return request('GET', `/api/v1/public/events/${encodeURIComponent(id)}`, { signal });
}

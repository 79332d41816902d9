/** The Studio's pages, kept in the hash so that the server needs to know only `/studio/`. */
import { signal } from '@preact/signals';

export type Route =
  { page: 'events' } | { page: 'new' } | { page: 'password' } | { page: 'event'; id: string };

export function parseRoute(hash: string): Route {
  const [first, second] = hash.replace(/^#?\/?/, '').split('/');
  if (first === 'new' || first === 'password') return { page: first };
  if (first === 'events' && second) {
    try {
      return { page: 'event', id: decodeURIComponent(second) };
    } catch {
      return { page: 'events' };
    }
  }
  return { page: 'events' };
}

export const routes = {
  events: '#/events',
  new: '#/new',
  password: '#/password',
  event: (id: string) => `#/events/${encodeURIComponent(id)}`,
} as const;

export const route = signal<Route>({ page: 'events' });

export function startRouting(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
    window.scrollTo(0, 0);
  };
  addEventListener('hashchange', read);
  read();
}

export function go(hash: string): void {
  location.hash = hash;
}

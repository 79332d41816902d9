// @vitest-environment jsdom
/** The rendered pages under axe-core: structure, names, roles, landmarks. Contrast needs a real browser. */
import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LegView, Phase, Status, StudioEvent } from '../src/api/types';
import { chooseLang, LANGS } from '../src/i18n/i18n';
import { blankPage } from './blank-page';

const event: StudioEvent = {
  id: 'demo',
  title: 'Annual meeting',
  phase: 'LIVE',
  languages: ['en', 'de'],
  latencyMode: 'CLASSIC',
  dvr: { mode: 'WINDOW', minutes: 30 },
  createdAtMs: 1_790_000_000_000,
  liveAtMs: 1_790_000_000_000,
  backupOnly: false,
  watchUrl: '/watch/demo',
};
const leg = (state: LegView['state']): LegView => ({
  state,
  sinceMs: 1_790_000_000_000,
  encoder: 'OBS',
  remote: '192.0.2.1:5000',
  tls: true,
  video: { codec: 'H.264', width: 1920, height: 1080, frameRate: 30, kbps: 4_500, keyframeIntervalMs: 2_000 },
  audio: { codec: 'AAC', sampleRate: 48_000, channels: 2, kbps: 160 },
  sessions: 2,
  preview: '/preview/demo/en/primary/index.m3u8',
  issues: [{ code: 'x', severity: 'WARNING', text: 'Something.' }],
});
const status = (phase: Phase): Status => ({
  eventId: 'demo',
  phase,
  nowMs: 1_790_000_100_000,
  liveAtMs: 1_790_000_000_000,
  languages: event.languages.map((language) => ({
    language,
    program: {
      state: 'ON_AIR',
      onAir: 'PRIMARY',
      alignment: 'ARRIVAL_TIME',
      offsetMs: 12,
      latencyMode: 'CLASSIC',
      recording: { state: 'STOPPED', reason: 'disk-full', bytes: 2.5e9, sinceMs: 1_790_000_050_000 },
      switches: [{ atMs: 1, from: null, to: 'PRIMARY', trigger: 'START', splice: 'EXACT', text: 'Start.' }],
    },
    legs: { primary: leg('STALLED'), backup: leg('OFFLINE') },
  })),
});

let phase: Phase = 'LIVE';
const answers: [RegExp, () => unknown][] = [
  [/\/status$/, () => status(phase)],
  [/\/ingest$/, () => ({ languages: [] })],
  [/\/public\/events\//, () => ({ ...event, phase, languages: [{ language: 'en', playlist: '/x' }] })],
  [/\/events\/demo$/, () => ({ ...event, phase })],
  [/\/events$/, () => ({ events: [{ ...event, phase }] })],
];

beforeEach(() => {
  vi.stubGlobal('fetch', (path: string) => {
    const found = answers.find(([pattern]) => pattern.test(path));
    return Promise.resolve(found ? Response.json(found[1]()) : new Response(null, { status: 404 }));
  });
  blankPage();
});

afterEach(() => {
  render(null, root());
  vi.unstubAllGlobals();
});

const root = () => document.getElementById('app') as HTMLElement;
const shows = (text: string) => vi.waitFor(() => expect(root().textContent).toContain(text));

async function violations(): Promise<string[]> {
  const result = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false }, 'video-caption': { enabled: false } },
  });
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(' ')}`);
}

async function openStudio(hash: string, signedIn = true) {
  const { open, session } = await import('../src/studio/session');
  const { App } = await import('../src/studio/App');
  const { parseRoute, route } = await import('../src/studio/route');
  if (signedIn) open({ token: 't', username: 'admin', expiresAtMs: Date.now() + 1e6 });
  else session.value = null;
  route.value = parseRoute(hash);
  await act(() => render(<App />, root()));
}

test.each([
  ['#/events', 'Annual meeting'],
  ['#/new', 'New event'],
  ['#/password', 'Current password'],
  ['#/events/demo', 'Stalled'],
])('studio %s', async (hash, expected) => {
  await openStudio(hash);
  await shows(expected);
  expect(await violations()).toEqual([]);
});

test('studio, signed out', async () => {
  await openStudio('#/events', false);
  expect(root().querySelector('input[type=password]')).not.toBeNull();
  expect(await violations()).toEqual([]);
});

test('stopping: the focus is on keeping the event live, and stopping needs the tick first', async () => {
  await openStudio('#/events/demo');
  await shows('Stalled');
  await act(() => root().querySelector<HTMLButtonElement>('.button.danger')?.click());
  expect(document.activeElement?.textContent).toBe('Keep live');
  const stop = [...root().querySelectorAll('button')].find((b) => b.textContent === 'Stop for good');
  expect(stop?.disabled).toBe(true);
  await act(() => root().querySelector<HTMLInputElement>('input[type=checkbox]')?.click());
  expect(stop?.disabled).toBe(false);
  expect(await violations()).toEqual([]);
});

test.each<[Phase, string]>([
  ['SCHEDULED', 'The event has not started yet'],
  ['ENDED', 'The event has ended'],
])('viewer page, %s', async (current, expected) => {
  phase = current;
  history.replaceState(null, '', '/watch/demo');
  const { WatchPage } = await import('../src/watch/WatchPage');
  await act(() => render(<WatchPage embedded={false} />, root()));
  await shows(expected);
  expect(document.querySelectorAll('video#video')).toHaveLength(1);
  expect(await violations()).toEqual([]);
});

test.each(LANGS)('the viewer page speaks %s when it is chosen', async (tag) => {
  phase = 'SCHEDULED';
  chooseLang(tag);
  const { WatchPage } = await import('../src/watch/WatchPage');
  await act(() => render(<WatchPage embedded={false} />, root()));
  await shows(tag === 'en' ? 'The event has not started yet' : 'Die Veranstaltung hat noch nicht begonnen');
  chooseLang('en');
});

// @vitest-environment jsdom
/** Latency, rewind and recording in the Studio, rendered, clicked and under axe-core. */
import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ProgramView, RecordingView, Status, StudioEvent } from '../src/api/types';
import { fileSize } from '../src/lib/format';
import { changes } from '../src/studio/announce';
import { deliveryOf, newDelivery, settingsOf, type Delivery } from '../src/studio/delivery';
import { blankPage } from './blank-page';

let event: StudioEvent;
let recording: RecordingView | null;
let sent: { method: string; path: string; body: unknown }[];

function status(): Status {
  const leg = { state: 'OFFLINE', sessions: 0, preview: '' } as const;
  const program: ProgramView = { state: 'OFF', onAir: null, alignment: 'NONE', recording };
  return {
    eventId: 'demo',
    phase: event.phase,
    nowMs: 1,
    languages: [{ language: 'en', program, legs: { primary: leg, backup: leg } }],
  };
}

function answer(path: string, init: RequestInit): Response {
  const method = init.method ?? 'GET';
  if (method !== 'GET') {
    const body = JSON.parse(String(init.body)) as Partial<StudioEvent>;
    sent.push({ method, path, body });
    if (event.phase !== 'SCHEDULED') return Response.json({ code: 'wrong-phase' }, { status: 409 });
    event = { ...event, ...body };
  }
  if (path.endsWith('/status')) return Response.json(status());
  if (path.endsWith('/ingest')) return Response.json({ languages: [] });
  return Response.json(event);
}

beforeEach(() => {
  event = {
    id: 'demo',
    title: 'Gala',
    phase: 'SCHEDULED',
    languages: ['en'],
    latencyMode: 'CLASSIC',
    dvr: { mode: 'WINDOW', minutes: 45 },
    createdAtMs: 1,
    backupOnly: false,
    watchUrl: '/watch/demo',
  };
  recording = null;
  sent = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => Promise.resolve(answer(path, init)));
  blankPage();
});

afterEach(() => {
  render(null, root());
  vi.unstubAllGlobals();
});

const root = () => document.getElementById('app') as HTMLElement;
const shows = (text: string) => vi.waitFor(() => expect(root().textContent).toContain(text));
const click = (selector: string) =>
  act(() => {
    root().querySelector<HTMLElement>(selector)?.click();
  });
const press = (text: string) =>
  act(() => {
    [...root().querySelectorAll('button')].find((b) => b.textContent === text)?.click();
  });

async function type(selector: string, text: string) {
  const input = root().querySelector<HTMLInputElement>(selector);
  if (!input) throw new Error(`no ${selector}`);
  input.value = text;
  await act(() => {
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}

async function openStudio(hash: string) {
  const { open } = await import('../src/studio/session');
  const { App } = await import('../src/studio/App');
  const { parseRoute, route } = await import('../src/studio/route');
  open({ token: 't', username: 'admin', expiresAtMs: Date.now() + 1e6 });
  route.value = parseRoute(hash);
  await act(() => render(<App />, root()));
}

async function violations(): Promise<string[]> {
  const result = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false } },
  });
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(' ')}`);
}

describe('creating', () => {
  test('classic without rewind is chosen beforehand', async () => {
    await openStudio('#/new');
    await type('input[name=title]', 'Gala');
    await act(() => root().querySelector('form')?.requestSubmit());
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toEqual({
      title: 'Gala',
      languages: ['en', 'de'],
      latencyMode: 'CLASSIC',
      dvr: { mode: 'OFF' },
    });
  });

  test('low latency with a window; bad minutes are refused by the form', async () => {
    await openStudio('#/new');
    await type('input[name=title]', 'Gala');
    await click('#latency-LOW');
    expect(root().querySelector('input[name=dvr-minutes]')).toBeNull();
    await click('#dvr-WINDOW');
    expect(await violations()).toEqual([]);
    const form = root().querySelector('form');
    await type('input[name=dvr-minutes]', '0');
    await act(() => {
      form?.dispatchEvent(new Event('submit', { cancelable: true, bubbles: true }));
    });
    await shows('Enter 1 to 1440 minutes');
    expect(sent).toEqual([]);
    await type('input[name=dvr-minutes]', '90');
    await act(() => form?.requestSubmit());
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]?.body).toMatchObject({ latencyMode: 'LOW', dvr: { mode: 'WINDOW', minutes: 90 } });
  });
});

describe('changing', () => {
  test('while scheduled: the dialog begins with what is set, and the page shows what was saved', async () => {
    await openStudio('#/events/demo');
    await shows('The last 45 minutes');
    await press('Change latency or rewind');
    expect(root().querySelector<HTMLInputElement>('input[name=dvr-minutes]')?.value).toBe('45');
    expect(document.activeElement?.textContent).toBe('Cancel');
    expect(await violations()).toEqual([]);
    await click('#latency-LOW');
    await click('#dvr-EVENT');
    await press('Save');
    await vi.waitFor(() => expect(root().querySelector('dialog')).toBeNull());
    expect(root().textContent).toContain('The whole event');
    expect(sent).toEqual([
      {
        method: 'PATCH',
        path: '/api/v1/events/demo',
        body: { latencyMode: 'LOW', dvr: { mode: 'EVENT' } },
      },
    ]);
  });

  test('refused because it went live meanwhile: the dialog says so', async () => {
    await openStudio('#/events/demo');
    await shows('The last 45 minutes');
    await press('Change latency or rewind');
    event = { ...event, phase: 'LIVE' };
    await press('Save');
    await shows('in another phase by now');
  });

  test('once live there is no button', async () => {
    event = { ...event, phase: 'LIVE' };
    await openStudio('#/events/demo');
    await shows('Fixed since the event is live');
    expect(root().textContent).not.toContain('Change latency');
  });
});

describe('recording', () => {
  const view = (state: RecordingView['state'], reason?: string): RecordingView => ({
    state,
    reason: reason ?? null,
    bytes: 2.5e9,
    sinceMs: 1_790_000_000_000,
  });

  test.each<[RecordingView, string[], string[]]>([
    [view('RECORDING'), ['Recording · 2.5 GB'], ['Live goes on']],
    [view('LAGGING', 'disk-slow'), ['Recording is behind', 'too slow'], []],
    [view('STOPPED', 'disk-full'), ['Recording stopped', 'Free some space', 'Live goes on'], []],
    [view('STOPPED', 'quota'), ['the size that is set'], []],
    [view('STOPPED', 'disk-error'), ['reports an error'], []],
    [view('STOPPED', 'gremlins'), ['Reason: gremlins.'], []],
    [view('STOPPED'), ['Recording stopped at'], ['Reason']],
    [view('OFF'), [], ['GB', 'Not recording']],
  ])('%j', async (given, said, unsaid) => {
    recording = given;
    await openStudio('#/events/demo');
    await shows('Gala');
    for (const text of said) await shows(text);
    for (const text of unsaid) expect(root().textContent).not.toContain(text);
    expect(await violations()).toEqual([]);
  });

  test('a change is news for those who do not look', () => {
    recording = view('RECORDING');
    const before = status();
    recording = view('STOPPED', 'disk-full');
    expect(changes(before, status())).toEqual([{ what: 'recording', language: 'en', state: 'STOPPED' }]);
    expect(changes(status(), status())).toEqual([]);
    recording = null;
    const none = status();
    recording = view('OFF');
    expect(changes(none, status())).toEqual([]);
  });
});

test('deleting says that the recordings go too', async () => {
  await openStudio('#/events/demo');
  await shows('Delete event');
  await press('Delete event');
  expect(root().querySelector('dialog')?.textContent).toContain('its recordings');
});

test.each<[Partial<Delivery>, ReturnType<typeof settingsOf>]>([
  [{}, { latencyMode: 'CLASSIC', dvr: { mode: 'OFF' } }],
  [
    { dvrMode: 'EVENT', minutes: 'x' },
    { latencyMode: 'CLASSIC', dvr: { mode: 'EVENT' } },
  ],
  [
    { dvrMode: 'WINDOW', minutes: ' 30 ' },
    { latencyMode: 'CLASSIC', dvr: { mode: 'WINDOW', minutes: 30 } },
  ],
  [
    { dvrMode: 'WINDOW', minutes: '1440' },
    { latencyMode: 'CLASSIC', dvr: { mode: 'WINDOW', minutes: 1440 } },
  ],
  ...['', '0', '1441', '1.5', '-3', '1e2', 'abc'].map((minutes): [Partial<Delivery>, null] => [
    { dvrMode: 'WINDOW', minutes },
    null,
  ]),
])('settingsOf(%j)', (part, expected) => {
  expect(settingsOf({ ...newDelivery, ...part })).toEqual(expected);
});

test('deliveryOf and settingsOf are each other’s inverse', () => {
  for (const dvr of [{ mode: 'OFF' }, { mode: 'EVENT' }, { mode: 'WINDOW', minutes: 7 }] as const) {
    expect(settingsOf(deliveryOf({ latencyMode: 'LOW', dvr }))).toEqual({ latencyMode: 'LOW', dvr });
  }
});

test.each([
  [0, '0 kB'],
  [1, '1 kB'],
  [999_999, '1,000 kB'],
  [1_000_000, '1 MB'],
  [2_500_000_000, '2.5 GB'],
  [1_250_000_000_000, '1.25 TB'],
])('fileSize(%d)', (bytes, text) => {
  expect(fileSize(bytes, 'en')).toBe(text);
});

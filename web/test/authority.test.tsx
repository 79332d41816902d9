// @vitest-environment jsdom
/** The panel with the encoders' settings: whom their machines have to trust. */
import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ingest } from '../src/api/types';
import { EncoderPanel } from '../src/studio/EncoderPanel';

const languages = [
  {
    language: 'en',
    streamKey: 'demo_en_x',
    primary: { url: 'rtmps://h:1936/live' },
    backup: { url: 'rtmps://h:2936/live' },
  },
];
const authority = { crtUrl: '/ca.crt', pemUrl: '/ca.pem', sha256: 'AB:CD', expiresAtMs: 2_000_000_000_000 };
const root = () => document.getElementById('app') as HTMLElement;

beforeEach(() => {
  document.documentElement.lang = 'en';
  document.title = 'Test';
  document.body.innerHTML = '<main><h1>Event</h1><div id="app"></div></main>';
});

afterEach(() => {
  render(null, root());
  vi.unstubAllGlobals();
});

async function openPanel(ingest: Ingest) {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json(ingest)));
  await act(() => render(<EncoderPanel eventId="demo" />, root()));
  const details = root().querySelector('details') as HTMLDetailsElement;
  await act(() => {
    details.open = true;
    details.dispatchEvent(new Event('toggle'));
  });
  await vi.waitFor(() => expect(root().textContent).toContain('rtmps://h:1936/live'));
}

test('an authority of its own is offered with its fingerprint and how to trust it', async () => {
  await openPanel({ languages, authority });
  const links = [...root().querySelectorAll('a')].map((a) => [a.getAttribute('href'), a.download]);
  expect(links).toEqual([
    ['/ca.crt', 'understudy-ca.crt'],
    ['/ca.pem', 'understudy-ca.pem'],
  ]);
  for (const text of ['AB:CD', 'Windows:', 'macOS:', 'update-ca-certificates']) {
    expect(root().textContent).toContain(text);
  }
  const found = await axe.run(root(), { rules: { 'color-contrast': { enabled: false } } });
  expect(found.violations.map((v) => v.id)).toEqual([]);
});

test.each([{ languages }, { languages, authority: null }])(
  'without one, nothing is said of it',
  async (ingest) => {
    await openPanel(ingest);
    expect(root().querySelector('a')).toBeNull();
  },
);

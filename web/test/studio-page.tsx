/** The Studio's page of one event, opened and looked at as an operator does. */
import axe from 'axe-core';
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { expect, vi } from 'vitest';
import type { LegView, Switch } from '../src/api/types';

export const NOW = 1_790_000_100_000;
export const leg = (more: Partial<LegView> = {}): LegView => ({
  state: 'RECEIVING',
  sinceMs: NOW - 60_000,
  video: { codec: 'avc1.64001f', width: 1920, height: 1080, frameRate: 30, keyframeIntervalMs: 2_000 },
  audio: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 },
  sessions: 1,
  preview: '/preview/demo/en/primary/index.m3u8',
  ...more,
});
export const entry = (more: Partial<Switch>): Switch => ({
  epoch: 1,
  atMs: NOW - 50_000,
  from: 'PRIMARY',
  to: 'BACKUP',
  trigger: 'DISCONNECT',
  splice: 'EXACT_CUT',
  text: 'English',
  ...more,
});

export const root = () => document.getElementById('app') as HTMLElement;
export const button = (text: string) =>
  [...root().querySelectorAll('button')].find((b) => b.textContent?.startsWith(text)) as HTMLButtonElement;
export const cards = () => [...root().querySelectorAll('.leg')];
export const said = () => [...root().querySelectorAll('.said')].map((line) => line.textContent).join('');
export const spoken = () => root().querySelector('[role=alert].visually-hidden')?.textContent;
export const rows = () =>
  [...root().querySelectorAll('.switch-log tbody tr')].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ''),
  );
/** Lets the page ask for the status once more, and show it. */
export const pass = (ms = 1_100) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(ms);
  });
export const click = async (text: string) => {
  await act(() => button(text).click());
  await pass(0);
};

export async function openStudio() {
  const { open } = await import('../src/studio/session');
  const { App } = await import('../src/studio/App');
  const { parseRoute, route } = await import('../src/studio/route');
  open({ token: 't', username: 'admin', expiresAtMs: Date.now() + 1e9 });
  route.value = parseRoute('#/events/demo');
  await act(() => render(<App />, root()));
  await pass(0);
  expect(root().textContent).toContain('Gala');
}

export async function violations(): Promise<string[]> {
  vi.useRealTimers();
  const result = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    rules: { 'color-contrast': { enabled: false }, 'video-caption': { enabled: false } },
  });
  return result.violations.map((v) => `${v.id}: ${v.nodes.map((node) => node.html).join(' ')}`);
}

/** What the Studio's page of one event is told while a test runs, and what it asks for. */
import { render } from 'preact';
import { vi } from 'vitest';
import type { LegMismatch, LegView, Phase, ProgramView, Status } from '../src/api/types';
import { chooseLang } from '../src/i18n/i18n';
import { leg, NOW, root } from './studio-page';
import { blankPage } from './blank-page';

interface Stage {
  phase: Phase;
  program: ProgramView;
  primary: LegView;
  backup: LegView;
  mismatches: LegMismatch[];
  /** What the page commanded. */
  sent: { method: string; path: string; body: unknown }[];
  /** The answer to what it commands. */
  reply: () => Response;
}

/** Both encoders of a live event, the primary on air. */
const opening = (): Stage => ({
  phase: 'LIVE',
  program: {
    state: 'ON_AIR',
    onAir: 'PRIMARY',
    alignment: 'SOUND',
    slate: false,
    held: false,
    switches: [],
  },
  primary: leg(),
  backup: leg(),
  mismatches: [],
  sent: [],
  reply: () => Response.json({ outcome: 'DONE' }),
});

export const stage: Stage = opening();

function answer(path: string, init: RequestInit): Response {
  const { phase, program, primary, backup, mismatches } = stage;
  if (init.method !== 'GET') {
    stage.sent.push({ method: init.method ?? '', path, body: JSON.parse(String(init.body ?? 'null')) });
    return stage.reply();
  }
  if (path.endsWith('/status')) {
    const status: Status = {
      eventId: 'demo',
      phase,
      nowMs: Date.now(),
      languages: [{ language: 'en', program, legs: { primary, backup }, mismatches }],
    };
    return Response.json(status);
  }
  if (path.endsWith('/ingest')) return Response.json({ languages: [] });
  return Response.json({
    id: 'demo',
    title: 'Gala',
    phase,
    languages: ['en'],
    latencyMode: 'CLASSIC',
    dvr: { mode: 'OFF' },
    createdAtMs: 1,
    backupOnly: false,
    watchUrl: '/watch/demo',
  });
}

export function openStage() {
  Object.assign(stage, opening());
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    now: NOW,
  });
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => Promise.resolve(answer(path, init)));
  // jsdom's own would wait for ever for an interval that it began under the other clock.
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 16));
  blankPage();
  chooseLang('en');
}

export function closeStage() {
  render(null, root());
  vi.useRealTimers();
  vi.unstubAllGlobals();
}

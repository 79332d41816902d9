// @vitest-environment jsdom
/** Switching, holding, the log, the warnings: rendered, clicked and under axe-core. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { LegMismatch, LegView, Phase, ProgramView, Status } from '../src/api/types';
import { chooseLang } from '../src/i18n/i18n';
import { PENDING_LIMIT_MS } from '../src/studio/use-commands';
import {
  NOW,
  leg,
  entry,
  root,
  button,
  cards,
  said,
  spoken,
  rows,
  pass,
  click,
  openStudio,
  violations,
} from './studio-page';

let phase: Phase;
let program: ProgramView;
let primary: LegView;
let backup: LegView;
let mismatches: LegMismatch[];
let sent: { method: string; path: string; body: unknown }[];
let reply: () => Response;

function answer(path: string, init: RequestInit): Response {
  if (init.method !== 'GET') {
    sent.push({ method: init.method ?? '', path, body: JSON.parse(String(init.body ?? 'null')) });
    return reply();
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

beforeEach(() => {
  phase = 'LIVE';
  program = {
    state: 'ON_AIR',
    onAir: 'PRIMARY',
    alignment: 'SOUND',
    slate: false,
    held: false,
    switches: [],
  };
  primary = leg();
  backup = leg();
  mismatches = [];
  sent = [];
  reply = () => Response.json({ outcome: 'DONE' });
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    now: NOW,
  });
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => Promise.resolve(answer(path, init)));
  // jsdom's own would wait for ever for an interval that it began under the other clock.
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 16));
  vi.stubGlobal('scrollTo', vi.fn());
  HTMLDialogElement.prototype.showModal = function () {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function () {
    this.open = false;
  };
  document.documentElement.lang = 'en';
  document.title = 'Test';
  document.body.innerHTML = '<div id="app"></div>';
  chooseLang('en');
});

afterEach(() => {
  render(null, root());
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('switching', () => {
  test('one encoder is marked as on air, and only the other one can be switched to', async () => {
    await openStudio();
    expect(cards().map((card) => card.textContent?.includes('On air'))).toEqual([true, false]);
    expect(button('Switch to primary').getAttribute('aria-disabled')).toBe('true');
    expect(button('Switch to backup').getAttribute('aria-disabled')).toBe('false');
    await click('Switch to primary');
    expect(sent).toEqual([]);
    await click('Switch to backup');
    expect(sent).toEqual([
      { method: 'POST', path: '/api/v1/events/demo/languages/en/switch', body: { to: 'BACKUP' } },
    ]);
    expect(await violations()).toEqual([]);
  });

  test.each<[string, () => Response, string]>([
    ['done', () => Response.json({ outcome: 'DONE' }), 'Backup is on air.'],
    ['pending', () => Response.json({ outcome: 'PENDING' }), 'next keyframe; waiting for it'],
    ['already', () => Response.json({ outcome: 'ALREADY' }), 'was on air already'],
    [
      'not delivering',
      () => Response.json({ code: 'not-delivering' }, { status: 409 }),
      'sends no pictures now',
    ],
    ['not live', () => Response.json({ code: 'wrong-phase' }, { status: 409 }), 'The program is not on air'],
    ['a failing server', () => Response.json({ detail: 'Ouch.' }, { status: 500 }), 'Ouch.'],
  ])('%s is told in the live region', async (_name, given, text) => {
    reply = given;
    await openStudio();
    expect(root().querySelector('.said')?.getAttribute('role')).toBe('status');
    expect(said()).toBe('');
    await click('Switch to backup');
    expect(said()).toContain(text);
  });

  test('while it waits for a keyframe nothing else can be commanded, until the leg is on air', async () => {
    reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    const pressed = button('Switch to backup');
    pressed.focus();
    await click('Switch to backup');
    await click('Switch to backup');
    expect(sent).toHaveLength(1);
    program = { ...program, onAir: 'BACKUP' };
    await pass();
    expect(said()).toContain('Backup is on air.');
    expect(spoken()).toContain('Backup is on air now');
    expect(document.activeElement).toBe(pressed);
    expect(button('Switch to primary').getAttribute('aria-disabled')).toBe('false');
    await pass(30_000);
    expect(said()).toBe('');
  });

  test("another operator's switch that waits for a keyframe is told too", async () => {
    program = { ...program, switchingTo: 'BACKUP' };
    await openStudio();
    expect(said()).toContain('next keyframe; waiting for it');
    await click('Switch to backup');
    expect(sent).toEqual([]);
    program = { ...program, switchingTo: null, onAir: 'BACKUP' };
    await pass();
    expect(said()).toBe('');
    expect(button('Switch to primary').getAttribute('aria-disabled')).toBe('false');
  });

  test('a keyframe that never comes', async () => {
    reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    await click('Switch to backup');
    await pass(PENDING_LIMIT_MS + 100);
    expect(said()).toContain('could not be put on air');
    expect(button('Switch to backup').getAttribute('aria-disabled')).toBe('false');
  });

  test.each<[Phase, ProgramView['state']]>([
    ['SCHEDULED', 'OFF'],
    ['LIVE', 'WAITING'],
    ['ENDED', 'ENDED'],
  ])('%s, %s: there is nothing to switch and to hold', async (currentPhase, state) => {
    phase = currentPhase;
    program = { ...program, state, onAir: null };
    await openStudio();
    expect(button('Switch to')).toBeUndefined();
    expect(button('Hold')).toBeUndefined();
  });
});

describe('hold', () => {
  test('is pressed at once, told by the status, and released', async () => {
    reply = () => Response.json({ held: true });
    await openStudio();
    const hold = button('Hold');
    expect(hold.getAttribute('aria-pressed')).toBe('false');
    expect(document.getElementById(hold.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'leaves only an encoder that is dead',
    );
    await click('Hold');
    expect(sent[0]).toEqual({
      method: 'PUT',
      path: '/api/v1/events/demo/languages/en/hold',
      body: { held: true },
    });
    expect(button('Hold').getAttribute('aria-pressed')).toBe('true');
    program = { ...program, held: true };
    await pass();
    expect(root().querySelector('.language-head')?.textContent).toContain('Held');
    expect(spoken()).toContain('held');
    await click('Hold');
    expect(sent[1]?.body).toEqual({ held: false });
    expect(button('Hold').getAttribute('aria-pressed')).toBe('false');
  });

  test('a refusal takes it back and says why', async () => {
    reply = () => Response.json({ detail: 'Ouch.' }, { status: 500 });
    await openStudio();
    await click('Hold');
    expect(button('Hold').getAttribute('aria-pressed')).toBe('false');
    expect(said()).toContain('Ouch.');
  });

  test('what the status says wins in the end', async () => {
    await openStudio();
    await click('Hold');
    await pass(6_000);
    expect(button('Hold').getAttribute('aria-pressed')).toBe('false');
  });
});

describe('switch log', () => {
  test('newest first, in the words of the page and not of the server', async () => {
    program.switches = [
      entry({ epoch: 1, from: null, to: 'PRIMARY', trigger: 'START', splice: 'NONE', alignment: 'NONE' }),
      entry({ epoch: 2, detectionMs: 0, alignment: 'IDENTICAL', splice: 'IDENTICAL', framesLost: 0 }),
      entry({
        epoch: 3,
        from: 'BACKUP',
        to: 'PRIMARY',
        trigger: 'QUALITY',
        fault: 'AUDIO_LOST',
        splice: 'OVERLAP',
        detectionMs: 340,
        framesLost: 3,
        framesRepeated: 6,
        audioGapMs: 12,
        alignment: 'SOUND',
        offsetMs: 85.4,
      }),
    ];
    await openStudio();
    expect(rows().map((row) => row.slice(1))).toEqual([
      [
        'Backup → Primary',
        'The sound was missing',
        '340 ms',
        '3 pictures lost, 6 pictures repeated, sound gap 12 ms',
        'Overlap',
        'Sound, 85 ms',
      ],
      ['Primary → Backup', 'The connection ended', 'at once', 'nothing lost', 'Same encode', 'Same encode'],
      [
        'Not live → Primary',
        'The program began',
        '–does not apply',
        'nothing lost',
        'None',
        '–does not apply',
      ],
    ]);
    expect(root().textContent).not.toContain('English text');
    await act(() => chooseLang('de'));
    expect(rows()[0]?.[2]).toBe('Der Ton fehlte');
    expect(await violations()).toEqual([]);
  });

  test('a time without any encoder lasts until the next entry', async () => {
    const gone = entry({ epoch: 2, to: null, trigger: 'SLATE', splice: 'SLATE' });
    program.switches = [gone];
    await openStudio();
    expect(rows()[0]?.[4]).toBe('last picture still shown');
    const back = entry({
      epoch: 3,
      atMs: gone.atMs + 12_400,
      from: null,
      trigger: 'RETURN',
      gapMs: 12_400,
      framesLost: 372,
    });
    program = { ...program, switches: [gone, back] };
    await pass();
    expect(rows().map((row) => [row[1], row[4]])).toEqual([
      ['Last picture → Backup', '372 pictures lost'],
      ['Primary → Last picture', 'last picture for 12.4 s'],
    ]);
  });

  test('values that the page does not know are shown as they are', async () => {
    program.switches = [entry({ trigger: 'QUALITY', fault: 'GREEN', splice: 'WARP', alignment: 'DICE' })];
    await openStudio();
    expect(rows()[0]?.slice(2)).toEqual([
      'The signal was bad (GREEN)',
      '–does not apply',
      'nothing lost',
      'WARP',
      'DICE',
    ]);
  });
});

describe('where the signals stand to each other', () => {
  test.each<[Partial<ProgramView>, string, string]>([
    [{ alignment: 'NONE' }, 'No comparison yet', 'have not been compared yet'],
    [{ alignment: 'ARRIVAL_TIME', offsetMs: 120.4 }, 'Unlocked', 'The backup is 120 ms behind the primary.'],
    [{ alignment: 'TIMECODE', offsetMs: -40 }, 'Locked', 'The backup is 40 ms ahead of the primary.'],
    [{ alignment: 'SOUND', offsetMs: 1_500, alignmentConfidence: 0.987 }, 'Locked', '1.5 s behind'],
    [
      { alignment: 'SOUND', alignmentConfidence: 0.987, driftPpm: -42.2 },
      'Locked',
      'Confidence 99 %. Their clocks drift apart by 42 ppm.',
    ],
    [
      { alignment: 'IDENTICAL', offsetMs: 0 },
      'Locked',
      'loses and repeats nothing. Both arrive at the same time.',
    ],
  ])('%o', async (given, badge, text) => {
    program = { ...program, ...given };
    await openStudio();
    const line = root().querySelector('.alignment');
    expect(line?.querySelector('.badge')?.textContent).toBe(badge);
    expect(line?.textContent).toContain(text);
  });

  test('with one encoder there is nothing to say', async () => {
    backup = leg({ state: 'OFFLINE' });
    await openStudio();
    expect(root().querySelector('.alignment')).toBeNull();
  });
});

test('a mismatch is named with both values and where to mend it, and announced once', async () => {
  phase = 'SCHEDULED';
  program = { ...program, state: 'OFF', onAir: null };
  await openStudio();
  expect(root().querySelector('.mismatch')).toBeNull();
  mismatches = [
    { code: 'sample-rate-differs', severity: 'ERROR', primary: '48000', backup: '44100', text: 'English' },
  ];
  await pass();
  const cells = [...root().querySelectorAll('.mismatch tbody tr > *')].map((cell) => cell.textContent);
  expect(cells).toEqual(['Sample rate', '48 kHz', '44.1 kHz', 'Settings → Audio: the same sample rate']);
  expect(spoken()).toContain('set differently');
  expect(await violations()).toEqual([]);
});

describe('both signals gone', () => {
  beforeEach(() => {
    primary = leg({ state: 'OFFLINE', sinceMs: NOW - 70_000 });
    backup = leg({ state: 'OFFLINE', sinceMs: NOW - 65_000 });
    program = { ...program, state: 'INTERRUPTED', onAir: null, slate: true };
  });

  test('is told with the time since when, which ticks', async () => {
    program.switches = [entry({ to: null, from: 'BACKUP', trigger: 'SLATE', atMs: NOW - 61_000 })];
    await openStudio();
    expect(root().querySelector('.signal-gone')?.textContent).toMatch(
      /Both signals are gone since .*\(0:01:01\)/,
    );
    expect(root().textContent).toContain('Viewers see the last picture, without sound.');
    await pass(2_000);
    expect(root().querySelector('.signal-gone')?.textContent).toContain('(0:01:03)');
    expect(await violations()).toEqual([]);
  });

  test('without a log, since the later of the two ended', async () => {
    program.slate = false;
    await openStudio();
    expect(root().querySelector('.signal-gone')?.textContent).toContain('(0:01:05)');
    expect(root().textContent).toContain('nothing could be shown yet');
  });
});

describe('going live', () => {
  beforeEach(() => {
    phase = 'SCHEDULED';
    program = { ...program, state: 'OFF', onAir: null };
  });
  const warnings = () => [...root().querySelectorAll('.go-live-warnings p')].map((p) => p.textContent);

  test('says that the signals are not locked, until they are', async () => {
    program.alignment = 'ARRIVAL_TIME';
    await openStudio();
    await click('Go live');
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('not locked to each other yet for: English');
    program = { ...program, alignment: 'SOUND' };
    await pass();
    expect(warnings()).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('says that there is no backup, and that settings differ', async () => {
    backup = leg({ state: 'OFFLINE' });
    await openStudio();
    await click('Go live');
    expect(warnings()[0]).toContain('No backup signal arrives for: English');
    backup = leg();
    mismatches = [{ code: 'x', severity: 'INFO', primary: '1', backup: '2', text: 'English' }];
    await pass();
    expect(warnings()).toEqual([]);
    mismatches = [{ code: 'x', severity: 'WARNING', primary: '1', backup: '2', text: 'English' }];
    await pass();
    expect(warnings()[0]).toContain('set differently for: English');
  });
});

describe('an encoder’s access', () => {
  const inDialog = (text: string) =>
    [...root().querySelectorAll<HTMLButtonElement>('dialog button')].find((b) => b.textContent === text);

  test('is cut after a question, whose answer beforehand is no', async () => {
    await openStudio();
    await click('Disconnect');
    const question = root().querySelector('dialog')?.textContent;
    expect(question).toContain('Primary, English: the encoder is hung up on');
    expect(question).toContain('It is on air now');
    expect(document.activeElement?.textContent).toBe('Cancel');
    reply = () => Response.json({ disconnected: true });
    await act(() => inDialog('Disconnect')?.click());
    await pass(0);
    expect(sent).toEqual([
      { method: 'POST', path: '/api/v1/events/demo/languages/en/legs/primary/disconnect', body: null },
    ]);
    expect(root().querySelector('dialog')).toBeNull();
  });

  test('can be kept out, is marked so, and let in again', async () => {
    backup = leg({ state: 'OFFLINE', blocked: true });
    await openStudio();
    expect(cards()[1]?.querySelector('.leg-head')?.textContent).toContain('Kept out');
    reply = () => Response.json({ blocked: false });
    await click('Let in again');
    expect(sent).toEqual([
      { method: 'PUT', path: '/api/v1/events/demo/languages/en/legs/backup/block', body: { blocked: false } },
    ]);
    await click('Keep out');
    await act(() => inDialog('Keep out')?.click());
    await pass(0);
    expect(sent[1]).toEqual({
      method: 'PUT',
      path: '/api/v1/events/demo/languages/en/legs/primary/block',
      body: { blocked: true },
    });
    expect(await violations()).toEqual([]);
  });

  test('a refusal is told where it was asked', async () => {
    reply = () => Response.json({ detail: 'Ouch.' }, { status: 500 });
    await openStudio();
    await click('Keep out');
    await act(() => inDialog('Keep out')?.click());
    await pass(0);
    expect(root().querySelector('dialog [role=alert]')?.textContent).toContain('Ouch.');
  });
});

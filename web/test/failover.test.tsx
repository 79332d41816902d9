// @vitest-environment jsdom
/** Switching, holding, the log, the warnings: rendered, clicked and under axe-core. */
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Phase, ProgramView } from '../src/api/types';
import { chooseLang } from '../src/i18n/i18n';
import { PENDING_LIMIT_MS } from '../src/studio/use-commands';
import {
  button,
  cards,
  click,
  entry,
  leg,
  openStudio,
  pass,
  root,
  rows,
  said,
  spoken,
  violations,
} from './studio-page';
import { closeStage, openStage, stage } from './studio-stage';

beforeEach(openStage);
afterEach(closeStage);

describe('switching', () => {
  test('one encoder is marked as on air, and only the other one can be switched to', async () => {
    await openStudio();
    expect(cards().map((card) => card.textContent?.includes('On air'))).toEqual([true, false]);
    expect(button('Switch to primary').getAttribute('aria-disabled')).toBe('true');
    expect(button('Switch to backup').getAttribute('aria-disabled')).toBe('false');
    await click('Switch to primary');
    expect(stage.sent).toEqual([]);
    await click('Switch to backup');
    expect(stage.sent).toEqual([
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
    stage.reply = given;
    await openStudio();
    expect(root().querySelector('.said')?.getAttribute('role')).toBe('status');
    expect(said()).toBe('');
    await click('Switch to backup');
    expect(said()).toContain(text);
  });

  test('while it waits for a keyframe nothing else can be commanded, until the leg is on air', async () => {
    stage.reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    const pressed = button('Switch to backup');
    pressed.focus();
    await click('Switch to backup');
    await click('Switch to backup');
    expect(stage.sent).toHaveLength(1);
    stage.program = { ...stage.program, onAir: 'BACKUP' };
    await pass();
    expect(said()).toContain('Backup is on air.');
    expect(spoken()).toContain('Backup is on air now');
    expect(document.activeElement).toBe(pressed);
    expect(button('Switch to primary').getAttribute('aria-disabled')).toBe('false');
    await pass(30_000);
    expect(said()).toBe('');
  });

  test("another operator's switch that waits for a keyframe is told too", async () => {
    stage.program = { ...stage.program, switchingTo: 'BACKUP' };
    await openStudio();
    expect(said()).toContain('next keyframe; waiting for it');
    await click('Switch to backup');
    expect(stage.sent).toEqual([]);
    stage.program = { ...stage.program, switchingTo: null, onAir: 'BACKUP' };
    await pass();
    expect(said()).toBe('');
    expect(button('Switch to primary').getAttribute('aria-disabled')).toBe('false');
  });

  test('the answer stands with the encoder that was switched to, and goes when it is no longer true', async () => {
    await openStudio();
    await click('Switch to backup');
    expect(cards().map((card) => card.querySelector('.said')?.textContent)).toEqual([
      '',
      'Backup is on air.',
    ]);
    stage.program = { ...stage.program, onAir: 'BACKUP' };
    await pass();
    expect(said()).toBe('Backup is on air.');
    stage.program = { ...stage.program, onAir: 'PRIMARY' };
    await pass();
    expect(said()).toBe('');
  });

  test('a keyframe that never comes', async () => {
    stage.reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    await click('Switch to backup');
    await pass(PENDING_LIMIT_MS + 100);
    expect(said()).toContain('could not be put on air');
    expect(button('Switch to backup').getAttribute('aria-disabled')).toBe('false');
  });

  test('a switch that the server gives up is told when it does, not later', async () => {
    stage.reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    await click('Switch to backup');
    // An answer of before the command says nothing.
    await pass();
    expect(said()).toContain('waiting for it');
    stage.program = { ...stage.program, switchingTo: 'BACKUP' };
    await pass();
    expect(said()).toContain('waiting for it');
    expect(cards().map((card) => card.querySelector('.leg-head')?.textContent?.includes('next'))).toEqual([
      false,
      true,
    ]);
    stage.program = { ...stage.program, switchingTo: null };
    await pass();
    expect(said()).toContain('could not be put on air');
    expect(button('Switch to backup').getAttribute('aria-disabled')).toBe('false');
  });

  test('an encoder that goes is not waited for, nor said to be waited for later', async () => {
    stage.reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    await click('Switch to backup');
    stage.program = { ...stage.program, switchingTo: 'BACKUP' };
    await pass();
    stage.backup = leg({ state: 'OFFLINE' });
    await pass();
    expect(said()).toContain('Backup sends no pictures now');
    // What became of the command is told for as long as anything else, though the encoder is back.
    stage.backup = leg();
    stage.program = { ...stage.program, switchingTo: null };
    await pass();
    expect(said()).toContain('nothing has changed');
    await pass(30_000);
    expect(said()).toBe('');
  });

  test('with no encoder left, the switch that waited is not spoken of', async () => {
    stage.reply = () => Response.json({ outcome: 'PENDING' });
    await openStudio();
    await click('Switch to backup');
    stage.program = { ...stage.program, state: 'INTERRUPTED', onAir: null, switchingTo: null };
    await pass();
    expect(said()).toBe('');
    expect(root().querySelector('.signal-gone')).not.toBeNull();
  });

  test.each<[Phase, ProgramView['state']]>([
    ['SCHEDULED', 'OFF'],
    ['LIVE', 'WAITING'],
    ['ENDED', 'ENDED'],
  ])('%s, %s: there is nothing to switch and to hold', async (currentPhase, state) => {
    stage.phase = currentPhase;
    stage.program = { ...stage.program, state, onAir: null };
    await openStudio();
    expect(button('Switch to')).toBeUndefined();
    expect(button('Hold')).toBeUndefined();
  });
});

describe('hold', () => {
  test('is pressed at once, told by the status, and released', async () => {
    stage.reply = () => Response.json({ held: true });
    await openStudio();
    const hold = button('Hold');
    expect(hold.getAttribute('aria-pressed')).toBe('false');
    expect(document.getElementById(hold.getAttribute('aria-describedby') ?? '')?.textContent).toContain(
      'leaves only an encoder that is dead',
    );
    await click('Hold');
    expect(stage.sent[0]).toEqual({
      method: 'PUT',
      path: '/api/v1/events/demo/languages/en/hold',
      body: { held: true },
    });
    expect(button('Hold').getAttribute('aria-pressed')).toBe('true');
    stage.program = { ...stage.program, held: true };
    await pass();
    expect(root().querySelector('.language-head')?.textContent).toContain('Held');
    expect(spoken()).toContain('held');
    await click('Hold');
    expect(stage.sent[1]?.body).toEqual({ held: false });
    expect(button('Hold').getAttribute('aria-pressed')).toBe('false');
  });

  test('a refusal takes it back and says why', async () => {
    stage.reply = () => Response.json({ detail: 'Ouch.' }, { status: 500 });
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
    stage.program.switches = [
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
    stage.program.switches = [gone];
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
    stage.program = { ...stage.program, switches: [gone, back] };
    await pass();
    expect(rows().map((row) => [row[1], row[4]])).toEqual([
      ['Last picture → Backup', '372 pictures lost'],
      ['Primary → Last picture', 'last picture for 12.4 s'],
    ]);
  });

  test('values that the page does not know are shown as they are', async () => {
    stage.program.switches = [
      entry({ trigger: 'QUALITY', fault: 'GREEN', splice: 'WARP', alignment: 'DICE' }),
    ];
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
    stage.program = { ...stage.program, ...given };
    await openStudio();
    const line = root().querySelector('.alignment');
    expect(line?.querySelector('.badge')?.textContent).toBe(badge);
    expect(line?.textContent).toContain(text);
  });

  test('with one encoder there is nothing to say', async () => {
    stage.backup = leg({ state: 'OFFLINE' });
    await openStudio();
    expect(root().querySelector('.alignment')).toBeNull();
  });
});

test('a mismatch is named with both values and where to mend it, and announced once', async () => {
  stage.phase = 'SCHEDULED';
  stage.program = { ...stage.program, state: 'OFF', onAir: null };
  await openStudio();
  expect(root().querySelector('.mismatch')).toBeNull();
  stage.mismatches = [
    { code: 'sample-rate-differs', severity: 'ERROR', primary: '48000', backup: '44100', text: 'English' },
  ];
  await pass();
  const cells = [...root().querySelectorAll('.mismatch tbody tr > *')].map((cell) => cell.textContent);
  expect(cells).toEqual(['Sample rate', '48 kHz', '44.1 kHz', 'Settings → Audio: the same sample rate']);
  expect(spoken()).toContain('set differently');
  expect(await violations()).toEqual([]);
});

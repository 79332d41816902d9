// @vitest-environment jsdom
/** Encoders that are not there, or are kept out; going live without: rendered, clicked and under axe-core. */
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { NOW, cards, click, entry, leg, openStudio, pass, root, violations } from './studio-page';
import { closeStage, openStage, stage } from './studio-stage';

beforeEach(openStage);
afterEach(closeStage);

describe('an encoder that is not there', () => {
  const notes = () => cards().map((card) => card.textContent?.includes('Nothing can take over') === true);

  test('while live, what that means, why it went and what to do', async () => {
    stage.backup = leg({ state: 'OFFLINE', lastEndReason: 'the connection broke' });
    await openStudio();
    expect(notes()).toEqual([false, true]);
    expect(cards()[1]?.querySelector('.leg-end')?.textContent).toBe(
      'Last ended: The connection broke. Check the encoder’s network.',
    );
    expect(cards()[1]?.textContent).toContain('Start this one again');
    stage.backup = leg({ state: 'OFFLINE', blocked: true });
    await pass();
    expect(cards()[1]?.textContent).toContain('Nothing can take over while encoders are kept out');
    expect(await violations()).toEqual([]);
  });

  test('before, only that nobody is let in', async () => {
    stage.phase = 'SCHEDULED';
    stage.program = { ...stage.program, state: 'OFF', onAir: null };
    stage.backup = leg({ state: 'OFFLINE', blocked: true });
    await openStudio();
    expect(notes()).toEqual([false, false]);
    expect(cards()[1]?.textContent).toContain('Nobody can send here until you let encoders in again.');
  });

  test('with neither, the larger words above say it', async () => {
    stage.primary = stage.backup = leg({ state: 'OFFLINE' });
    stage.program = { ...stage.program, state: 'INTERRUPTED', onAir: null };
    await openStudio();
    expect(notes()).toEqual([false, false]);
  });

  test('before the first one ever, the way to the settings, and no time since when', async () => {
    stage.phase = 'SCHEDULED';
    stage.program = { ...stage.program, state: 'OFF', onAir: null };
    stage.primary = stage.backup = leg({ state: 'OFFLINE', sessions: 0, video: null, audio: null });
    HTMLElement.prototype.scrollIntoView = vi.fn();
    await openStudio();
    expect(root().querySelector('.banner')?.textContent).toContain('No encoder has been connected yet');
    expect(cards()[0]?.querySelector('dl')?.textContent).toBe('');
    await click('Encoder settings');
    const panel = document.getElementById('encoder-settings') as HTMLDetailsElement;
    expect(panel.open).toBe(true);
    expect(document.activeElement?.closest('details')).toBe(panel);
    expect(await violations()).toEqual([]);
  });

  test('one that was there and left needs no way to the settings', async () => {
    stage.phase = 'SCHEDULED';
    stage.program = { ...stage.program, state: 'OFF', onAir: null };
    stage.primary = stage.backup = leg({ state: 'OFFLINE' });
    await openStudio();
    expect(root().querySelector('.banner')).toBeNull();
  });
});

describe('both signals gone', () => {
  beforeEach(() => {
    stage.primary = leg({ state: 'OFFLINE', sinceMs: NOW - 70_000 });
    stage.backup = leg({ state: 'OFFLINE', sinceMs: NOW - 65_000 });
    stage.program = { ...stage.program, state: 'INTERRUPTED', onAir: null, slate: true };
  });

  test('is told with the time since when, which ticks', async () => {
    stage.program.switches = [entry({ to: null, from: 'BACKUP', trigger: 'SLATE', atMs: NOW - 61_000 })];
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
    stage.program.slate = false;
    await openStudio();
    expect(root().querySelector('.signal-gone')?.textContent).toContain('(0:01:05)');
    expect(root().textContent).toContain('nothing could be shown yet');
  });
});

describe('going live', () => {
  beforeEach(() => {
    stage.phase = 'SCHEDULED';
    stage.program = { ...stage.program, state: 'OFF', onAir: null };
  });
  const warnings = () => [...root().querySelectorAll('.go-live-warnings p')].map((p) => p.textContent);

  test('says that the signals are not locked, until they are', async () => {
    stage.program.alignment = 'ARRIVAL_TIME';
    await openStudio();
    await click('Go live');
    expect(warnings()).toHaveLength(1);
    expect(warnings()[0]).toContain('not locked to each other yet for: English');
    stage.program = { ...stage.program, alignment: 'SOUND' };
    await pass();
    expect(warnings()).toEqual([]);
    expect(await violations()).toEqual([]);
  });

  test('says that there is no backup, and that settings differ', async () => {
    stage.backup = leg({ state: 'OFFLINE' });
    await openStudio();
    await click('Go live');
    expect(warnings()[0]).toContain('No backup signal arrives for: English');
    stage.backup = leg();
    stage.mismatches = [{ code: 'x', severity: 'INFO', primary: '1', backup: '2', text: 'English' }];
    await pass();
    expect(warnings()).toEqual([]);
    stage.mismatches = [{ code: 'x', severity: 'WARNING', primary: '1', backup: '2', text: 'English' }];
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
    stage.reply = () => Response.json({ disconnected: true });
    await act(() => inDialog('Disconnect')?.click());
    await pass(0);
    expect(stage.sent).toEqual([
      { method: 'POST', path: '/api/v1/events/demo/languages/en/legs/primary/disconnect', body: null },
    ]);
    expect(root().querySelector('dialog')).toBeNull();
  });

  test('can be kept out, is marked so, and let in again', async () => {
    stage.backup = leg({ state: 'OFFLINE', blocked: true });
    await openStudio();
    expect(cards()[1]?.querySelector('.leg-head')?.textContent).toContain('Kept out');
    stage.reply = () => Response.json({ blocked: false });
    await click('Let in again');
    expect(stage.sent).toEqual([
      { method: 'PUT', path: '/api/v1/events/demo/languages/en/legs/backup/block', body: { blocked: false } },
    ]);
    await click('Keep out');
    await act(() => inDialog('Keep out')?.click());
    await pass(0);
    expect(stage.sent[1]).toEqual({
      method: 'PUT',
      path: '/api/v1/events/demo/languages/en/legs/primary/block',
      body: { blocked: true },
    });
    expect(await violations()).toEqual([]);
  });

  test('a refusal is told where it was asked', async () => {
    stage.reply = () => Response.json({ detail: 'Ouch.' }, { status: 500 });
    await openStudio();
    await click('Keep out');
    await act(() => inDialog('Keep out')?.click());
    await pass(0);
    expect(root().querySelector('dialog [role=alert]')?.textContent).toContain('Ouch.');
  });
});

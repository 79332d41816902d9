import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { poll } from '../src/lib/poll';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function start(task: (signal: AbortSignal) => Promise<number>) {
  const results: number[] = [];
  const failures: number[] = [];
  const stop = poll({
    task,
    timeoutMs: 5_000,
    delayMs: (failed) => 1_000 * (failed + 1),
    onResult: (result) => results.push(result),
    onError: (_error, count) => failures.push(count),
  });
  return { results, failures, stop };
}

const hanging = (signal: AbortSignal) =>
  new Promise<number>((_resolve, reject) =>
    signal.addEventListener('abort', () => reject(new Error('aborted'))),
  );

test('a slow run is never overlapped by the next one', async () => {
  let running = 0;
  let most = 0;
  const { results, stop } = start(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return running--;
  });
  await vi.advanceTimersByTimeAsync(20_000);
  stop();
  expect(most).toBe(1);
  expect(results).toHaveLength(5);
});

test('failures are counted, slow the polling down, and are forgotten after a success', async () => {
  let run = 0;
  const { results, failures, stop } = start(() =>
    ++run === 3 ? Promise.resolve(run) : Promise.reject(new Error('no')),
  );
  await vi.advanceTimersByTimeAsync(0);
  expect(failures).toEqual([1]);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(failures).toEqual([1, 2]);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(results).toEqual([3]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(failures).toEqual([1, 2, 1]);
  stop();
});

test('a run that hangs is aborted after its time and counts as failed', async () => {
  const { failures, stop } = start(hanging);
  await vi.advanceTimersByTimeAsync(4_999);
  expect(failures).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(failures).toEqual([1]);
  stop();
});

test('stopping aborts the run, reports nothing more and leaves no timer', async () => {
  let aborted = false;
  const { results, failures, stop } = start((signal) => {
    signal.addEventListener('abort', () => (aborted = true));
    return hanging(signal);
  });
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(aborted).toBe(true);
  expect([...results, ...failures]).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});

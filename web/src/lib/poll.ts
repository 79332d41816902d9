/**
 * Repeats an asynchronous task: the next run is planned when the last one has ended, so runs never
 * overlap. Stopping aborts the run under way and nothing is reported afterwards.
 */
export interface PollOptions<T> {
  task(signal: AbortSignal): Promise<T>;
  onResult(result: T): void;
  onError(error: unknown, failures: number): void;
  /** Time until the next run, given the number of failures in a row. */
  delayMs(failures: number): number;
  /** A run that takes longer is aborted and counts as failed. */
  timeoutMs: number;
}

export function poll<T>(options: PollOptions<T>): () => void {
  const stopped = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  async function run(): Promise<void> {
    const round = new AbortController();
    const abortRound = () => round.abort();
    stopped.signal.addEventListener('abort', abortRound);
    const limit = setTimeout(abortRound, options.timeoutMs);
    try {
      const result = await options.task(round.signal);
      if (stopped.signal.aborted) return;
      failures = 0;
      options.onResult(result);
    } catch (error) {
      if (stopped.signal.aborted) return;
      failures++;
      options.onError(error, failures);
    } finally {
      clearTimeout(limit);
      stopped.signal.removeEventListener('abort', abortRound);
    }
    if (!stopped.signal.aborted) timer = setTimeout(run, options.delayMs(failures));
  }

  void run();
  return () => {
    stopped.abort();
    clearTimeout(timer);
  };
}

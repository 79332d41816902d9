/** Whether an event that is over can still be played. */
import { useEffect, useState } from 'preact/hooks';
import { poll } from '../lib/poll';

/** Playlists are closed some seconds after the end; later than this, none will appear. */
const ATTEMPTS = 12;
const EVERY_MS = 5_000;

export async function isPlayable(playlist: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(playlist, { signal, cache: 'no-store', credentials: 'omit' });
  return response.ok && (await response.text()).startsWith('#EXTM3U');
}

/** True as soon as the playlist can be had. `null` asks for nothing. */
export function usePlayable(playlist: string | null): boolean {
  const [found, setFound] = useState<string | null>(null);
  useEffect(() => {
    if (playlist === null) return;
    let attempts = 0;
    const stop = poll({
      task: (signal) => isPlayable(playlist, signal),
      timeoutMs: EVERY_MS,
      delayMs: () => EVERY_MS,
      onResult: (playable) => (playable ? succeed() : attempt()),
      onError: attempt,
    });
    function succeed() {
      setFound(playlist);
      stop();
    }
    function attempt() {
      if (++attempts >= ATTEMPTS) stop();
    }
    return stop;
  }, [playlist]);
  return playlist !== null && found === playlist;
}

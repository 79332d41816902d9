/**
 * How hls.js is set up, and why. The program is one playlist whose server may restart, whose encoders may
 * both be gone for minutes, and which must go on by itself afterwards. hls.js's own defaults give up after
 * about three seconds of a refused playlist, because they are made for streams that have alternatives.
 */
import type { HlsConfig, LoadPolicy, RetryConfig } from 'hls.js';

/**
 * hls.js does not retry when the connection is refused or reset (status 0) while the browser believes it is
 * online; for a segment it would then skip the media as a gap. For us that is what a restarting server looks
 * like, so it is retried like a 5xx. 4xx stays final: it is an answer, not a failure.
 */
export const retryWhenServerIsAway: NonNullable<RetryConfig['shouldRetry']> = (
  retryConfig,
  retryCount,
  _isTimeout,
  response,
  retry,
) => retry || (response?.code === 0 && retryCount < (retryConfig?.maxNumRetry ?? 0));

function policy(firstByteMs: number, loadMs: number, errors: number, maxDelayMs: number): LoadPolicy {
  return {
    default: {
      maxTimeToFirstByteMs: firstByteMs,
      maxLoadTimeMs: loadMs,
      timeoutRetry: { maxNumRetry: 3, retryDelayMs: 0, maxRetryDelayMs: 0 },
      errorRetry: {
        maxNumRetry: errors,
        retryDelayMs: 250,
        maxRetryDelayMs: maxDelayMs,
        backoff: 'exponential',
        shouldRetry: retryWhenServerIsAway,
      },
    },
  };
}

export const playerConfig: Partial<HlsConfig> = {
  // Segments are fMP4 already: nothing is transmuxed, only a few boxes are read, so a worker saves nothing
  // and would be one more file that can fail to load.
  enableWorker: false,
  lowLatencyMode: true,
  // Three segments from the edge: the slack that hides a switch between the legs (RFC 8216bis, 6.3.3).
  // HOLD-BACK and PART-HOLD-BACK in the playlist go before it.
  liveSyncDurationCount: 3,
  // Browsers then show "live" instead of a duration that keeps growing.
  liveDurationInfinity: true,
  backBufferLength: 30,
  maxBufferLength: 20,
  maxMaxBufferLength: 60,
  // With an answer to a blocking reload due within 1.5 target durations, 5 s without a first byte means a
  // black hole; hls.js then repeats the request without blocking.
  playlistLoadPolicy: policy(5_000, 10_000, 8, 1_000),
  manifestLoadPolicy: policy(5_000, 10_000, 4, 1_000),
  // 5 s to the first byte instead of 10: a lost path is noticed while there is still something buffered.
  fragLoadPolicy: policy(5_000, 20_000, 10, 2_000),
  // liveMaxUnchangedPlaylistRefresh stays off (Infinity): while both encoders are gone the playlist does not
  // grow, for minutes perhaps. That is no error; hls.js keeps asking and goes on when it grows.
};

/** Previews in the Studio: small, muted, close to the edge, with little memory. */
export const previewConfig: Partial<HlsConfig> = {
  ...playerConfig,
  backBufferLength: 5,
  maxBufferLength: 8,
  maxMaxBufferLength: 12,
};

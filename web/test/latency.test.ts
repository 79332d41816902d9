import Hls from 'hls.js';
import { describe, expect, test } from 'vitest';
import { playerConfig } from '../src/player/config';
import { LATENCY_LIMITS, mostBehindS, StallMemory } from '../src/player/latency';

const { cleanMs, mostCleanMs } = LATENCY_LIMITS;

describe('StallMemory', () => {
  test('without a stall there is nothing to forget', () => {
    expect(new StallMemory().mayForget(1e9)).toBe(false);
  });

  test('forgets once, a minute after the last stall', () => {
    const stalls = new StallMemory();
    stalls.onStall(1_000);
    stalls.onStall(5_000);
    expect(stalls.mayForget(5_000 + cleanMs - 1)).toBe(false);
    expect(stalls.mayForget(5_000 + cleanMs)).toBe(true);
    expect(stalls.mayForget(5_000 + 2 * cleanMs)).toBe(false);
  });

  test('stalls that come back soon are remembered twice as long each time, up to a limit', () => {
    const stalls = new StallMemory();
    let nowMs = 0;
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      stalls.onStall(nowMs);
      let waitMs = 0;
      while (!stalls.mayForget(nowMs + waitMs)) waitMs += 1_000;
      waits.push(waitMs);
      nowMs += waitMs + 10_000;
    }
    expect(waits.slice(0, 4)).toEqual([cleanMs, 2 * cleanMs, 4 * cleanMs, 8 * cleanMs]);
    expect(waits.at(-1)).toBe(mostCleanMs);
  });

  test('a stall long after counts as the first one', () => {
    const stalls = new StallMemory();
    stalls.onStall(0);
    expect(stalls.mayForget(cleanMs)).toBe(true);
    stalls.onStall(10 * cleanMs);
    expect(stalls.mayForget(11 * cleanMs)).toBe(true);
  });
});

describe('how far behind without being taken to live', () => {
  test.each([
    [1.5, 2, 3.25],
    [0.75, 1, 1.5],
    [2.5, 2, 4.25],
    [3.5, 4, 5],
  ])('target %d s, target duration %d s: %d s', (targetS, durationS, expected) => {
    expect(mostBehindS(targetS, durationS)).toBe(expected);
  });

  /** As hls.js 1.7 has it: where it plays faster, at 1.5 s of hold-back and segments of 2 s. */
  test('hls.js catches up everywhere below it', () => {
    const max = playerConfig({ lowLatency: true, dvr: false, fromStart: false }).maxLiveSyncPlaybackRate ?? 1;
    const rateAt = (distanceS: number) => {
      const rate = Math.round((2 / (1 + Math.exp(-0.75 * distanceS))) * 20) / 20;
      return distanceS < 1.5 + 2 ? Math.min(max, Math.max(1, rate)) : 1;
    };
    for (let distanceS = 0.07; distanceS <= mostBehindS(1.5, 2); distanceS += 0.01) {
      expect(rateAt(distanceS)).toBe(1.05);
    }
  });

  test('hls.js lets its target be set, and goes by it', () => {
    const hls = new Hls();
    hls.targetLatency = 1.5;
    expect(hls.config.liveSyncDuration).toBe(1.5);
    hls.destroy();
  });
});

import { describe, expect, it } from 'vitest';
import { startBufferS } from '../src/player/start';

describe('startBufferS', () => {
  it('wants two segments of a live playlist', () => {
    expect(startBufferS({ live: true, targetduration: 2, partTarget: 0 })).toBeCloseTo(3.8);
  });

  it('wants two parts where there are parts', () => {
    expect(startBufferS({ live: true, targetduration: 2, partTarget: 0.5 })).toBeCloseTo(0.8);
  });

  it('waits for nothing when the event is over', () => {
    expect(startBufferS({ live: false, targetduration: 2, partTarget: 0 })).toBe(0);
  });
});

// Runs inside the page: watches its <video> and keeps what happened in window.__watch.
// A picture's number is painted as 27 cells in its top rows: white, black, 24 bits from the lowest, even parity.
(() => {
  const video = document.querySelector('video');
  const state = {
    firstFrameMs: null, stalls: [], openStall: null, backs: [], seeks: 0, frames: [],
    unreadable: 0, readError: null, lastFrameAt: null, longestStillMs: 0, lastTime: 0, latencies: [], painted: [],
  };
  window.__watch = state;
  const startedAt = performance.now();
  const elapsed = () => Math.round(performance.now() - startedAt);
  const say = (event, more) => window.__say && window.__say({ event, ms: elapsed(), ...more });

  if (!window.__handsOff) {
    video.muted = true;
    video.play().catch(() => {});
  }
  video.addEventListener('playing', () => {
    if (state.openStall !== null) {
      const forMs = elapsed() - state.openStall;
      state.stalls.push({ atMs: state.openStall, forMs });
      state.openStall = null;
      say('resumed', { forMs });
    }
  });
  video.addEventListener('waiting', () => {
    if (state.firstFrameMs !== null && state.openStall === null) {
      state.openStall = elapsed();
      say('stalled', { currentTime: video.currentTime });
    }
  });
  video.addEventListener('seeking', () => { if (state.firstFrameMs !== null) state.seeks++; });
  setInterval(() => {
    const time = video.currentTime;
    if (state.firstFrameMs !== null && time < state.lastTime - 0.001) {
      state.backs.push({ atMs: elapsed(), from: state.lastTime, to: time });
      say('back', { from: state.lastTime, to: time });
    }
    state.lastTime = time;
  }, 50);

  // The first seconds are left out: a player begins where it can and then finds its place.
  setInterval(() => {
    const settled = state.firstFrameMs !== null && elapsed() - state.firstFrameMs > 5000;
    if (settled && window.__hls) state.latencies.push(window.__hls.latency);
  }, 250);

  const cells = 27;
  const mostPainted = 20000;
  const canvas = document.createElement('canvas');
  canvas.width = cells;
  canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });

  function readNumber() {
    const cellWidth = Math.floor(video.videoWidth / cells);
    const cellHeight = Math.min(cellWidth, Math.floor(video.videoHeight / 6));
    // Only the middle rows of the strip: its edges are blurred by the encoder.
    const top = Math.floor(cellHeight / 4);
    context.drawImage(video, 0, top, cellWidth * cells, Math.max(1, cellHeight - 2 * top), 0, 0, cells, 1);
    const pixels = context.getImageData(0, 0, cells, 1).data;
    const bit = (i) => (pixels[i * 4] > 125 ? 1 : 0);
    let number = 0;
    let parity = 0;
    for (let i = 0; i < 24; i++) {
      number += bit(i + 2) * 2 ** i;
      parity ^= bit(i + 2);
    }
    return bit(0) === 1 && bit(1) === 0 && bit(26) === parity ? number : null;
  }

  function onFrame(now, { mediaTime }) {
    if (state.lastFrameAt !== null) state.longestStillMs = Math.max(state.longestStillMs, now - state.lastFrameAt);
    state.lastFrameAt = now;
    try {
      const number = readNumber();
      if (number === null) state.unreadable++;
      else {
        state.frames.push(number);
        if (state.painted.length < mostPainted) {
          state.painted.push([number, Math.round(mediaTime * 1e6), Math.round(performance.timeOrigin + now)]);
        }
      }
      if (state.firstFrameMs === null) {
        state.firstFrameMs = elapsed();
        say('first-frame', { number });
      }
    } catch (error) {
      state.readError = String(error);
    }
    video.requestVideoFrameCallback(onFrame);
  }
  video.requestVideoFrameCallback(onFrame);

  // Each picture's number, its time in the media in microseconds, and when it was shown; and every stall.
  window.__painted = () => {
    const originMs = performance.timeOrigin + startedAt;
    const stalls = [...state.stalls];
    if (state.openStall !== null) stalls.push({ atMs: state.openStall, forMs: elapsed() - state.openStall });
    return {
      pictures: state.painted,
      stalls: stalls.map((stall) => ({ atMs: Math.round(originMs + stall.atMs), forMs: stall.forMs })),
      nowMs: Date.now(),
    };
  };

  window.__report = () => {
    const now = performance.now();
    const stalls = [...state.stalls];
    if (state.openStall !== null) stalls.push({ atMs: state.openStall, forMs: elapsed() - state.openStall });
    const still = state.lastFrameAt === null ? 0 : Math.max(state.longestStillMs, now - state.lastFrameAt);
    const jumps = [];
    let wentBack = 0;
    for (let i = 1; i < state.frames.length; i++) {
      const from = state.frames[i - 1];
      const to = state.frames[i];
      if (to < from) wentBack++;
      if (to < from || to - from > 15) jumps.push({ from, to });
    }
    const quality = video.getVideoPlaybackQuality();
    return {
      firstFrameMs: state.firstFrameMs ?? -1,
      stalls: stalls.length,
      stalledMs: stalls.reduce((sum, stall) => sum + stall.forMs, 0),
      stallList: stalls.slice(0, 20),
      longestStillMs: Math.round(still),
      backs: state.backs.length,
      seeks: state.seeks,
      framesSeen: state.frames.length,
      firstFrame: state.frames[0] ?? -1,
      lastFrame: state.frames.at(-1) ?? -1,
      framesBack: wentBack,
      jumps: jumps.slice(0, 20),
      unreadable: state.unreadable,
      readError: state.readError,
      dropped: quality.droppedVideoFrames,
      total: quality.totalVideoFrames,
      currentTime: video.currentTime,
      paused: video.paused,
      videoError: video.error ? video.error.message || String(video.error.code) : null,
      fatal: window.__fatal ?? [],
      latencyS: window.__hls ? window.__hls.latency : null,
      latencyMaxS: state.latencies.reduce((max, each) => Math.max(max, each), 0),
      settledLatencyMaxS: state.latencies.slice(state.latencies.length / 2).reduce((max, each) => Math.max(max, each), 0),
      latencyMeanS: state.latencies.reduce((sum, each) => sum + each, 0) / Math.max(1, state.latencies.length),
    };
  };
})();

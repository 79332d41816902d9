/** What a page has scheduled for its next frame must run while there still is a page. */
import { afterAll } from 'vitest';

afterAll(async () => {
  if (typeof requestAnimationFrame === 'undefined') return;
  await new Promise<void>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())));
});

// A viewer in a real browser. Says what happens as JSON lines; "stop" on its input (or the input's end) ends it
// with a report, "screenshot FILE" saves a picture of the page, "look N" tells how things are, "choose CSS VALUE" picks
// an entry of a <select>, "press CSS KEY" presses a key, "click CSS" clicks, "painted" tells when each picture was shown.
//
//   node probe.mjs page URL          plays the page as it is; it must hold a <video>
//   node probe.mjs visit URL         the same, and never touches the video: the page must start it by itself
//   node probe.mjs hls URL [low]     plays a playlist with hls.js on a bare page
//   node probe.mjs shaka URL [low]   the same with Shaka Player
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [kind, url, latency] = process.argv.slice(2);
if (!['page', 'visit', 'hls', 'shaka'].includes(kind) || !url) {
  console.error('usage: node probe.mjs page|visit|hls|shaka URL [low]');
  process.exit(2);
}

const say = (line) => console.log(JSON.stringify(line));

function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const folders = (process.env.PATH ?? '').split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  return process.env.CHROMIUM || found;
}

const bare = (script) => `<!doctype html><meta charset=utf-8><title>probe</title>
<video muted autoplay playsinline width=640 height=360></video><script src=/player.js></script><script>
window.__fatal = [];
${script}
</script>`;

const hlsPage = bare(`
const low = ${latency === 'low'};
const hls = new Hls({ lowLatencyMode: low, maxLiveSyncPlaybackRate: low ? 1.05 : 1, liveDurationInfinity: true });
window.__hls = hls;
hls.on(Hls.Events.ERROR, (event, data) => { if (data.fatal) window.__fatal.push(data.type + ' ' + data.details); });
hls.loadSource(${JSON.stringify(url ?? '')});
hls.attachMedia(document.querySelector('video'));`);

// The settings of a page that sets nothing but the address and the latency.
const shakaPage = bare(`
shaka.polyfill.installAll();
const keep = (error) => { if (error.severity === 2) window.__fatal.push('shaka ' + error.category + ' ' + error.code); };
(async () => {
  const player = new shaka.Player();
  await player.attach(document.querySelector('video'));
  player.configure({ streaming: { lowLatencyMode: ${latency === 'low'} } });
  player.addEventListener('error', (event) => keep(event.detail));
  await player.load(${JSON.stringify(url ?? '')});
})().catch((error) => window.__fatal.push(String(error)));`);

async function servePage() {
  const modules = join(dirname(fileURLToPath(import.meta.url)), 'node_modules');
  const path = kind === 'hls' ? ['hls.js', 'dist', 'hls.min.js'] : ['shaka-player', 'dist', 'shaka-player.compiled.js'];
  const player = readFileSync(join(modules, ...path));
  const server = createServer((request, response) => {
    const isScript = request.url === '/player.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? player : kind === 'hls' ? hlsPage : shakaPage);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return `http://127.0.0.1:${server.address().port}/`;
}

const browser = await chromium.launch({
  executablePath: findBrowser(),
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync', '--mute-audio',
    '--disable-background-networking', '--disable-component-update', '--disable-dev-shm-usage',
    '--autoplay-policy=no-user-gesture-required', '--ignore-certificate-errors',
  ],
});
const page = await browser.newPage({ ignoreHTTPSErrors: true });
const consoleErrors = [];
const keep = (text) => { if (consoleErrors.length < 50) consoleErrors.push(text.slice(0, 300)); };
page.on('console', (message) => { if (message.type() === 'error') keep(`${message.text()} ${message.location().url}`.trim()); });
page.on('pageerror', (error) => keep(`page: ${error.message}`));
await page.exposeFunction('__say', say);
let lastSegment = null;
let parts = 0;
let blockingReloads = 0;
let pages = 0;
page.on('requestfinished', (request) => {
  const url = new URL(request.url());
  if (url.pathname.endsWith('.m4s')) lastSegment = url.pathname;
  if (/\/\d+\.\d+\.m4s$/.test(url.pathname)) parts++;
  if (url.searchParams.has('_HLS_msn')) blockingReloads++;
});
page.on('domcontentloaded', () => pages++);

async function look(number) {
  const seen = await page.evaluate(() => {
    const video = document.querySelector('video');
    const { stalls, openStall, frames, firstFrameMs } = window.__watch ?? {};
    return {
      text: document.body.innerText, currentTime: video.currentTime, paused: video.paused, ended: video.ended,
      stalls: stalls ? stalls.length + (openStall === null ? 0 : 1) : -1, frames: frames ? frames.length : -1, lastFrame: frames?.at(-1) ?? -1,
      firstFrameMs, latencyS: window.__hls?.latency ?? null,
      total: video.getVideoPlaybackQuality().totalVideoFrames,
      seekable: video.seekable.length > 0 ? [video.seekable.start(0), video.seekable.end(video.seekable.length - 1)] : null,
      buffered: video.buffered.length > 0 ? video.buffered.end(video.buffered.length - 1) : 0,
    };
  });
  say({ event: 'look', number, lastSegment, parts, blockingReloads, pages, ...seen });
}

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  try {
    const report = await page.evaluate(() => window.__report ? window.__report() : { firstFrameMs: -1 });
    say({ event: 'report', ...report, parts, blockingReloads, pages, consoleErrors });
  } finally {
    await browser.close();
    process.exit(0);
  }
}

const commands = createInterface({ input: process.stdin });
commands.on('line', async (line) => {
  if (line === 'stop') await end();
  const words = line.split(' ');
  if (words[0] === 'look') await look(Number(words[1]));
  if (words[0] === 'choose') await page.selectOption(words.slice(1, -1).join(' '), words.at(-1), { timeout: 5000 });
  if (words[0] === 'click') await page.click(words.slice(1).join(' '), { timeout: 5000 });
  if (words[0] === 'press') await page.locator(words.slice(1, -1).join(' ')).press(words.at(-1), { timeout: 5000 });
  if (line === 'painted') say({ event: 'painted', ...(await page.evaluate(() => window.__painted())) });
  if (line.startsWith('screenshot ')) {
    await page.screenshot({ path: line.slice('screenshot '.length) });
    say({ event: 'screenshot' });
  }
});
commands.on('close', end);

await page.goto(kind === 'hls' || kind === 'shaka' ? await servePage() : url);
await page.waitForSelector('video', { state: 'attached', timeout: 30000 });
if (kind === 'visit') await page.evaluate(() => { window.__handsOff = true; });
// Through the debugger, so that the page's own content security policy may stay as strict as it is.
await page.evaluate(readFileSync(new URL('./watch.js', import.meta.url), 'utf8'));
say({ event: 'watching' });

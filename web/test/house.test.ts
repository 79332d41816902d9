/** Rules of the house that no other tool checks. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { embedCode } from '../src/studio/SharePanel';

const root = join(import.meta.dirname, '..');
const read = (name: string) => readFileSync(join(root, name), 'utf8');
const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.(tsx?|css)$/.test(name))
  .map((name) => join('src', name));

test.each(['watch.html', 'studio.html'])('%s runs under a policy without inline script and style', (page) => {
  const html = read(page);
  expect(html).toMatch(/<html lang="/);
  expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  for (const [script] of html.matchAll(/<script[^>]*>/g)) expect(script).toContain(' src="/');
});

test.each(['watch.html', 'studio.html', ...sources])('%s names no other host', (file) => {
  const urls = read(file).match(/(https?:)?\/\/[a-z0-9.-]+\.[a-z]{2,}/gi) ?? [];
  expect(urls).toEqual([]);
});

test.each(sources)('%s has no inline style and is no longer than 300 lines', (file) => {
  const text = read(file);
  expect(text).not.toMatch(/\sstyle=\{/);
  expect(text.split('\n').length).toBeLessThanOrEqual(300);
});

test('the lockfile pins every package by checksum and names no registry', () => {
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Record<string, unknown>> };
  for (const [name, entry] of Object.entries(lock.packages)) {
    expect(entry.resolved, name).toBeUndefined();
    if (name !== '') expect(entry.integrity, name).toMatch(/^sha512-/);
  }
});

test('every version is exact', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;
  for (const version of Object.values({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

test('a title cannot break out of the embed code', () => {
  const code = embedCode('/watch/a', '"><script>alert(1)</script>');
  expect(code).not.toContain('<script>');
  expect(code.match(/"/g)?.length).toBe(12);
});

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../support.ts';
import { copyTree, node } from './build-copy.ts';

const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Builds in a copy of the tree below `path`; the bytes of all that it wrote. */
function build(path: string): Record<string, string> {
  const to = join(folder, path);
  copyTree(to);
  node(folder, join(to, 'scripts/build/bundle.mjs'));
  return bytesOf(join(to, 'dist'));
}

function bytesOf(dist: string): Record<string, string> {
  const names = readdirSync(dist)
    .filter((name) => name !== '.cache')
    .sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(dist, name), 'latin1')]));
}

// .ci/run builds where it is and compares with what is committed. That the place makes no difference is seen here.
test('the bundle is the same to the byte, wherever it is built', () => {
  const there = build('a path/with spaces, Ünicode/and much deeper');
  const here = bytesOf(join(ROOT, 'dist'));
  expect(Object.keys(there)).toEqual(Object.keys(here));
  expect(Object.keys(here).filter((name) => here[name] !== there[name])).toEqual([]);
});

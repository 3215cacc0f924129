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
  const dist = join(to, 'dist');
  return Object.fromEntries(readdirSync(dist).sort().map((name) => [name, readFileSync(join(dist, name), 'latin1')]));
}

// .ci/run builds where it is and compares with what is committed. That the place makes no difference is seen here.
test('the bundle is the same to the byte, wherever it is built', () => {
  const [here, there] = [build('a'), build('a path/with spaces, Ünicode/and much deeper')];
  expect(Object.keys(here)).toEqual(readdirSync(join(ROOT, 'dist')).filter((name) => name !== '.cache').sort());
  expect(Object.keys(there)).toEqual(Object.keys(here));
  expect(Object.keys(here).filter((name) => here[name] !== there[name])).toEqual([]);
});

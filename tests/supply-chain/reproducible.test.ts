import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
// @ts-expect-error a script of the build, without types
import { bundledPackages } from '../../scripts/dev/bundled.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundled = new Set((bundledPackages(root) as { name: string }[]).map(({ name }) => name));

/** The packages, at another path: those that are bundled as copies, because their place could get into the bundle; the tools as links. */
function install(to: string, names: readonly string[]): void {
  for (const name of names) {
    const [from, target] = [join(root, 'node_modules', name), join(to, 'node_modules', name)];
    mkdirSync(dirname(target), { recursive: true });
    if (bundled.has(name)) cpSync(from, target, { recursive: true });
    else symlinkSync(from, target);
  }
}

/** Builds in a copy of the tree below `path`; the bytes of all that it wrote. */
function build(path: string): Record<string, string> {
  const to = join(folder, path);
  for (const part of ['scripts', 'templates', 'package.json', 'tests/package.json', 'tsconfig.json']) cpSync(join(root, part), join(to, part), { recursive: true });
  install(to, ['esbuild', 'gray-matter', 'yaml', ...bundled]);
  const { status, stderr } = spawnSync(process.execPath, [join(to, 'scripts/build/bundle.mjs')], { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  const dist = join(to, 'dist');
  return Object.fromEntries(readdirSync(dist).sort().map((name) => [name, readFileSync(join(dist, name), 'latin1')]));
}

// .ci/run builds where it is and compares with what is committed. That the place makes no difference is seen here.
test('the bundle is the same to the byte, wherever it is built', () => {
  const [here, there] = [build('a'), build('a path/with spaces, Ünicode/and much deeper')];
  expect(Object.keys(here)).toEqual(readdirSync(join(root, 'dist')).filter((name) => name !== '.cache').sort());
  expect(Object.keys(there)).toEqual(Object.keys(here));
  expect(Object.keys(here).filter((name) => here[name] !== there[name])).toEqual([]);
});

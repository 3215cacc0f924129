import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
// @ts-expect-error a script of the build, without types
import { bundledPackages } from '../../scripts/dev/bundled.mjs';
import { ROOT } from '../support.ts';

/** What the build reads. */
const PARTS = ['scripts', 'templates', 'package.json', 'tests/package.json', 'tsconfig.json'];
const TOOLS = ['esbuild', 'gray-matter', 'yaml'];

/**
 * A copy of the tree that builds. Packages that are bundled are copies, because their place could get into the bundle;
 * the tools are links.
 */
export function copyTree(to: string): void {
  for (const part of PARTS) cpSync(join(ROOT, part), join(to, part), { recursive: true });
  const bundled = new Set((bundledPackages(ROOT) as { name: string }[]).map(({ name }) => name));
  for (const name of new Set([...TOOLS, ...bundled])) {
    const [from, target] = [join(ROOT, 'node_modules', name), join(to, 'node_modules', name)];
    mkdirSync(dirname(target), { recursive: true });
    if (bundled.has(name)) cpSync(from, target, { recursive: true });
    else symlinkSync(from, target);
  }
}

/** Runs a program of Node.js; what it printed. Throws where it failed. */
export function node(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args.join(' ')}: exit status ${status}\n${stdout}${stderr}`);
  return stdout;
}

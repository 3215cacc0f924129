import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/**
 * Starts a bundle of dist/ with the code that an earlier run compiled: half the time of a check is compiling functions. It lies in a folder beside the bundles, so that whoever could change
 * it could as well change the bundles. Node.js 22 and newer have a cache of their own, but of a check it would hold an eighth: what is compiled before the bundle runs.
 * It is only ever a saving: where it cannot be read, written or used, the bundle is compiled. `load` is the `require` of a file in dist/; to make one, node:module would have to be loaded.
 */
export function start(dist: string, name: string, build: string, load: NodeJS.Require): void {
  const file = join(dist, `${name}.cjs`);
  const source = readFileSync(file, 'utf8');
  const cache = join(dist, '.cache', `${name}-${build}-${process.versions.v8}-${process.arch}.bin`);
  const cachedData = read(cache);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: file, ...(cachedData ? { cachedData } : {}) });
  if (process.argv[2] !== 'check') (load('node:module') as { enableCompileCache?: () => unknown }).enableCompileCache?.(); // for the further bundles that other commands load
  else if (cachedData && !script.cachedDataRejected) configure();
  // A check, because it is what runs after every write: the code of another command would lack most of its functions, and would stay.
  else process.once('exit', () => write(cache, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, load, module, file, dist);
}

/**
 * V8's settings for a short run, by its version: V8 complains on standard error about one it does not know, so these are the versions that were tried.
 * Patterns: a check uses 300, most of them a few times. V8 makes bytecode of each, and at its second use machine code; machine code at once takes a third of the time of both, and for large
 * patterns less than the bytecode alone.
 * Functions: Node.js 20 optimises them after 66 KB of executed bytecode, most of them wrongly then, because they have seen too little: with 0.5 MB, a check of 2 MB takes a fifth less. Newer ones
 * have another measure. With less inlined, all of them are optimised earlier: an eighth with Node.js 22, less with 20.
 * Memory: a document is read into objects that stay, and new space that doubles copies them several times until it is large enough; it also lets V8 take the heap for one that should be
 * collected whole. A twentieth of 2 MB.
 * What is left out for a version gained nothing there, or took from a check of 20 KB.
 */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  11: ['--no-regexp-tier-up', '--interrupt-budget=500000', '--max-inlined-bytecode-size-cumulative=100', '--semi-space-growth-factor=8'],
  12: ['--no-regexp-tier-up', '--max-inlined-bytecode-size-cumulative=100', '--semi-space-growth-factor=4'],
  13: ['--no-regexp-tier-up', '--max-inlined-bytecode-size-cumulative=100', '--semi-space-growth-factor=4'],
};

/** V8 takes compiled code only with the settings it was written with; so they are made when the code was taken over, and by no run that writes it. */
function configure(): void {
  for (const setting of SETTINGS[process.versions.v8.split('.')[0]!] ?? []) setFlagsFromString(setting);
}

function read(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** Atomically: a reader never sees half of it. What fails here is nobody's concern: the next run compiles again. */
function write(path: string, script: Script): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    const part = `${path}.${process.pid}`;
    writeFileSync(part, script.createCachedData(), { mode: 0o600 });
    renameSync(part, path);
  } catch {
    // A folder that is read-only, or a full disk.
  }
}

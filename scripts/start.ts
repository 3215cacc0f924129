import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';

/**
 * Starts a bundle of dist/ with the code that an earlier run compiled: half the time of a check is compiling functions. It lies in a folder beside the bundles, so that whoever could change
 * it could as well change the bundles. Node.js 22 and newer have a cache of their own, but of a check it would hold an eighth: what is compiled before the bundle runs.
 * It is only ever a saving: where it cannot be read, written or used, the bundle is compiled.
 */
export function start(dist: string, name: string, build: string): void {
  const { createRequire, enableCompileCache } = modules as typeof modules & { enableCompileCache?: () => unknown };
  const file = join(dist, `${name}.cjs`);
  const source = readFileSync(file, 'utf8');
  const cache = join(dist, '.cache', `${name}-${build}-${process.versions.v8}-${process.arch}.bin`);
  const cachedData = read(cache);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: file, ...(cachedData ? { cachedData } : {}) });
  if (isCheck()) {
    compilePatternsOnce();
    // A check, because it is what runs after every write: the code of another command would lack most of its functions, and would stay.
    if (!cachedData || script.cachedDataRejected) process.once('exit', () => write(cache, script));
  } else enableCompileCache?.(); // for the further bundles that other commands load
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dist);
}

const isCheck = () => process.argv[2] === 'check';

/**
 * A check uses 300 patterns, most of them a few times. V8 compiles a pattern to bytecode first, and at its second use again to machine code; straight to machine code takes a third of the
 * time of both, and the bytecode of large patterns takes longer than their machine code. Only after compiled code was taken over and until it is written, because V8 takes it only with the
 * settings it was written with.
 */
function compilePatternsOnce(): void {
  setFlagsFromString('--no-regexp-tier-up');
  process.once('exit', () => setFlagsFromString('--regexp-tier-up'));
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

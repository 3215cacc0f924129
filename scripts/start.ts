import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as modules from 'node:module';
import { dirname, join } from 'node:path';
import { Script } from 'node:vm';

/**
 * Starts a bundle of dist/ with the code that an earlier run compiled: half the time of a check is compiling functions. Node.js 22 and newer do that by
 * themselves; for Node.js 20 the compiled code lies in a folder beside the bundles, so that whoever could change it could as well change the bundles.
 * It is only ever a saving: where it cannot be read, written or used, the bundle is compiled.
 */
export function start(dist: string, name: string, build: string): void {
  const { createRequire, enableCompileCache } = modules as typeof modules & { enableCompileCache?: () => unknown };
  if (enableCompileCache) {
    enableCompileCache();
    createRequire(join(dist, 'cli.cjs'))(`./${name}.cjs`);
    return;
  }
  const file = join(dist, `${name}.cjs`);
  const source = readFileSync(file, 'utf8');
  const cache = join(dist, '.cache', `${name}-${build}-${process.versions.v8}-${process.arch}.bin`);
  const cachedData = read(cache);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, { filename: file, ...(cachedData ? { cachedData } : {}) });
  // A check, because it is what runs after every write: the code of another command would lack most of its functions, and would stay.
  if ((!cachedData || script.cachedDataRejected) && process.argv[2] === 'check') process.once('exit', () => write(cache, script));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dist);
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

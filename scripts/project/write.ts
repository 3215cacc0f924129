import { accessSync, closeSync, constants, fsyncSync, mkdirSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, basename, join } from 'node:path';
import { UserError } from '../commands/io.ts';
import { readText, reason } from './read.ts';

/**
 * Replaces a file so that at any moment either the old or the new text is there: a temporary file in the same folder, flushed, then renamed.
 * `before` is what the caller read; when the file holds something else by now, nothing is written.
 */
export function writeAtomically(absolute: string, shown: string, before: string | null, text: string): void {
  const folder = dirname(absolute);
  const temporary = join(folder, `.${basename(absolute)}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    // A rename would replace a read-only file without asking.
    if (before !== null) accessSync(absolute, constants.W_OK);
    const mode = before === null ? 0o644 : statSync(absolute).mode & 0o777;
    const file = openSync(temporary, 'wx', mode);
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (before !== null && readText(absolute, shown) !== before) throw new UserError(`${shown} was changed by somebody else meanwhile; nothing was written, run it again`);
    renameSync(temporary, absolute);
  } catch (error) {
    rmSync(temporary, { force: true });
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot write ${shown}: ${reason(error)}; nothing was changed`);
  }
}

/** Runs `work` while holding a lock file; a second process gets a clear line. A lock whose process is gone is taken over. */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  let file = acquire(path);
  if (file === null && isStale(path)) {
    rmSync(path, { force: true });
    file = acquire(path);
  }
  if (file === null) throw new UserError('another vibe-specs apply is running in this project; wait for it and run it again');
  try {
    writeSync(file, String(process.pid));
    closeSync(file);
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path: string): number | null {
  try {
    return openSync(path, 'wx');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw new UserError(`cannot write ${basename(path)}: ${reason(error)}`);
  }
}

function isStale(path: string): boolean {
  try {
    const pid = Number(readText(path, basename(path)));
    // A lock without a number is being written right now, unless it is old.
    if (!Number.isInteger(pid) || pid <= 0) return Date.now() - statSync(path).mtimeMs > 10_000;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

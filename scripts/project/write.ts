import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, basename, join } from 'node:path';
import { UserError } from './user-error.ts';
import { readText, reason } from './read.ts';

/**
 * Replaces a file so that at any moment either the old or the new text is there: a temporary file in the same folder,
 * flushed, then renamed.
 * `before` is what the caller read; when the file holds something else by now, nothing is written.
 */
export function writeAtomically(absolute: string, shown: string, before: string | null, text: string): void {
  const folder = dirname(absolute);
  const temporary = join(folder, `.${basename(absolute)}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    sweep(folder, basename(absolute));
    // A rename would replace a read-only file without asking.
    if (before !== null) accessSync(absolute, constants.W_OK);
    const mode = before === null ? 0o644 : statSync(absolute).mode & 0o777;
    const file = openSync(temporary, 'wx', mode);
    try {
      // The mode given to open is cut by the umask: a group that may write would lose that.
      fchmodSync(file, mode);
      const bytes = Buffer.from(text, 'utf8');
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (before !== null && readText(absolute, shown) !== before)
      throw new UserError(`${shown} was changed by somebody else meanwhile; nothing was written, run it again`);
    renameSync(temporary, absolute);
  } catch (error) {
    remove(temporary);
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot write ${shown}: ${reason(error)}; nothing was changed`);
  }
}

/** Keeps what is made in a folder out of the history, unless somebody has said what is kept. */
export function keptOut(absolute: string, shown: string): void {
  const ignore = join(absolute, '.gitignore');
  if (!existsSync(ignore)) writeAtomically(ignore, `${shown}/.gitignore`, null, '*\n');
}

/**
 * Removes a file; false where that fails. What is left behind is no reason to call what was done undone: the next run
 * sweeps it away.
 */
export function remove(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

/** Temporary files that a killed process left beside this file. */
function sweep(folder: string, name: string): void {
  const [before, after] = [`.${name}.`, '.tmp'];
  for (const entry of readdirSync(folder)) {
    if (!entry.startsWith(before) || !entry.endsWith(after)) continue;
    const pid = entry.slice(before.length, -after.length);
    // Our own number: an earlier process had it, for this one has not written yet. In a container it is the same each
    // time.
    if (/^[1-9]\d{0,9}$/.test(pid) && (Number(pid) === process.pid || isGone(Number(pid)))) remove(join(folder, entry));
  }
}

/** Locks of this process: an MCP client may call twice at once. */
const held = new Set<string>();
/** No apply takes this long: its number belongs to another program by now. */
const LONGEST_MS = 10 * 60_000;
/**
 * A lock without a number is being written right now, on a file system without hard links, unless it is older than
 * this.
 */
const UNWRITTEN_MS = 10_000;

/**
 * Runs `work` while holding a lock file; a second process gets a clear line. A lock whose process is gone is taken
 * over.
 */
export async function locked<T>(path: string, shown: string, work: () => Promise<T>): Promise<T> {
  if (held.has(path) || !(acquire(path, shown) || (isStale(path, shown) && remove(path) && acquire(path, shown)))) {
    throw new UserError('another vibe-specs apply is running in this project; wait for it and run it again');
  }
  held.add(path);
  try {
    return await work();
  } finally {
    held.delete(path);
    remove(path);
  }
}

/**
 * False where there is a lock already. It comes into being with its number: a process that is killed in between leaves
 * a temporary file, which the next one sweeps away.
 */
function acquire(path: string, shown: string): boolean {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${process.pid}.tmp`);
  try {
    mkdirSync(folder, { recursive: true });
    sweep(folder, basename(path));
    writeFileSync(temporary, String(process.pid), { flag: 'wx' });
    return linked(temporary, path) || (!existsSync(path) && created(path));
  } catch (error) {
    throw new UserError(`cannot write ${shown}: ${reason(error)}; nothing was changed`);
  } finally {
    remove(temporary);
  }
}

function linked(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch {
    return false;
  }
}

/** Where the file system has no hard links: there, a lock may be seen before its number is in it. */
function created(path: string): boolean {
  let file: number | null = null;
  try {
    file = openSync(path, 'wx');
    writeSync(file, String(process.pid));
    return true;
  } catch (error) {
    if (file === null && (error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    if (file !== null) remove(path);
    throw error;
  } finally {
    if (file !== null) closeSync(file);
  }
}

function isStale(path: string, shown: string): boolean {
  try {
    const pid = Number(readText(path, shown));
    const age = Date.now() - statSync(path).mtimeMs;
    return Number.isInteger(pid) && pid > 0
      ? pid === process.pid || age > LONGEST_MS || isGone(pid)
      : age > UNWRITTEN_MS;
  } catch {
    return false;
  }
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

import { readSync, writeSync } from 'node:fs';

/** Bytes of standard input that are read at once. */
const CHUNK = 1 << 16;
const AGAIN_MS = 5;

/**
 * Everything from standard input, or the first `most` bytes and a few more: it might never end. Without process.stdin,
 * as output is written without process.stdout: loading streams takes longer than all that is read and written. Throws
 * what the system says when it cannot be read.
 */
export function readStandardInput(most: number): Buffer {
  const chunks: Buffer[] = [];
  const chunk = Buffer.allocUnsafe(CHUNK);
  for (let size = 0; size <= most; ) {
    const length = again(() => readOrEnd(chunk));
    if (length === 0) break;
    // A copy: who writes by the line would have each line kept in a whole chunk.
    chunks.push(Buffer.from(chunk.subarray(0, length)));
    size += length;
  }
  return Buffer.concat(chunks);
}

function readOrEnd(chunk: Buffer): number {
  try {
    return readSync(0, chunk);
  } catch (error) {
    // How Windows says that the other end was closed.
    if ((error as NodeJS.ErrnoException).code === 'EOF') return 0;
    throw error;
  }
}

/** Writes at once and completely; throws what the system says. */
export function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += again(() => writeSync(fd, bytes, at));
}

/** Tries until a pipe that is full or empty may be used again. */
function again(act: () => number): number {
  for (;;) {
    try {
      return act();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, AGAIN_MS);
    }
  }
}

import { fstatSync, writeSync } from 'node:fs';
import { main } from './cli.ts';
import { UserError, type Io } from './commands/io.ts';
import { MAX_BYTES, reason } from './project/read.ts';

const EAGAIN_WAIT_MS = 5;

/** What nobody reads any more. */
const closed = new Set<number>();

/** Writes at once and completely. process.stdout is not used: loading streams costs more than all that is written. */
function write(fd: number, text: string): void {
  if (closed.has(fd)) return;
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader that has seen enough (`| head`) is no failure, and no success either: the exit status is still the command's.
      if (code === 'EPIPE') return void closed.add(fd);
      if (code !== 'EAGAIN') {
        if (fd === 1) write(2, `vibe-specs: cannot write to standard output: ${reason(error)}\n`);
        process.exit(2);
      }
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EAGAIN_WAIT_MS);
    }
  }
}

/** Not more than is read anyway: it might never end. */
async function stdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of process.stdin) {
      chunks.push(chunk as Buffer);
      size += (chunk as Buffer).length;
      if (size > MAX_BYTES) break;
    }
  } catch (error) {
    throw new UserError(`cannot read standard input: ${reason(error)}`);
  }
  return Buffer.concat(chunks);
}

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  get isTTY() {
    return isCharacterDevice(1) && process.stdout.isTTY === true;
  },
  out: (text) => write(1, text),
  err: (text) => write(2, text),
  stdin,
  today: new Date().toISOString().slice(0, 10),
};

function isCharacterDevice(fd: number): boolean {
  try {
    return fstatSync(fd).isCharacterDevice();
  } catch {
    return false;
  }
}

void main(process.argv.slice(2), io).then((status) => {
  process.exitCode = status;
});

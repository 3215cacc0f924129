import { fstatSync, writeSync } from 'node:fs';
import { main } from './cli.ts';
import type { Io } from './commands/io.ts';

const EAGAIN_WAIT_MS = 5;

/** Writes at once and completely. process.stdout is not used: loading streams costs more than all that is written. */
function write(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // A reader that has seen enough (`| head`) is no failure.
      if (code === 'EPIPE') process.exit(0);
      if (code !== 'EAGAIN') process.exit(2);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, EAGAIN_WAIT_MS);
    }
  }
}

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  get isTTY() {
    return isCharacterDevice(1) && process.stdout.isTTY === true;
  },
  out: (text) => write(1, text),
  err: (text) => write(2, text),
  stdin: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  },
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

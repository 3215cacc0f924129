import { fstatSync } from 'node:fs';
import { main } from './cli.ts';
import { UserError, type Io } from './commands/io.ts';
import { MAX_BYTES, reason } from '../project/read.ts';
import { readStandardInput, writeAll } from './standard-streams.ts';

/** What nobody reads any more. */
const closed = new Set<number>();

function write(fd: number, text: string): void {
  if (closed.has(fd)) return;
  try {
    writeAll(fd, Buffer.from(text));
  } catch (error) {
    // A reader that has seen enough (`| head`) is no failure, and no success either: the exit status is still the
    // command's.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return void closed.add(fd);
    if (fd === 1) write(2, `vibe-specs: cannot write to standard output: ${reason(error)}\n`);
    process.exit(2);
  }
}

/** Not more than is read anyway. */
async function stdin(): Promise<Buffer> {
  try {
    return readStandardInput(MAX_BYTES);
  } catch (error) {
    throw new UserError(`cannot read standard input: ${reason(error)}`);
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
  // All is written, and nothing runs any more: the rest would be giving back the memory of a document piece by piece.
  // The server's last answer may still be on its way.
  if (process.argv[2] === 'check') process.exit();
});

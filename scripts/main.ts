import { main } from './cli.ts';
import type { Io } from './commands/io.ts';

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  isTTY: process.stdout.isTTY === true,
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  stdin: async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks);
  },
  today: new Date().toISOString().slice(0, 10),
};

if (Number(process.versions.node.split('.')[0]) < 20) {
  process.stderr.write(`vibe-specs needs Node.js 20 or newer; this is ${process.versions.node}\n`);
  process.exit(2);
}

// A reader that has seen enough (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 2));

void main(process.argv.slice(2), io).then((status) => {
  process.exitCode = status;
});

// npm run fuzz -- [--minutes N] [--seed N]: mutants of real documents through the engine. What fails is made small and
// saved to .fuzz/; exit status 1. npm run fuzz -- --replay FILE: one saved input again.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' }, replay: { type: 'string' } },
});
const minutes = Number(values.minutes);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
if (!(minutes > 0) || !Number.isInteger(seed)) throw new Error('expected --minutes and --seed to be numbers');
/** Of one case; the properties' own limit is lower, this one is for what never ends. */
const HANG_SECONDS = 30;
const out = join(root, '.fuzz');
const code = join(root, 'node_modules/.cache/vibe-specs/fuzz-worker.mjs');
await build({
  entryPoints: [join(root, 'tests/fuzz/worker.ts')],
  outfile: code,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  logLevel: 'error',
});

const until = Date.now() + minutes * 60_000;
const totals = { executions: 0, properties: new Map(), rules: new Map(), failures: new Map(), hangs: 0 };
const say = (text) => process.stdout.write(`${text}\n`);

/** Resolves when the worker is done, and to true; to false when it hung and was ended. */
function work(seedOfWorker, more = {}) {
  const state = new SharedArrayBuffer(12);
  const input = new SharedArrayBuffer(16 * 1024 * 1024);
  const now = new Int32Array(state);
  const worker = new Worker(code, { workerData: { root, seed: seedOfWorker, until, out, state, input, ...more } });
  return new Promise((resolve, reject) => {
    let shown = Date.now();
    const timer = setInterval(() => {
      const since = Atomics.load(now, 0);
      if (Date.now() - shown > 10_000) {
        shown = Date.now();
        say(
          `${Math.max(0, Math.round((until - shown) / 1000))} s left, ${totals.executions + Atomics.load(now, 2)} executions, ${totals.failures.size} failures`,
        );
      }
      if (since === 0 || Date.now() / 1000 - since < HANG_SECONDS) return;
      clearInterval(timer);
      const file = join(out, `hang-${seedOfWorker}.json`);
      mkdirSync(out, { recursive: true });
      const hung = Buffer.from(Buffer.from(input, 0, Atomics.load(now, 1))).toString('utf8');
      writeFileSync(file, `{ "property": "no hang", "case": ${hung} }\n`);
      totals.executions += Atomics.load(now, 2);
      totals.hangs++;
      say(`HANG: ${file}`);
      void worker.terminate().then(() => resolve(false));
    }, 500);
    worker.on('message', ({ failure, file, size, done }) => {
      if (failure) {
        totals.failures.set(`${failure.property}|${failure.key}`, 1);
        say(
          `FAILED ${failure.property} (${failure.key}), ${size} characters: ${file}\n  ${failure.detail.split('\n').slice(0, 4).join('\n  ')}`,
        );
      }
      if (!done) return;
      totals.executions += done.executions;
      for (const [map, list] of [
        [totals.properties, done.properties],
        [totals.rules, done.rules],
        [totals.failures, done.failures],
      ])
        for (const [key, n] of list) map.set(key, Math.max(0, map.get(key) ?? 0) + n);
      clearInterval(timer);
      resolve(true);
    });
    worker.on('error', (error) => (clearInterval(timer), reject(error)));
  });
}

if (values.replay !== undefined) {
  await work(seed, { replay: JSON.stringify(JSON.parse(readFileSync(values.replay, 'utf8')).case) });
} else {
  say(`seed ${seed}, ${minutes} min`);
  for (let round = 0; Date.now() < until; round++) await work(seed + round);
  const table = (map) =>
    [...map]
      .sort(([, a], [, b]) => b - a)
      .map(([name, n]) => `  ${String(n).padStart(10)}  ${name}`)
      .join('\n');
  say(
    `\n${totals.executions} executions, seed ${seed}\nProperties held or not:\n${table(totals.properties)}\nFindings by rule:\n${table(totals.rules)}`,
  );
  if (totals.failures.size > 0) say(`Failures, and how often:\n${table(totals.failures)}`);
}
process.exitCode = totals.failures.size + totals.hangs > 0 ? 1 : 0;

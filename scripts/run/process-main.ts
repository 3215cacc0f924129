import { Worker } from 'node:worker_threads';
import { runPostgres } from './sql/postgres.ts';
import { openPglite } from './sql/pglite.ts';
import { runSqlite } from './sql/sqlite.ts';
import { checkScripts } from './scripts/check.ts';
import type { Bounds, Emit, Job } from './types.ts';

/** A thread that ends this process at its limits, whatever the database or the compiler is busy with. */
const GUARD = `const { workerData, parentPort } = require('node:worker_threads');
let used, limit, end;
const spent = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const start = ({ cpu, clock }) => { used = spent(); limit = cpu; end = Date.now() + clock * 1000; };
start(workerData.start);
parentPort.on('message', () => start(workerData.work));
setInterval(() => {
  if (process.memoryUsage.rss() > workerData.bytes) process.kill(process.pid, 'SIGKILL');
  if (spent() - used > limit || Date.now() > end) process.kill(process.pid, 'SIGTERM');
}, 50);`;

/** The program of the processes: one job, then the end. */
export function main(): void {
  const bounds = JSON.parse(process.argv[2]!) as Bounds;
  const guard = new Worker(GUARD, { eval: true, workerData: bounds, stdout: true, stderr: true });
  guard.unref();
  const emit: Emit = (message) => {
    if (message.type === 'ready') guard.postMessage('ready');
    process.send?.(message);
  };
  process.once('message', (job: Job) => {
    perform(job, emit)
      .catch((error: unknown) => emit({ type: 'not-run', notRun: { what: job.task, why: said(error) } }))
      .finally(() => process.send?.({ type: 'done' }, () => process.exit(0)));
  });
}

const said = (error: unknown) => `failed: ${String((error as Error | undefined)?.message ?? error).slice(0, 300)}`;

async function perform(job: Job, emit: Emit): Promise<void> {
  if (job.task === 'postgres') await runPostgres((extensions) => openPglite(job, extensions), job, emit);
  else if (job.task === 'sqlite') await runSqlite(job, emit);
  else checkScripts(job, emit);
}

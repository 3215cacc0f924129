import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside } from './packages.ts';
import type { Bounds, Job, Limits, Message, NotRun } from './types.ts';

declare const VIBE_SPECS_DIST: string | undefined;

/** The types of a large SDK take some ten seconds. */
const SECONDS = { postgres: 20, sqlite: 20, scripts: 60 } as const;
const MEGABYTES = 2000;
/** The database initialises itself in WebAssembly, which takes several seconds. */
const START_SECONDS = 60;
/** On a busy machine the clock runs faster than the processor works. */
const CLOCK = 3;
const GRACE = 2000;
/** WebAssembly memory comes in pages of 64 KB. */
const PAGES = 16;

/**
 * Does a job in a process of its own and hands on what it says. The process is killed when it takes too long or too
 * much memory, reads only the given folders, and may neither write files nor start programs nor see the environment.
 */
export async function runJob(
  job: Job,
  folders: readonly string[],
  limits: Limits,
  receive: (message: Message) => void,
) {
  const seconds = limits.seconds ?? SECONDS[job.task];
  const megabytes = limits.megabytes ?? MEGABYTES;
  const program = limits.program ?? bundled();
  const what = WHAT[job.task];
  if (program === null) return { what, why: 'the program that does it is not beside the bundle' };
  const bounds: Bounds = {
    bytes: megabytes * 1e6,
    start: { cpu: START_SECONDS, clock: START_SECONDS * CLOCK },
    work: { cpu: seconds, clock: seconds * CLOCK },
  };
  return await new Promise<NotRun | null>((resolve) => {
    const child = fork(program, [JSON.stringify(bounds)], {
      execArgv: [...memoryFlags(job, megabytes), ...permissions([dirname(program), ...folders])],
      env: process.env.SystemRoot === undefined ? {} : { SystemRoot: process.env.SystemRoot },
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let [started, done] = [false, false];
    let step: { what: string; left: number } | undefined;
    // The process ends itself; this is for one that cannot.
    let timer = setTimeout(() => child.kill('SIGTERM'), bounds.start.clock * 1000 + GRACE);
    child.on('message', (message: Message) => {
      if (message.type === 'done') done = true;
      else if (message.type === 'step') step = { what: message.what, left: message.left };
      else if (message.type === 'ready') {
        started = true;
        clearTimeout(timer);
        timer = setTimeout(() => child.kill('SIGTERM'), bounds.work.clock * 1000 + GRACE);
      } else receive(message);
    });
    const finish = (why: string) => {
      clearTimeout(timer);
      resolve(done ? null : stopped(what, step, why));
    };
    child.on('error', (error) => finish(`could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      if (signal === 'SIGTERM')
        finish(started ? `took more than ${seconds} s` : `did not start within ${START_SECONDS} s`);
      else finish(ended(code, signal, megabytes));
    });
    // A process that is gone already says so by its end.
    child.send(job, () => {});
  });
}

const WHAT = { postgres: 'SQL', sqlite: 'SQL for SQLite', scripts: 'type check of the scripts' } as const;

/** SIGKILL is the guard's for memory, or the system's; SIGABRT is V8's at its limit. */
function ended(code: number | null, signal: NodeJS.Signals | null, megabytes: number): string {
  if (signal === 'SIGKILL' || signal === 'SIGABRT' || code === 134) return `needed more than ${megabytes} MB of memory`;
  return `ended with ${signal ?? `status ${code}`} before it was done`;
}

function stopped(what: string, step: { what: string; left: number } | undefined, why: string): NotRun {
  if (!step) return { what, why };
  const rest = step.left > 0 ? `; ${step.left} more after it were not run` : '';
  return { what: `${what}: ${step.what}`, why: `${why}${rest}` };
}

function memoryFlags(job: Job, megabytes: number): string[] {
  return job.task === 'postgres'
    ? [`--wasm-max-mem-pages=${Math.floor((megabytes / 2) * PAGES)}`]
    : [`--max-old-space-size=${Math.floor(megabytes * 0.75)}`];
}

/** Node's permission model, under the name that this version has for it. */
function permissions(folders: readonly string[]): string[] {
  const flag = ['--permission', '--experimental-permission'].find((name) =>
    process.allowedNodeEnvironmentFlags.has(name),
  );
  if (flag === undefined) return [];
  const outer = folders.filter((one, i) => !folders.some((other, j) => (other !== one ? isInside(one, other) : j < i)));
  return [flag, '--allow-worker', ...outer.map((folder) => `--allow-fs-read=${join(folder, '*')}`)];
}

function bundled(): string | null {
  const program = join(
    typeof VIBE_SPECS_DIST === 'string' ? VIBE_SPECS_DIST : join(process.cwd(), 'dist'),
    'run-process.cjs',
  );
  return existsSync(program) ? program : null;
}

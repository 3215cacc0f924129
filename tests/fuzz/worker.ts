import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { minimise } from './minimise.ts';
import { caseOf } from './cases.ts';
import { Counts, Judge, type Case, type Failure } from './properties.ts';
import { Random } from './random.ts';
import { openWorld } from './world.ts';

/**
 * What the main thread sees of a worker that no longer answers: [when the present case began (s since the epoch),
 * length of its JSON, executions].
 */
interface Shared {
  readonly state: SharedArrayBuffer;
  readonly input: SharedArrayBuffer;
}

interface Task extends Shared {
  readonly root: string;
  readonly seed: number;
  /** Milliseconds since the epoch. */
  readonly until: number;
  /** Folder for failures. */
  readonly out: string;
  /** Only this case, once: is it slow? */
  readonly replay?: string;
}

/** Documents that made findings of a new kind are mutated further; so many are kept. */
const POOL = 600;
const { root, seed, until, out, state, input, replay } = workerData as Task;
const world = await openWorld(root);
const counts = new Counts();
const judge = new Judge(world, counts);
const now = new Int32Array(state);
const shared = Buffer.from(input);
const failures = new Map<string, { failure: Failure; times: number }>();

async function run(input: Case): Promise<Failure[]> {
  const length = shared.write(JSON.stringify(input));
  Atomics.store(now, 1, length);
  Atomics.store(now, 0, Math.floor(Date.now() / 1000));
  const found = await judge.failures(input);
  Atomics.store(now, 0, 0);
  Atomics.add(now, 2, 1);
  return found;
}

async function save(failed: Case, failure: Failure): Promise<void> {
  const id = `${failure.property}|${failure.key}`;
  const known = failures.get(id);
  if (known) {
    known.times++;
    return;
  }
  failures.set(id, { failure, times: 1 });
  const still = async (candidate: Case) =>
    (await run(candidate)).some((f) => f.property === failure.property && f.key === failure.key);
  let small = failed;
  if (failure.property !== 'fast') {
    if (failed.target !== undefined)
      small = { ...small, target: await minimise(failed.target, (target) => still({ ...small, target })) };
    small = { ...small, text: await minimise(small.text, (text) => still({ ...small, text })) };
  }
  const detail =
    (await run(small)).find((f) => f.property === failure.property && f.key === failure.key)?.detail ?? failure.detail;
  const name = `${failure.property}-${failure.key}`.replace(/[^\w-]+/g, '_').slice(0, 80);
  const file = join(out, `${name}-${createHash('sha256').update(id).digest('hex').slice(0, 6)}.json`);
  mkdirSync(out, { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...failure, detail, case: small }, null, 2)}\n`);
  parentPort!.postMessage({
    failure: { ...failure, detail },
    file,
    size: small.text.length + (small.target?.length ?? 0),
  });
}

async function loop(): Promise<void> {
  const random = new Random(seed);
  const pool = [...world.sections];
  while (Date.now() < until) {
    const mutant = caseOf(world, random, pool);
    const shapes = counts.shapes.size;
    for (const failure of await run(mutant)) await save(mutant, failure);
    if (counts.shapes.size > shapes && mutant.kind === 'check' && mutant.text.length < 60_000)
      pool[pool.length < POOL ? pool.length : world.sections.length + random.below(POOL - world.sections.length)] =
        mutant.text;
  }
}

if (replay === undefined) await loop();
else
  for (const failure of await run(JSON.parse(replay) as Case)) parentPort!.postMessage({ failure, file: '', size: 0 });
parentPort!.postMessage({
  done: {
    executions: Atomics.load(now, 2),
    properties: [...counts.properties],
    rules: [...counts.rules],
    shapes: counts.shapes.size,
    failures: [...failures].map(([id, { times }]) => [id, times]),
  },
});

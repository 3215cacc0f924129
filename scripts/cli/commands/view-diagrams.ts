import { Worker } from 'node:worker_threads';
import type { Drawings, Drawn } from '../../view/diagrams/drawings.ts';

/** Characters; nobody reads a larger diagram, and the layout of a hostile one takes for ever. */
const LONGEST = 20_000;
const MOST = 100;
/** Of the picture, in characters. */
const LARGEST = 1_000_000;

interface Limits {
  /** For all diagrams together. */
  readonly milliseconds: number;
  readonly megabytes: number;
}

const LIMITS: Limits = { milliseconds: 5_000, megabytes: 512 };

/**
 * Draws diagrams in a thread of its own, `program`, which is ended when it takes too long or too much memory: what is
 * not drawn says why, and the page shows its source.
 */
export async function drawDiagrams(
  sources: readonly string[],
  program: string,
  { milliseconds, megabytes } = LIMITS,
): Promise<Drawings> {
  const drawings = new Map<string, Drawn>();
  for (const source of sources.slice(MOST)) drawings.set(source, { why: `over ${MOST} diagrams are not drawn` });
  const rest = sources.slice(0, MOST).filter((source) => {
    if (source.length > LONGEST) drawings.set(source, { why: `it has over ${LONGEST} characters` });
    return source.length <= LONGEST;
  });
  if (rest.length === 0) return drawings;
  const worker = new Worker(program, {
    workerData: rest,
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  });
  let next = 0;
  const why = await new Promise<string>((resolve) => {
    const timer = setTimeout(() => resolve('it takes too long to lay out'), milliseconds);
    const end = (reason: string) => {
      clearTimeout(timer);
      resolve(reason);
    };
    worker.on('message', (drawn: Drawn) => {
      const isLarge = 'svg' in drawn && drawn.svg.length > LARGEST;
      drawings.set(rest[next++]!, isLarge ? { why: 'its picture is too large' } : drawn);
    });
    worker.on('error', () => end('it takes too much memory'));
    worker.on('exit', () => end('the thread that draws ended'));
  });
  await worker.terminate();
  for (const source of rest.slice(next)) drawings.set(source, { why });
  return drawings;
}

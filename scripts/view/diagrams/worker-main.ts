import { parentPort, workerData } from 'node:worker_threads';
import type { Drawn } from './drawings.ts';
import { svgOf } from './svg.ts';

/** Draws one diagram after the other and says what came of each. */
export async function main(): Promise<void> {
  const { readDiagram } = await import('../../lazy/code-mermaid.ts');
  for (const source of workerData as readonly string[]) parentPort!.postMessage(await drawn(source, readDiagram));
}

type ReadDiagram = typeof import('../../lazy/code-mermaid.ts').readDiagram;

async function drawn(source: string, readDiagram: ReadDiagram): Promise<Drawn> {
  try {
    const diagram = await readDiagram(source);
    if (diagram === null) return { why: 'this kind is not drawn' };
    const svg = svgOf(diagram);
    return svg === null ? { why: 'it has something that would be missing in the picture' } : { svg };
  } catch {
    // check says where, and what was expected.
    return { why: 'it has a fault' };
  }
}

import { readFileSync } from 'node:fs';
import { openProject } from '../cli/commands/project.ts';

/**
 * Checks documents in process, all rules on: `node bench-engine.cjs PROJECT RUNS FILE…` prints the best time of each in
 * milliseconds as JSON.
 */
async function main([project, runs, ...files]: string[]): Promise<void> {
  const { check } = await openProject(project!, { today: '2026-11-24', err: () => {} });
  const best: number[] = [];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const times: number[] = [];
    for (let run = 0; run < Number(runs); run++) {
      const start = performance.now();
      await check(text, 'docs/07.md');
      times.push(performance.now() - start);
    }
    best.push(Math.min(...times));
  }
  process.stdout.write(JSON.stringify(best));
}

void main(process.argv.slice(2));

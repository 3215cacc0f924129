import { readFileSync } from 'node:fs';
import { openProject } from '../commands/project.ts';

/** Checks documents in process, all rules on: `node bench-engine.cjs PROJECT RUNS FILE…` prints the best time of each in milliseconds as JSON. */
async function main([project, runs, ...files]: string[]): Promise<void> {
  const { check } = await openProject(project!, { today: '2026-11-24' });
  const best = files.map((file) => {
    const text = readFileSync(file, 'utf8');
    const times = Array.from({ length: Number(runs) }, () => {
      const start = performance.now();
      check(text, 'docs/07.md');
      return performance.now() - start;
    });
    return Math.min(...times);
  });
  process.stdout.write(JSON.stringify(best));
}

void main(process.argv.slice(2));

import { plural, visible } from '../../report/text.ts';
import { SEVERITIES, type CheckOptions } from './check-options.ts';
import { errorsOnly, report, type ResultsOfProject } from './check-output.ts';
import type { Io } from './io.ts';

type Options = Pick<CheckOptions, 'baseline' | 'quiet' | 'failOn' | 'outputs' | 'update-baseline'>;
/** What found it. */
type By = 'check' | 'drift';

/** Holds the findings against the baseline, and writes `notes` and them; the exit status. */
export async function conclude(
  found: readonly ResultsOfProject[],
  { baseline, quiet, failOn, outputs, 'update-baseline': update }: Options,
  by: By,
  io: Io,
  notes: readonly string[] = [],
): Promise<number> {
  const broken = found.some(({ results }) =>
    results.some((r) => r.diagnostics.some((d) => d.rule === 'internal/rule-failed')),
  );
  const [{ root, results: present }] = found as [ResultsOfProject];
  if (update && !broken) {
    (await import('../../lazy/baseline.ts')).updateBaseline(baseline, present, root, io);
    return 0;
  }
  // A baseline is of one project.
  const { results: fresh, gone } =
    baseline === undefined ? { results: present, gone: [] } : await withoutBaseline(present, baseline, root, by, io);
  const shown = found.map((each, i) => (i === 0 ? { root, results: fresh } : each));
  for (const note of notes) io.err(`${note}\n`);
  await report(quiet ? shown.map(errorsOnly) : shown, outputs, by, io);
  for (const { file, section, rule, message } of gone)
    io.err(`gone: ${file}${section ? ` (${section})` : ''}: ${rule}: ${visible(message)}\n`);
  if (gone.length > 0) {
    const are = gone.length === 1 ? 'is' : 'are';
    io.err(`${plural(gone.length, 'finding')} of the baseline ${are} gone; --update-baseline forgets what is gone\n`);
  }
  if (broken) return 2;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return shown.some(({ results }) => results.some((r) => r.diagnostics.some((d) => failing.includes(d.severity))))
    ? 1
    : 0;
}

/** Loaded only where there is a baseline, with the schema of one. */
async function withoutBaseline(found: ResultsOfProject['results'], name: string, root: string, by: By, io: Io) {
  const { readBaseline, withoutKnown } = await import('../../lazy/baseline.ts');
  const known = readBaseline(name, root, io);
  // `drift` has looked at every file that a baseline can name.
  return withoutKnown(found, known, by === 'drift' ? known.findings.map(({ file }) => file) : undefined);
}

import { relative } from 'node:path';
import { nameBelow, slashes } from '../project/paths.ts';
import { formatAgent } from '../report/agent.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { formatGithub } from '../report/github.ts';
import { formatJson } from '../report/json.ts';
import { withPrefix } from '../report/relative.ts';
import { formatText, plural, visible } from '../report/text.ts';
import { allRules } from '../rules/engine.ts';
import { UserError, type Io } from './io.ts';
import { checkoutRoot } from './own-project.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github', 'agent'] as const;
type Format = (typeof FORMATS)[number];
export const SEVERITIES = ['error', 'warning', 'info'] as const;

/** What was found in one project. */
interface Found {
  readonly root: string;
  readonly results: readonly CheckResult[];
}

interface Reporting {
  readonly format: Format;
  readonly failOn: (typeof SEVERITIES)[number];
  /** Only with one project. */
  readonly baseline: string | undefined;
  /** Makes the findings the known ones. */
  readonly update: boolean;
  /** The command that found them. */
  readonly command: 'check' | 'drift';
}

/** Prints findings, without those of the baseline, and resolves to the exit status. */
export async function report(
  all: readonly Found[],
  { format, failOn, baseline, update, command }: Reporting,
  io: Io,
): Promise<number> {
  const found = all.flatMap(({ results }) => results);
  const [{ root }, second] = all as readonly [Found, Found?];
  const broken = found.some((r) => r.diagnostics.some((d) => d.rule === 'internal/rule-failed'));
  if (update && !broken) {
    (await import('../lazy/baseline.ts')).updateBaseline(baseline, found, root, io);
    return 0;
  }
  const { results, gone } =
    baseline === undefined ? { results: found, gone: [] } : await withoutBaseline(found, baseline, command, root, io);
  const colour = results.some((r) => r.diagnostics.length > 0) && io.env.NO_COLOR === undefined && io.isTTY;
  const shown = second ? all : [{ root, results }];
  io.out(
    await render(
      shown.flatMap((each) => withPrefix(each.results, prefixFor(format, each.root, io))),
      format,
      colour,
      command,
    ),
  );
  for (const { file, section, rule, message } of gone)
    io.err(`gone: ${file}${section ? ` (${section})` : ''}: ${rule}: ${visible(message)}\n`);
  if (gone.length > 0)
    io.err(
      `${plural(gone.length, 'finding')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone; --update-baseline forgets what is gone\n`,
    );
  if (broken) return 2;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return results.some((r) => r.diagnostics.some((d) => failing.includes(d.severity))) ? 1 : 0;
}

/** A forge reads paths from the checkout's root, whoever else from where he stands. */
function prefixFor(format: Format, root: string, io: Io): string {
  if (format !== 'github' && format !== 'sarif') return slashes(relative(io.cwd, root));
  const checkout = checkoutRoot(root, io);
  return checkout === null ? '' : (nameBelow(checkout, root) ?? '');
}

/** Loaded only where there is a baseline, with the schema of one. */
async function withoutBaseline(
  found: readonly CheckResult[],
  name: string,
  command: Reporting['command'],
  root: string,
  io: Io,
) {
  const { readBaseline, withoutKnown } = await import('../lazy/baseline.ts');
  const known = readBaseline(name, root, io);
  // `drift` has looked at every file that a baseline can name.
  return withoutKnown(found, known, command === 'drift' ? known.findings.map(({ file }) => file) : undefined);
}

export function oneOf<T extends string>(allowed: readonly T[], value: string, option: string): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined)
    throw new UserError(`unknown value "${value}" for ${option}, expected ${allowed.join(', ')}`);
  return found;
}

async function render(
  results: readonly CheckResult[],
  format: Format,
  colour: boolean,
  command: Reporting['command'],
): Promise<string> {
  switch (format) {
    case 'sarif':
      return (await import('../report/sarif.ts')).formatSarif(results, allRules());
    case 'json':
      return formatJson(results);
    case 'github':
      return formatGithub(results);
    case 'agent':
      return formatAgent(results, { command });
    default:
      return formatText(results, { colour });
  }
}

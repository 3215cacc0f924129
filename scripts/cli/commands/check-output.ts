import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { nameBelow, slashes } from '../../project/paths.ts';
import { readText } from '../../project/read.ts';
import { counted, type CheckResult } from '../../report/diagnostic.ts';
import { OUTPUTS } from '../../report/outputs/index.ts';
import { withPrefix } from '../../report/relative.ts';
import { allRules } from '../../rules/engine.ts';
import type { Output } from '../../report/output.ts';
import type { Destination } from './check-options.ts';
import { UserError, type Io } from './io.ts';
import { checkoutRoot, writablePath } from './own-project.ts';

/** The findings of one project's documents. */
export interface ResultsOfProject {
  readonly root: string;
  readonly results: readonly CheckResult[];
}

/** Writes the findings in each format to its place. */
export async function report(
  found: readonly ResultsOfProject[],
  outputs: readonly Destination[],
  command: string,
  io: Io,
): Promise<void> {
  const hasFindings = found.some(({ results }) => results.some((r) => r.diagnostics.length > 0));
  const colour = hasFindings && io.env.NO_COLOR === undefined && io.isTTY;
  for (const { format, file } of outputs) {
    const output = OUTPUTS[format]!;
    const results = found.flatMap((each) => withPrefix(each.results, prefixFor(output, each.root, io)));
    const text = output.format(results, { colour: colour && file === null, rules: allRules(), command });
    if (file === null) io.out(text);
    else await write(file, text, found, io);
  }
}

/** `--quiet`: errors, and nothing else. */
export function errorsOnly({ root, results }: ResultsOfProject): ResultsOfProject {
  const errors = results.map((result) => {
    const diagnostics = result.diagnostics.filter(({ severity }) => severity === 'error');
    return { ...result, diagnostics, ...counted(diagnostics), disabled: [], notChecked: [] };
  });
  return { root, results: errors };
}

async function write(name: string, text: string, found: readonly ResultsOfProject[], io: Io): Promise<void> {
  // It may lie in any of the projects.
  const [path] = found.map(({ root }) => writablePath(name, root, io)) as [string];
  const isChecked = found.some(({ root, results }) => results.some(({ file }) => file === nameBelow(root, path)));
  if (isChecked) throw new UserError(`${name} is what was checked; name another file for the findings`);
  const { writeAtomically } = await import('../../project/write.ts');
  writeAtomically(path, name, existsSync(path) ? readText(path, name) : null, text);
}

function prefixFor({ fromCheckout }: Output, root: string, io: Io): string {
  if (!fromCheckout) return slashes(relative(io.cwd, root));
  const checkout = checkoutRoot(root, io);
  return checkout === null ? '' : (nameBelow(checkout, root) ?? '');
}

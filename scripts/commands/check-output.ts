import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { nameBelow, slashes } from '../project/paths.ts';
import { readText } from '../project/read.ts';
import { counted, type CheckResult } from '../report/diagnostic.ts';
import { OUTPUTS } from '../report/outputs/index.ts';
import { withPrefix } from '../report/relative.ts';
import { allRules } from '../rules/engine.ts';
import type { Output } from '../report/output.ts';
import type { Destination } from './check-options.ts';
import { UserError, type Io } from './io.ts';
import { checkoutRoot, writablePath } from './own-project.ts';

/** Writes the findings in each format to its place. */
export async function report(results: readonly CheckResult[], outputs: readonly Destination[], root: string, io: Io): Promise<void> {
  const colour = results.some((r) => r.diagnostics.length > 0) && io.env.NO_COLOR === undefined && io.isTTY;
  for (const { format, file } of outputs) {
    const output = OUTPUTS[format]!;
    const text = output.format(withPrefix(results, prefixFor(output, root, io)), { colour: colour && file === null, rules: allRules() });
    if (file === null) io.out(text);
    else await write(file, text, results, root, io);
  }
}

/** `--quiet`: errors, and nothing else. */
export function errorsOnly(results: readonly CheckResult[]): CheckResult[] {
  return results.map((result) => {
    const diagnostics = result.diagnostics.filter(({ severity }) => severity === 'error');
    return { ...result, diagnostics, ...counted(diagnostics), disabled: [], notChecked: [] };
  });
}

async function write(name: string, text: string, checked: readonly CheckResult[], root: string, io: Io): Promise<void> {
  const path = writablePath(name, root, io);
  if (checked.some(({ file }) => file === nameBelow(root, path))) throw new UserError(`${name} is what was checked; name another file for the findings`);
  const { writeAtomically } = await import('../project/write.ts');
  writeAtomically(path, name, existsSync(path) ? readText(path, name) : null, text);
}

function prefixFor({ fromCheckout }: Output, root: string, io: Io): string {
  if (!fromCheckout) return slashes(relative(io.cwd, root));
  const checkout = checkoutRoot(root, io);
  return checkout === null ? '' : (nameBelow(checkout, root) ?? '');
}

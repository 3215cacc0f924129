import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { nameBelow, slashes } from '../project/paths.ts';
import { readText } from '../project/read.ts';
import { formatAgent } from '../report/agent.ts';
import { counted, type CheckResult } from '../report/diagnostic.ts';
import { formatGithub } from '../report/github.ts';
import { formatJson } from '../report/json.ts';
import { withPrefix } from '../report/relative.ts';
import { formatText } from '../report/text.ts';
import { allRules } from '../rules/engine.ts';
import type { Format, Output } from './check-options.ts';
import { UserError, type Io } from './io.ts';
import { checkoutRoot, writablePath } from './own-project.ts';

/** Writes the findings in each format to its place. */
export async function report(results: readonly CheckResult[], outputs: readonly Output[], root: string, io: Io): Promise<void> {
  const colour = results.some((r) => r.diagnostics.length > 0) && io.env.NO_COLOR === undefined && io.isTTY;
  for (const { format, file } of outputs) {
    const text = await render(withPrefix(results, prefixFor(format, root, io)), format, colour && file === null);
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

/** A forge reads paths from the checkout's root, whoever else from where he stands. */
function prefixFor(format: Format, root: string, io: Io): string {
  if (format !== 'github' && format !== 'sarif') return slashes(relative(io.cwd, root));
  const checkout = checkoutRoot(root, io);
  return checkout === null ? '' : (nameBelow(checkout, root) ?? '');
}

async function render(results: readonly CheckResult[], format: Format, colour: boolean): Promise<string> {
  switch (format) {
    case 'sarif':
      return (await import('../report/sarif.ts')).formatSarif(results, allRules());
    case 'json':
      return formatJson(results);
    case 'github':
      return formatGithub(results);
    case 'agent':
      return formatAgent(results);
    default:
      return formatText(results, { colour });
  }
}

import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { formatAgent } from '../report/agent.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { formatGithub } from '../report/github.ts';
import { formatJson } from '../report/json.ts';
import { withPrefix } from '../report/relative.ts';
import { formatText, plural, visible } from '../report/text.ts';
import { allRules } from '../rules/engine.ts';
import { nameBelow, slashes } from '../project/paths.ts';
import { decode, DRAFT, readSource, SDK } from '../project/read.ts';
import { openProject, presentSection, type OpenProject } from './project.ts';
import { checkoutRoot, readableProject } from './own-project.ts';
import { UserError, type Command, type Io } from './io.ts';

export const FORMATS = ['text', 'json', 'sarif', 'github', 'agent'] as const;
type Format = (typeof FORMATS)[number];
export const SEVERITIES = ['error', 'warning', 'info'] as const;

export const check: Command = {
  summary: 'check Section 7: structure, cross-references, facts, numbers, security',
  help: `Usage: vibe-specs check [FILE|GLOB…] [options]

Checks the project's Section 7, or the given documents against the project's Sections 3-6.

  FILE, GLOB             documents to check; - reads standard input
  --draft                check the draft, ${DRAFT}
  --run                  also run the SQL of 7.E on top of Section 5 in an embedded PostgreSQL, and type-check TypeScript and JavaScript against the SDKs, with the packages
                         @electric-sql/pglite and typescript that are installed in the project or in ${SDK}: these are executed, nothing of the
                         documents is outside of the embedded database
  --install              with --run: first install what is missing in ${SDK}, by npm and without scripts; apply removes it
  --project DIR          the project's folder (default: the current one, or the nearest above it that has the documents)
  --stdin-filename PATH  name of what comes from standard input
  --format FORMAT        ${FORMATS.join(', ')} (default: text)
  --fail-on SEVERITY     error, warning or info: what makes the exit status 1 (default: error)
  --baseline FILE        do not report the findings that FILE knows; name those of FILE that are gone
  --update-baseline      write the present findings to the baseline FILE

Exit status: 0 clean, 1 findings at or above the threshold, 2 could not run or nothing matched.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        draft: { type: 'boolean' },
        run: { type: 'boolean' },
        install: { type: 'boolean' },
        project: { type: 'string' },
        'stdin-filename': { type: 'string' },
        format: { type: 'string', default: 'text' },
        'fail-on': { type: 'string', default: 'error' },
        baseline: { type: 'string' },
        'update-baseline': { type: 'boolean' },
      },
    });
    const format = oneOf(FORMATS, values.format, '--format');
    const failOn = oneOf(SEVERITIES, values['fail-on'], '--fail-on');
    const project = await openProject(readableProject(values.project, io), io);
    const documents = await documentsOf(positionals, values.draft === true, values['stdin-filename'], project, io);
    const found: CheckResult[] = [];
    for (const { text, file } of documents) found.push(await project.check(text, file, { run: values.run === true || values.install === true, install: values.install === true }));
    const update = values['update-baseline'] === true;
    return report(found, { format, failOn, baseline: values.baseline, update, command: 'check' }, project.root, io);
  },
};

interface Reporting {
  readonly format: Format;
  readonly failOn: (typeof SEVERITIES)[number];
  readonly baseline: string | undefined;
  /** Makes the findings the known ones. */
  readonly update: boolean;
  /** The command that found them. */
  readonly command: 'check' | 'drift';
}

/** Prints findings, without those of the baseline, and resolves to the exit status. */
export async function report(found: readonly CheckResult[], { format, failOn, baseline, update, command }: Reporting, root: string, io: Io): Promise<number> {
  const broken = found.some((r) => r.diagnostics.some((d) => d.rule === 'internal/rule-failed'));
  if (update && !broken) {
    (await import('../lazy/baseline.ts')).updateBaseline(baseline, found, root, io);
    return 0;
  }
  const { results, gone } = baseline === undefined ? { results: found, gone: [] } : await withoutBaseline(found, baseline, command, root, io);
  const colour = results.some((r) => r.diagnostics.length > 0) && io.env.NO_COLOR === undefined && io.isTTY;
  io.out(await render(withPrefix(results, prefixFor(format, root, io)), format, colour, command));
  for (const { file, section, rule, message } of gone) io.err(`gone: ${file}${section ? ` (${section})` : ''}: ${rule}: ${visible(message)}\n`);
  if (gone.length > 0) io.err(`${plural(gone.length, 'finding')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone; --update-baseline forgets what is gone\n`);
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
async function withoutBaseline(found: readonly CheckResult[], name: string, command: Reporting['command'], root: string, io: Io) {
  const { readBaseline, withoutKnown } = await import('../lazy/baseline.ts');
  const known = readBaseline(name, root, io);
  // `drift` has looked at every file that a baseline can name.
  return withoutKnown(found, known, command === 'drift' ? known.findings.map(({ file }) => file) : undefined);
}

export function oneOf<T extends string>(allowed: readonly T[], value: string, option: string): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw new UserError(`unknown value "${value}" for ${option}, expected ${allowed.join(', ')}`);
  return found;
}

async function render(results: readonly CheckResult[], format: Format, colour: boolean, command: Reporting['command']): Promise<string> {
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

interface Input {
  readonly text: string;
  readonly file: string;
}

async function documentsOf(named: readonly string[], draft: boolean, stdinName: string | undefined, project: OpenProject, io: Io): Promise<Input[]> {
  const { root } = project;
  if (draft) return [toInput(readSource(root, DRAFT))];
  if (named.length === 0) return [toInput(presentSection(project))];
  const inputs = new Map<string, Input>();
  for (const name of named) {
    if (name === '-') {
      const path = stdinName === undefined ? project.context.target.path : nameBelow(root, resolve(io.cwd, stdinName)) || slashes(stdinName);
      const input = toInput({ path, text: decode(await io.stdin(), 'standard input') }, 'standard input');
      inputs.set(input.file, input);
    } else {
      for (const path of await expand(name, io.cwd)) {
        const input = toInput(readSource(root, resolve(io.cwd, path), path));
        inputs.set(input.file, input);
      }
    }
  }
  return [...inputs.values()];
}

function toInput({ path, text }: { path: string; text: string }, shown = path): Input {
  if (text.trim() === '') throw new UserError(`${shown} is empty, expected a document with Section 7`);
  return { text, file: path };
}

/** Arguments are relative to where the command was called, not to the project. */
async function expand(name: string, cwd: string): Promise<string[]> {
  if (!/[*?[\]{}]/.test(name)) return [name];
  const { expandGlob } = await import('../lazy/glob.ts');
  const found = await expandGlob(name, cwd);
  if (found.length === 0) throw new UserError(`no file matches ${name}`);
  return found;
}

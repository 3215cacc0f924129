import { relative, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { formatAgent } from '../report/agent.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { formatGithub } from '../report/github.ts';
import { formatJson } from '../report/json.ts';
import { formatText } from '../report/text.ts';
import { decode, DRAFT, readSource } from '../project/read.ts';
import { openProject, type OpenProject } from './project.ts';
import { projectFolder, UserError, type Command } from './io.ts';

const FORMATS = ['text', 'json', 'github', 'agent'] as const;
type Format = (typeof FORMATS)[number];

export const check: Command = {
  summary: 'check Section 7: structure, cross-references, facts, numbers, security',
  help: `Usage: vibe-specs check [FILE|GLOB…] [options]

Checks the project's Section 7, or the given documents against the project's Sections 3-6.

  FILE, GLOB             documents to check; - reads standard input
  --draft                check the draft, ${DRAFT}
  --project DIR          the project's folder (default: the current one)
  --stdin-filename PATH  name of what comes from standard input
  --format FORMAT        ${FORMATS.join(', ')} (default: text)
  --fail-on SEVERITY     error or warning: what makes the exit status 1 (default: error)

Exit status: 0 clean, 1 findings at or above the threshold, 2 could not run or nothing matched.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        draft: { type: 'boolean' },
        project: { type: 'string' },
        'stdin-filename': { type: 'string' },
        format: { type: 'string', default: 'text' },
        'fail-on': { type: 'string', default: 'error' },
      },
    });
    const format = oneOf(FORMATS, values.format, '--format');
    const failOn = oneOf(['error', 'warning'] as const, values['fail-on'], '--fail-on');
    const project = openProject(projectFolder(values.project, io), io);
    const documents = await documentsOf(positionals, values.draft === true, values['stdin-filename'], project, io);
    const results = documents.map(({ text, file }) => project.check(text, file));
    io.out(render(results, format, io.isTTY && io.env.NO_COLOR === undefined));
    const errors = results.reduce((n, r) => n + r.errors, 0);
    const warnings = results.reduce((n, r) => n + r.warnings, 0);
    if (results.some((r) => r.diagnostics.some((d) => d.rule === 'internal/rule-failed'))) return 2;
    return errors > 0 || (failOn === 'warning' && warnings > 0) ? 1 : 0;
  },
};

function oneOf<T extends string>(allowed: readonly T[], value: string, option: string): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined) throw new UserError(`unknown value "${value}" for ${option}, expected ${allowed.join(', ')}`);
  return found;
}

function render(results: readonly CheckResult[], format: Format, colour: boolean): string {
  switch (format) {
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

interface Input {
  readonly text: string;
  readonly file: string;
}

async function documentsOf(named: readonly string[], draft: boolean, stdinName: string | undefined, project: OpenProject, io: Parameters<Command['run']>[1]): Promise<Input[]> {
  const { root } = project;
  if (draft) return [toInput(readSource(root, DRAFT))];
  if (named.length === 0) {
    const { target, layout } = project.context;
    if (layout === 'none') throw new UserError('no specification found: expected docs/06-technical-specification.md, or a folder docs/06-technical-specification');
    if (!target.exists) throw new UserError(`there is no Section 7 yet; it belongs in ${target.path}. To check a draft: vibe-specs check --draft`);
    return [toInput(readSource(root, target.path))];
  }
  const inputs: Input[] = [];
  for (const name of named) {
    if (name === '-') inputs.push({ text: decode(await io.stdin(), 'standard input'), file: stdinName ?? project.context.target.path });
    else for (const path of await expand(name, root, io.cwd)) inputs.push(toInput(readSource(root, path)));
  }
  return inputs;
}

function toInput({ path, text }: { path: string; text: string }): Input {
  if (text.trim() === '') throw new UserError(`${path} is empty, expected a document with Section 7`);
  return { text, file: path };
}

/** Paths are relative to where the command was called; the engine's are relative to the project. */
async function expand(name: string, root: string, cwd: string): Promise<string[]> {
  if (!/[*?[\]{}]/.test(name)) return [inProject(name, root, cwd)];
  const { expandGlob } = await import('../lazy/glob.ts');
  const found = await expandGlob(name, cwd);
  if (found.length === 0) throw new UserError(`no file matches ${name}`);
  return found.map((path) => inProject(path, root, cwd));
}

function inProject(name: string, root: string, cwd: string): string {
  const path = relative(root, `${cwd}${sep}${name}`);
  return name.startsWith('/') || /^[A-Za-z]:[\\/]/.test(name) ? name : path;
}


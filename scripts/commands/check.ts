import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { CheckResult } from '../report/diagnostic.ts';
import { visible } from '../report/text.ts';
import { nameBelow, slashes } from '../project/paths.ts';
import { decode, DRAFT, readSource, SDK } from '../project/read.ts';
import { openProject, presentSection, type OpenProject } from './project.ts';
import { byProject } from './check-projects.ts';
import { FORMATS, oneOf, report, SEVERITIES } from './report.ts';
import { UserError, type Command, type Io } from './io.ts';

export const check: Command = {
  summary: 'check Section 7: structure, cross-references, facts, numbers, security',
  help: `Usage: vibe-specs check [FILE|GLOB…] [options]

Checks the project's Section 7, or the given documents against the Sections 3-6 of their projects.

  FILE, GLOB             documents to check, each against its own project; - reads standard input
  --draft                check the draft, ${DRAFT}
  --changed              the given files changed: check the Section 7 of each one's project; none yet is no error
  --run                  also run the SQL of 7.E on top of Section 5 in an embedded PostgreSQL, and type-check TypeScript and JavaScript against the SDKs, with the packages
                         @electric-sql/pglite and typescript that are installed in the project or in ${SDK}: these are executed, nothing of the
                         documents is outside of the embedded database
  --install              with --run: first install what is missing in ${SDK}, by npm and without scripts; apply removes it
  --project DIR          the folder of the one project (default: the nearest above each document, or above the current
                         folder, that has a specification)
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
        changed: { type: 'boolean' },
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
    const groups = await byProject(positionals, values.project, io);
    const second = groups[1];
    if (second && values.baseline !== undefined) throw new UserError('a baseline belongs to one project; name it with --project');
    const all: { readonly root: string; readonly results: readonly CheckResult[]; readonly alone: boolean }[] = [];
    for (const { root, names } of groups) {
      const project = await openProject(root, io);
      const documents = await documentsOf(values.changed ? [] : names, values, project, io);
      const results: CheckResult[] = [];
      for (const { text, file } of documents) results.push(await project.check(text, file, { run: values.run === true || values.install === true, install: values.install === true }));
      all.push({ root, results, alone: project.context.layout === 'none' });
    }
    for (const { root, results } of all.filter((each) => each.alone))
      for (const { file } of results) io.err(`${visible(file)}: not compared with other sections: no specification found in ${root}\n`);
    const update = values['update-baseline'] === true;
    return report(all, { format, failOn, baseline: values.baseline, update, command: 'check' }, io);
  },
};

interface Input {
  readonly text: string;
  readonly file: string;
}

async function documentsOf(named: readonly string[], options: { readonly draft?: boolean; readonly changed?: boolean; readonly 'stdin-filename'?: string }, project: OpenProject, io: Io): Promise<Input[]> {
  const { root } = project;
  const stdinName = options['stdin-filename'];
  if (options.changed && !project.context.target.exists) return [];
  if (options.draft) return [toInput(readSource(root, DRAFT))];
  if (named.length === 0) return [toInput(presentSection(project))];
  const inputs = new Map<string, Input>();
  for (const name of named) {
    if (name === '-') {
      const path = stdinName === undefined ? project.context.target.path : nameBelow(root, resolve(io.cwd, stdinName)) || slashes(stdinName);
      const input = toInput({ path, text: decode(await io.stdin(), 'standard input') }, 'standard input');
      inputs.set(input.file, input);
    } else {
      const input = toInput(readSource(root, resolve(io.cwd, name), name));
      inputs.set(input.file, input);
    }
  }
  return [...inputs.values()];
}

function toInput({ path, text }: { path: string; text: string }, shown = path): Input {
  if (text.trim() === '') throw new UserError(`${shown} is empty, expected a document with Section 7`);
  return { text, file: path };
}

import { resolve } from 'node:path';
import { DRAFT, SDK } from '../../project/read.ts';
import { plural, visible } from '../../report/text.ts';
import { documentsOf } from './check-documents.ts';
import { FORMATS, readOptions, type CheckOptions } from './check-options.ts';
import type { ResultsOfProject } from './check-output.ts';
import { byProject } from './check-projects.ts';
import { conclude } from './conclude.ts';
import { UserError, type Command, type Io } from './io.ts';
import { namedConfig } from './own-project.ts';
import { openProject, type OpenProject } from './project.ts';
import type { Checked } from './watch.ts';

export const check: Command = {
  summary: 'check Section 7: structure, cross-references, facts, numbers, security',
  help: `Usage: vibe-specs check [FILE|GLOB…] [options]

Checks the project's Section 7, or the given documents against the Sections 3-6 of their projects.

  FILE, GLOB             documents to check, each against its own project; - reads standard input
  --draft                check the draft, ${DRAFT}
  --changed              the given files changed: check the Section 7 of each one's project; none yet is no error
  --project DIR          the folder of the one project (default: the nearest above each document, or above the current
                         folder, that has a specification)
  --stdin-filename PATH  name of what comes from standard input
  --watch                check again whenever the documents change, until it is interrupted

What is judged
  --config FILE          the configuration (default: vibe-specs.config.json of the project)
  --rule ID=SEVERITY     error, warning, info or off for a rule or a group (numbers/*); may be repeated
  --rule ID              only this rule or group; may be repeated
  --baseline FILE        do not report the findings that FILE knows; name those of FILE that are gone
  --update-baseline      write the present findings to the baseline FILE
  --run                  also run the SQL of Section 7 on top of Section 5 in an embedded PostgreSQL, and type-check TypeScript
                         and JavaScript against the SDKs, with the packages @electric-sql/pglite and typescript that are
                         installed in the project or in ${SDK}: these are executed, nothing of the
                         documents is outside of the embedded database
  --install              with --run: first install what is missing in ${SDK}, by npm and without
                         scripts; apply removes it

What comes out
  --format FORMAT        ${FORMATS.join(', ')} (default: text)
  --format FORMAT=FILE   the same into a file; may be repeated: --format text --format sarif=out.sarif
  --output FILE          the file for the format that names none
  --quiet                errors only; the exit status is the same
  --fail-on SEVERITY     error, warning or info: what makes the exit status 1 (default: error)

What is mended
  --fix                  make the changes that are certain: headers that are slips, and days of sources that are spelled
                         out; then report what is left
  --dry-run              with --fix: print the changes as a diff and write nothing; exit status 1 where there are some

Exit status: 0 clean, 1 findings at or above the threshold, 2 could not run or nothing matched.
`,
  async run(args, io) {
    const options = readOptions(args);
    const once = () => checkOnce(options, io);
    if (!options.watch) return (await once()).status;
    return await (await import('../../lazy/watch.ts')).watch(once, options, io);
  },
};

async function checkOnce(options: CheckOptions, io: Io): Promise<Checked> {
  const groups = await byProject(options.files, options.project, io);
  if (groups.length > 1 && options.baseline !== undefined) {
    throw new UserError('a baseline belongs to one project; name it with --project');
  }
  const projects: OpenProject[] = [];
  const found: ResultsOfProject[] = [];
  let mended = 0;
  for (const { root, names } of groups) {
    const config = options.config === undefined ? undefined : namedConfig(options.config, root, io);
    const project = await openProject(root, io, { config, adjust: options.adjust });
    const { results, changed } = await checkProject(names, options, project, io);
    projects.push(project);
    found.push({ root, results });
    mended += changed;
  }
  const documents = found.flatMap(({ root, results }) => results.map(({ file }) => resolve(root, file)));
  const checked = (status: number): Checked => ({ status, projects, documents });
  if (options['dry-run']) {
    io.err(`${plural(mended, 'document')} would change; nothing is written\n`);
    return checked(mended > 0 ? 1 : 0);
  }
  if (mended > 0) io.err(`${plural(mended, 'document')} mended\n`);
  const alone = found.filter((_, i) => projects[i]!.context.layout === 'none');
  const notes = alone.flatMap(({ root, results }) =>
    results.map(({ file }) => `${visible(file)}: not compared with other sections: no specification found in ${root}`),
  );
  return checked(await conclude(found, options, 'check', io, notes));
}

async function checkProject(names: readonly string[], options: CheckOptions, project: OpenProject, io: Io) {
  const documents = await documentsOf(names, options, project, io);
  const judge = ({ text, path }: { text: string; path: string }) => project.check(text, path, options);
  if (options.fix) return await (await import('../../lazy/fix.ts')).fix(documents, judge, options, project.root, io);
  const results = [];
  for (const document of documents) results.push(await judge(document));
  return { results, changed: 0 };
}

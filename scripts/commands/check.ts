import type { CheckResult } from '../report/diagnostic.ts';
import { plural, visible } from '../report/text.ts';
import { DRAFT, SDK } from '../project/read.ts';
import { documentsOf } from './check-documents.ts';
import { FORMATS, readOptions, SEVERITIES, type CheckOptions } from './check-options.ts';
import { errorsOnly, report } from './check-output.ts';
import type { Command, Io } from './io.ts';
import { namedConfig, readableProject } from './own-project.ts';
import { openProject, type OpenProject } from './project.ts';

export const check: Command = {
  summary: 'check Section 7: structure, cross-references, facts, numbers, security',
  help: `Usage: vibe-specs check [FILE|GLOB…] [options]

Checks the project's Section 7, or the given documents against the project's Sections 3-6.

  FILE, GLOB             documents to check; - reads standard input
  --draft                check the draft, ${DRAFT}
  --project DIR          the project's folder (default: the current one, or the nearest above it that has the documents)
  --stdin-filename PATH  name of what comes from standard input
  --watch                check again whenever the documents change, until it is interrupted

What is judged
  --config FILE          the configuration (default: vibe-specs.config.json of the project)
  --rule ID=SEVERITY     error, warning, info or off for a rule or a group (numbers/*); may be repeated
  --rule ID              only this rule or group; may be repeated
  --baseline FILE        do not report the findings that FILE knows; name those of FILE that are gone
  --update-baseline      write the present findings to the baseline FILE
  --run                  also run the SQL of 7.E on top of Section 5 in an embedded PostgreSQL, and type-check TypeScript
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
  --fix                  make the changes that are certain: headers that are slips, days of sources that are spelled out,
                         disabling comments that disable nothing; then report what is left
  --dry-run              with --fix: print the changes as a diff and write nothing; exit status 1 where there are some

Exit status: 0 clean, 1 findings at or above the threshold, 2 could not run or nothing matched.
`,
  async run(args, io) {
    const options = readOptions(args);
    const once = async () => {
      const root = readableProject(options.project, io);
      const config = options.config === undefined ? undefined : namedConfig(options.config, root, io);
      const project = await openProject(root, io, { config, adjust: options.adjust });
      return { status: await checkOnce(options, project, io), project };
    };
    if (!options.watch) return (await once()).status;
    return await (await import('../lazy/watch.ts')).watch(once, options, io);
  },
};

async function checkOnce(options: CheckOptions, project: OpenProject, io: Io): Promise<number> {
  const { baseline, quiet, failOn, outputs } = options;
  const documents = await documentsOf(options, project, io);
  const judge = ({ text, path }: { text: string; path: string }) => project.check(text, path, options);
  let found: CheckResult[] = [];
  if (options.fix) {
    const mended = await (await import('../lazy/fix.ts')).fix(documents, judge, options, project.root, io);
    if (options['dry-run']) return mended.changed ? 1 : 0;
    found = mended.results;
  } else for (const document of documents) found.push(await judge(document));
  const broken = found.some((r) => r.diagnostics.some((d) => d.rule === 'internal/rule-failed'));
  if (options['update-baseline'] && !broken) {
    (await import('../lazy/baseline.ts')).updateBaseline(baseline, found, project.root, io);
    return 0;
  }
  const { results, gone } = baseline === undefined ? { results: found, gone: [] } : await withoutBaseline(found, baseline, project.root, io);
  await report(quiet ? errorsOnly(results) : results, outputs, project.root, io);
  for (const { file, section, rule, message } of gone) io.err(`gone: ${file}${section ? ` (${section})` : ''}: ${rule}: ${visible(message)}\n`);
  if (gone.length > 0) io.err(`${plural(gone.length, 'finding')} of the baseline ${gone.length === 1 ? 'is' : 'are'} gone; --update-baseline forgets what is gone\n`);
  if (broken) return 2;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  return results.some((r) => r.diagnostics.some((d) => failing.includes(d.severity))) ? 1 : 0;
}

/** Loaded only where there is a baseline, with the schema of one. */
async function withoutBaseline(found: readonly CheckResult[], name: string, root: string, io: Io) {
  const { readBaseline, withoutKnown } = await import('../lazy/baseline.ts');
  return withoutKnown(found, readBaseline(name, root, io));
}

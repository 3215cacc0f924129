import { parseArgs } from 'node:util';
import { parseSection7 } from '../../spec/parse.ts';
import { FORMATS, REPORTING, reportingOf } from './check-options.ts';
import { conclude } from './conclude.ts';
import { UserError, type Command } from './io.ts';
import { namedConfig, readableProject } from './own-project.ts';
import { openProject, presentSection } from './project.ts';

export const drift: Command = {
  summary: 'hold the code of the repository against Section 7: variables, routes, SDKs, services, alerts, schema',
  help: `Usage: vibe-specs drift [options]

Says where the repository and Section 7 disagree, each time with both places: variables of code, .env.example, compose
files, Kubernetes, Terraform and workflows; routes and webhooks; SDKs in lock files; hosts and SDKs of services that
Section 7 does not have; alerts in Prometheus files; tables and columns of 7.E in migrations. JavaScript, TypeScript,
SQL, YAML, TOML and PromQL are read by their grammars, other languages as text. What it cannot know it leaves out.

  --project DIR          the project's folder (default: the current one, or the nearest above it that has the documents)
  --config FILE          the configuration (default: vibe-specs.config.json of the project)
  --rule ID=SEVERITY     error, warning, info or off for a rule or a group (drift/*); may be repeated
  --rule ID              only this rule or group; may be repeated
  --baseline FILE        do not report the findings that FILE knows; name those of FILE that are gone
  --update-baseline      write the present findings to the baseline FILE
  --format FORMAT        ${FORMATS.join(', ')} (default: text)
  --format FORMAT=FILE   the same into a file; may be repeated: --format text --format sarif=out.sarif
  --output FILE          the file for the format that names none
  --quiet                errors only; the exit status is the same
  --fail-on SEVERITY     error, warning or info: what makes the exit status 1 (default: error)

It reads the files that git knows or would add, and runs git for their list; nothing of the repository is executed.

Exit status: 0 clean, 1 findings at or above the threshold, 2 could not run.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { project: { type: 'string' }, ...REPORTING } });
    const reporting = reportingOf(values);
    const folder = readableProject(values.project, io);
    const named = values.config === undefined ? undefined : namedConfig(values.config, folder, io);
    const project = await openProject(folder, io, { config: named, adjust: reporting.adjust });
    const { path, text } = presentSection(project);
    const { doc, section } = parseSection7(text, path);
    if (!section) throw new UserError(`${path} has no Section 7 that can be read`);
    const [{ drift: compare, readRepository, redacted }, { parseScript }, { loadSchemaReader }, { findSecrets }] =
      await Promise.all([
        import('../../lazy/drift.ts'),
        import('../../lazy/code-script.ts'),
        import('../../lazy/code-sql.ts'),
        import('../../lazy/secrets.ts'),
      ]);
    const { context, catalog, config, root } = project;
    const parsers = { script: parseScript, sql: await loadSchemaReader() };
    const input = { section, project: context, catalog, repository: readRepository(root), parsers };
    const results = await redacted(compare(input, doc, config), input, findSecrets);
    return conclude([{ root, results }], { ...values, ...reporting }, 'drift', io);
  },
};

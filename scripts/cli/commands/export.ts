import { parseArgs } from 'node:util';
import { csv, env, json, mermaid } from '../../export/formats.ts';
import type { Export } from '../../export/types.ts';
import { formatText, visible } from '../../report/text.ts';
import { toData } from '../../spec/data.ts';
import { parseSection7 } from '../../spec/parse.ts';
import { openProject, presentSection } from './project.ts';
import { projectFolder, UserError, type Command } from './io.ts';

const FORMATS: Readonly<Record<string, () => Promise<Export>>> = {
  json: async () => json,
  env: async () => env,
  mermaid: async () => mermaid,
  csv: async () => csv,
  prometheus: async () => (await import('../../lazy/export-yaml.ts')).prometheus,
  asyncapi: async () => (await import('../../lazy/export-yaml.ts')).asyncapi,
};

export const exportCommand: Command = {
  summary: 'write what can be derived from Section 7: JSON, .env.example, a diagram, costs, alerting rules, webhooks',
  help: `Usage: vibe-specs export --to FORMAT [--project DIR]

  --to json        the section as data (vibe-specs schema describes it)
  --to env         .env.example
  --to mermaid     features to services
  --to csv         costs, budgets and quotas
  --to prometheus  alerting rules of the alert rows whose condition is PromQL in a code span
  --to asyncapi    AsyncAPI 3.0 of the webhooks that we receive
  --project DIR    the project's folder (default: the nearest one upwards with docs/)

Prints to standard output. What the section says and the format cannot hold is named on standard error, with its line; nothing is filled in. A Section 7 with errors is not
exported, except to JSON.

Exit status: 0 exported, 1 the section has errors, or nothing of it can be exported, 2 could not run.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { to: { type: 'string' }, project: { type: 'string' } } });
    const format = values.to !== undefined && Object.hasOwn(FORMATS, values.to) ? FORMATS[values.to] : undefined;
    if (!format)
      throw new UserError(
        `${values.to === undefined ? '--to is missing' : `unknown format "${values.to}"`}, expected ${Object.keys(FORMATS).join(', ')}`,
      );
    const project = await openProject(projectFolder(values.project, io), io);
    const { path, text } = presentSection(project);
    const result = await project.check(text, path);
    const { section } = parseSection7(text, path);
    if (!section || (result.errors > 0 && values.to !== 'json')) {
      io.err(formatText([result]));
      return 1;
    }
    const { text: exported, left } = (await format())(toData(section), path);
    for (const line of left) io.err(`${path}: ${visible(line)}\n`);
    io.out(exported);
    return 0;
  },
};

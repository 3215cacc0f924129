import { parseArgs } from 'node:util';
import { csv, env, json, mermaid, type Export } from '../export/formats.ts';
import { formatText } from '../report/text.ts';
import { parseSection7 } from '../spec/parse.ts';
import { openProject, presentSection } from './project.ts';
import { projectFolder, UserError, type Command } from './io.ts';

const FORMATS: Readonly<Record<string, Export>> = { json, env, mermaid, csv };

export const exportCommand: Command = {
  summary: 'write what can be derived from Section 7: JSON, .env.example, a diagram, cost and quota as CSV',
  help: `Usage: vibe-specs export --to FORMAT [--project DIR]

  --to FORMAT    json (the typed model), env (.env.example), mermaid (features to services), csv (cost and quota)
  --project DIR  the project's folder (default: the current one)

Prints to standard output. A Section 7 with errors is not exported: gaps are shown, never filled in.

Exit status: 0 exported, 1 the section has errors, 2 could not run.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { to: { type: 'string' }, project: { type: 'string' } } });
    const format = values.to !== undefined && Object.hasOwn(FORMATS, values.to) ? FORMATS[values.to] : undefined;
    if (!format) throw new UserError(`${values.to === undefined ? '--to is missing' : `unknown format "${values.to}"`}, expected ${Object.keys(FORMATS).join(', ')}`);
    const project = await openProject(projectFolder(values.project, io), io);
    const { path, text } = presentSection(project);
    const result = project.check(text, path);
    if (result.errors > 0) {
      io.err(formatText([result]));
      return 1;
    }
    io.out(format(parseSection7(text, path).section!));
    return 0;
  },
};

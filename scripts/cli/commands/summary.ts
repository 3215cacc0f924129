import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readSource } from '../../project/read.ts';
import { describeSummary, summarize } from '../../report/summary.ts';
import { parseSection7 } from '../../spec/parse.ts';
import { openProject, presentSection } from './project.ts';
import { UserError, type Command } from './io.ts';
import { ownProject } from './own-project.ts';

export const summary: Command = {
  summary: 'count what Section 7 holds: services, coverage, webhooks, decisions, cost, sources',
  help: `Usage: vibe-specs summary [FILE] [--project DIR] [--json]

Counts from the file; nothing is claimed that it does not hold.

Exit status: 0 printed, 2 could not run.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { project: { type: 'string' }, json: { type: 'boolean' } },
    });
    const project = await openProject(ownProject(values.project, io), io);
    const { path, text } =
      positionals[0] === undefined
        ? presentSection(project)
        : readSource(project.root, resolve(io.cwd, positionals[0]), positionals[0]);
    const { section } = parseSection7(text, path);
    if (!section) throw new UserError(`${path} has no Section 7`);
    const counted = summarize(section, await project.check(text, path), project.context);
    io.out(values.json ? `${JSON.stringify(counted, null, 2)}\n` : describeSummary(counted));
    return 0;
  },
};

import { parseArgs } from 'node:util';
import { parseProject } from '../project/parse.ts';
import { DRAFT, readProject } from '../project/read.ts';
import { describeProject, isReady } from '../project/report.ts';
import { loadCatalog } from './catalog.ts';
import type { Command } from './io.ts';
import { ownProject } from './own-project.ts';

export const preflight: Command = {
  summary: 'read Sections 3-6 and the architecture document, and say what is there and what is missing',
  help: `Usage: vibe-specs preflight [--project DIR] [--json]

Reads docs/06-technical-specification.md (or the folder of that name) and docs/02-technical-architecture.md, and prints what Section 7 is written from:
prerequisites, features, services, contradictions, endpoints, environments, budgets and limits.

  --project DIR   the project's folder, below the current one (default: the current one)
  --json          everything, with places, as JSON

Exit status: 0 ready, 1 a prerequisite is missing or a stub, 2 could not run.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { project: { type: 'string' }, json: { type: 'boolean' } } });
    const catalog = loadCatalog();
    const project = parseProject(readProject(ownProject(values.project, io)), catalog);
    if (values.json) {
      const { files, ...rest } = project;
      io.out(`${JSON.stringify({ ready: isReady(project), ...rest, files: files.map((f) => f.path) }, null, 2)}\n`);
    } else {
      io.out(describeProject(project, catalog, DRAFT));
    }
    return isReady(project) ? 0 : 1;
  },
};

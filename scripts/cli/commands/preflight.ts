import { parseArgs } from 'node:util';
import { grammarsFor } from '../../project/grammars.ts';
import { parseProject } from '../../project/parse.ts';
import { proposalsFor } from '../../project/proposals.ts';
import { DRAFT, otherDocuments, readProject, SPECIFICATION } from '../../project/read.ts';
import { describeProject, isReady } from '../../project/report.ts';
import { loadCatalog } from './catalog.ts';
import type { Command } from './io.ts';
import { ownProject } from './own-project.ts';

export const preflight: Command = {
  summary: 'read Sections 3-6 and the architecture document, and say what is there and what is missing',
  help: `Usage: vibe-specs preflight [--project DIR] [--json]

Reads docs/06-technical-specification.md (or the folder of that name) and docs/02-technical-architecture.md, or what "inputs" of vibe-specs.config.json names instead, and prints
what Section 7 is written from: what was taken for which section, features, services, where the documents disagree, open questions, endpoints, environments, budgets and limits; and
last what was seen and not read.

  --project DIR   the project's folder (default: the current one, or the nearest above it that has the documents; agents: below the current one)
  --json          everything, with places, as JSON

Exit status: 0 ready, 1 a prerequisite is missing or a stub, or Section 3 has no feature, 2 could not run.
`,
  async run(args, io) {
    const { values } = parseArgs({
      args: [...args],
      options: { project: { type: 'string' }, json: { type: 'boolean' } },
    });
    const root = ownProject(values.project, io);
    const { project, proposals, catalog, data } = await readPreflight(root);
    if (values.json) {
      io.out(`${JSON.stringify(data, null, 2)}\n`);
    } else {
      const none =
        project.layout === 'none'
          ? `No specification found in ${root}: expected ${SPECIFICATION}.md, or a folder ${SPECIFICATION}.`
          : '';
      io.out(describeProject(project, catalog, DRAFT, proposals, none));
    }
    return isReady(project) ? 0 : 1;
  },
};

/** The inputs of a project, and what could be one; `data` is all of it without the documents' texts. */
export async function readPreflight(root: string) {
  const catalog = loadCatalog();
  const inputs = readProject(root);
  const project = parseProject(inputs, catalog, await grammarsFor(inputs));
  const isMissing = project.prerequisites.some((p) => p.state === 'missing');
  const others = isMissing ? otherDocuments(root, new Set(project.files.map((f) => f.path))) : [];
  const proposals = isMissing ? proposalsFor(project, others) : [];
  const { files, unread, ...rest } = project;
  const data = { ready: isReady(project), ...rest, unread: [...unread, ...proposals], files: files.map((f) => f.path) };
  return { project, proposals, catalog, data };
}

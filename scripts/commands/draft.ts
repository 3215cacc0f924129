import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { DRAFT, insideProject, readSource } from '../project/read.ts';
import { writeAtomically } from '../project/write.ts';
import { findService, nearServices, type ServiceCatalog } from '../services/catalog.ts';
import { CATEGORIES, type CategoryCode } from '../spec/format.ts';
import { extractSection } from '../spec/replace.ts';
import { skeleton, type Templates, type Wanted } from '../spec/skeleton.ts';
import { openProject } from './project.ts';
import { installed } from './catalog.ts';
import { UserError, type Command } from './io.ts';
import { ownProject } from './own-project.ts';

export const draft: Command = {
  summary: 'start a draft of Section 7: the present section, or the format with the services given',
  help: `Usage: vibe-specs draft [SERVICE…] [--project DIR] [--force]

Writes ${DRAFT}: a copy of Section 7 where it is in Format 1 already, otherwise the format with one block for each SERVICE, filled with
what the project's documents say and its sheet knows. What is left to write stands in ‹…›.

  SERVICE        id of a sheet (stripe), or CODE:Name for a service without one (G:HERE). Codes: ${Object.entries(CATEGORIES).map(([c, n]) => `${c} ${n}`).join(', ')}
  --new          the format, even though Section 7 exists in Format 1
  --force        replace a draft that is there already
  --project DIR  the project's folder, below the current one (default: the current one)

Exit status: 0 written, 2 not.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { project: { type: 'string' }, force: { type: 'boolean' }, new: { type: 'boolean' } },
    });
    const { root, context, catalog } = await openProject(ownProject(values.project, io), io);
    if (context.layout === 'none') throw new UserError('no specification found; run vibe-specs preflight');
    const { absolute } = insideProject(root, DRAFT);
    if (existsSync(absolute) && !values.force) throw new UserError(`${DRAFT} exists; edit it, or replace it with --force`);
    const { exists, format, path } = context.target;
    const current = exists && format !== null && !values.new ? extractSection(readSource(root, path).text) : null;
    const text = current ?? skeleton(readTemplates(), positionals.map((name) => wanted(name, catalog)), io.today, context);
    write(absolute, text);
    io.out(`${DRAFT} written: ${current === null ? `the format with ${positionals.length} service${positionals.length === 1 ? '' : 's'}; fill every ‹…›` : `a copy of Section 7 in ${path}`}\n`);
    return 0;
  },
};

function wanted(name: string, catalog: ServiceCatalog): Wanted {
  const free = /^([A-Z]):\s*(.+)$/.exec(name);
  if (free) {
    if (!Object.hasOwn(CATEGORIES, free[1]!)) throw new UserError(`unknown category ${free[1]}, expected one of ${Object.keys(CATEGORIES).join(', ')}`);
    return { code: free[1] as CategoryCode, name: free[2]!, sheet: findService(catalog, free[2]!) };
  }
  const sheet = catalog.sheets.find((s) => s.id === name) ?? findService(catalog, name);
  if (!sheet) {
    const near = nearServices(catalog, name);
    throw new UserError(`no sheet "${name}"${near.length > 0 ? `, did you mean ${near.join(', ')}?` : ''} For a service without a sheet write CODE:Name, for example G:${name}`);
  }
  return { code: sheet.category, name: sheet.name, sheet };
}

function readTemplates(): Templates {
  const read = (name: keyof Templates) => readFileSync(installed('templates', 'sections', `${name}.md`), 'utf8');
  return { overview: read('overview'), service: read('service'), testing: read('testing'), operations: read('operations'), references: read('references') };
}

/** Drafts are nobody's history: their folder ignores itself. Written in place of what is there, so that a link that leads nowhere yet is not followed. */
function write(absolute: string, text: string): void {
  const ignore = join(dirname(absolute), '.gitignore');
  if (!existsSync(ignore)) writeAtomically(ignore, `${dirname(DRAFT)}/.gitignore`, null, '*\n');
  writeAtomically(absolute, DRAFT, null, text);
}

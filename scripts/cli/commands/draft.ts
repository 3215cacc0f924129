import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { DRAFT, insideProject, readSource } from '../../project/read.ts';
import type { ProjectContext } from '../../project/types.ts';
import { keptOut, writeAtomically } from '../../project/write.ts';
import { plural } from '../../report/text.ts';
import { findProduct, nearServices, type ServiceCatalog } from '../../services/catalog.ts';
import { factsFor } from '../../services/select.ts';
import type { Product, ServiceSheet } from '../../services/sheet.ts';
import { LANGUAGES } from '../../services/source.ts';
import { draftOf, type DraftService } from '../../spec/draft.ts';
import { CATEGORIES, FORMAT_VERSION, type CategoryCode } from '../../spec/format.ts';
import { extractSection } from '../../spec/replace.ts';
import { UserError, type Command } from './io.ts';
import { ownProject } from './own-project.ts';
import { openProject } from './project.ts';
import { scopeOf, type Scope } from './scope.ts';

export const draft: Command = {
  summary: 'start a draft of Section 7: the present section, or a short start with what the documents state',
  help: `Usage: vibe-specs draft [SERVICE…] [--project DIR] [--new] [--force]

Writes ${DRAFT}: a copy of Section 7 where this command wrote it before, otherwise a short start: the blocks that are always there, the features, endpoints and
variables of the documents, and what is certain of each service, with its source.

  SERVICE        id of a sheet, with a product where it has several (stripe/connect), or CODE:Name for a service without one (G:HERE). Without any: those that the
                 documents choose.
                 Codes: ${Object.entries(CATEGORIES)
                   .map(([c, n]) => `${c} ${n}`)
                   .join(', ')}
  --language L   only SDK facts of ${LANGUAGES.join(', ')}
  --region R     facts of R too: a country such as DE, EU or EEA
  --new          a short start, even though Section 7 exists
  --force        replace a draft that is there already
  --project DIR  the project's folder, below the current one (default: the current one)

Exit status: 0 written, 2 not.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        project: { type: 'string' },
        language: { type: 'string' },
        region: { type: 'string' },
        force: { type: 'boolean' },
        new: { type: 'boolean' },
      },
    });
    const { root, context, catalog } = await openProject(ownProject(values.project, io), io);
    if (context.layout === 'none') throw new UserError('no specification found; run vibe-specs preflight');
    const { absolute } = insideProject(root, DRAFT);
    if (existsSync(absolute) && !values.force)
      throw new UserError(`${DRAFT} exists; edit it, or replace it with --force`);
    const { exists, format, path } = context.target;
    const current =
      exists && format === FORMAT_VERSION && !values.new ? extractSection(readSource(root, path).text) : null;
    const asked = scopeOf(values);
    const services =
      positionals.length > 0
        ? positionals.map((name) => wanted(name, catalog, asked))
        : chosen(context, catalog, asked);
    write(absolute, current ?? draftOf(services, context));
    io.out(
      `${DRAFT} written: ${current === null ? `a start with ${plural(services.length, 'service')}` : `a copy of Section 7 in ${path}`}\n`,
    );
    if (current === null && positionals.length === 0) io.out(withoutSection(context));
    return 0;
  },
};

/** Services that the documents choose and no sheet knows: their category is the writer's to say. */
function withoutSection({ vendors }: ProjectContext): string {
  const names = new Set(
    vendors
      .filter(({ stance, structured, id }) => stance === 'chosen' && structured && id === null)
      .map(({ name }) => name),
  );
  return names.size === 0 ? '' : `Chosen, but without a sheet and so without a section yet: ${[...names].join(', ')}\n`;
}

/** What the documents choose in a structured place and a sheet knows the category of. */
function chosen({ vendors }: ProjectContext, catalog: ServiceCatalog, asked: Scope): DraftService[] {
  const ids = new Set(
    vendors
      .filter(({ stance, structured, id }) => stance === 'chosen' && structured && id !== null)
      .map(({ id }) => id!),
  );
  return [...ids].flatMap((id) => {
    const sheet = catalog.sheets.find((s) => s.id === id);
    return sheet ? [serviceFor(catalog, sheet, null, asked)] : [];
  });
}

function serviceFor(catalog: ServiceCatalog, sheet: ServiceSheet, product: Product | null, asked: Scope): DraftService {
  const prefixes = [sheet.id.split('-')[0]!.toUpperCase(), ...sheet.variables.map((name) => name.split('_')[0]!)];
  return {
    name: product?.name ?? sheet.name,
    code: sheet.category,
    facts: factsFor(catalog, sheet.id, product?.id ?? null, asked.language, asked.region),
    prefixes: [...new Set(prefixes)],
  };
}

function wanted(name: string, catalog: ServiceCatalog, asked: Scope): DraftService {
  const free = /^([A-Z]):\s*(.+)$/.exec(name);
  if (free) {
    const [, code, title] = free as unknown as [string, string, string];
    if (!Object.hasOwn(CATEGORIES, code))
      throw new UserError(`unknown category ${code}, expected one of ${Object.keys(CATEGORIES).join(', ')}`);
    return {
      code: code as CategoryCode,
      name: title,
      facts: [],
      prefixes: [title.toUpperCase().split(/[^A-Z0-9]+/)[0]!],
    };
  }
  const found = findProduct(catalog, name);
  if (found) return serviceFor(catalog, found.sheet, found.product, asked);
  const near = nearServices(catalog, name);
  const meant = near.length > 0 ? `, did you mean ${near.join(', ')}?` : '.';
  throw new UserError(
    `no sheet "${name}"${meant} For a service without a sheet write CODE:Name, for example G:${name}`,
  );
}

/**
 * Drafts are nobody's history: their folder ignores itself. Written in place of what is there, so that a link that
 * leads nowhere yet is not followed.
 */
function write(absolute: string, text: string): void {
  keptOut(dirname(absolute), dirname(DRAFT));
  writeAtomically(absolute, DRAFT, null, text);
}

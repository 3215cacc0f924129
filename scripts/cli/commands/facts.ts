import { parseArgs } from 'node:util';
import { CATEGORIES, type CategoryCode } from '../../spec/format.ts';
import {
  findProduct,
  findService,
  nearServices,
  searchServices,
  type Found,
  type ServiceCatalog,
} from '../../services/catalog.ts';
import { describeFacts, describeFully } from '../../services/facts-report.ts';
import { missing, select, type Selection } from '../../services/select.ts';
import { LANGUAGES } from '../../services/source.ts';
import { loadCatalog } from './catalog.ts';
import { UserError, type Command, type Io } from './io.ts';
import { scopeOf } from './scope.ts';

const HELP = `Usage: vibe-specs facts ID…                          what is known of a service (stripe) or of one of
                                                     its products (stripe/connect), with sources and dates
       vibe-specs facts --search WORDS [--category C]   which services have a sheet
       vibe-specs facts --list [--category C]

  --language L    only what holds for one of ${LANGUAGES.join(', ')}
  --region R      only what holds in R: a country such as DE, EU or EEA
  --full          everything: all sources, all traps, the webhook schemes as data
  --json          the facts or results as JSON
  --category C    one of ${Object.keys(CATEGORIES).join(', ')}

Deliveries of webhooks are verified by vibe-specs webhook.

Exit status: 0 found; 2 could not run, or nothing matched.
`;

export const facts: Command = {
  summary: 'print what is known of a service',
  help: HELP,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        search: { type: 'string' },
        list: { type: 'boolean' },
        category: { type: 'string' },
        language: { type: 'string' },
        region: { type: 'string' },
        full: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    if (values.search !== undefined || values.list)
      return list(values.search ?? '', values.category, values.json ?? false, io);
    if (positionals.length === 0)
      throw new UserError(
        'Unexpected end of the command, expected the id of a service. `vibe-specs facts --list` names them.',
      );
    return show(positionals, values, io);
  },
};

interface Options {
  readonly full?: boolean | undefined;
  readonly json?: boolean | undefined;
  readonly language?: string | undefined;
  readonly region?: string | undefined;
}

function show(ids: readonly string[], { full, json, language, region }: Options, io: Io): number {
  const catalog = loadCatalog();
  const scope = scopeOf({ language, region });
  const found = ids.flatMap((id): Selection[] => {
    const one = findProduct(catalog, id);
    if (!one) io.err(notFound(catalog, id));
    return one ? [{ ...one, ...scope }] : [];
  });
  if (json) io.out(`${JSON.stringify(found.map(asData), null, 2)}\n`);
  else io.out(found.map((selection) => (full ? describeFully : describeFacts)(selection, io.today)).join('\n'));
  return found.length === ids.length ? 0 : 2;
}

function notFound(catalog: ServiceCatalog, id: string): string {
  const [vendor = ''] = id.split('/');
  const sheet = vendor === id ? null : findService(catalog, vendor);
  if (sheet) {
    const products = sheet.products.map((p) => `${sheet.id}/${p.id}`).join(', ') || 'none';
    return `No product "${id}"; the sheet of ${sheet.name} knows ${products}.\n`;
  }
  const meant = nearServices(catalog, id).join(', ');
  return `No sheet for "${id}"${meant ? `; did you mean ${meant}?` : '.'} Facts about it need a footnote each.\n`;
}

function asData(selection: Selection) {
  const { sheet, product, language } = selection;
  return {
    id: nameOf(selection),
    name: product?.name ?? sheet.name,
    language,
    products: sheet.products.map((p) => `${sheet.id}/${p.id}`),
    facts: select(selection),
    none: missing(selection, 'none'),
    unknown: missing(selection, 'unknown'),
  };
}

const nameOf = ({ sheet, product }: Found) => (product ? `${sheet.id}/${product.id}` : sheet.id);

function list(query: string, category: string | undefined, json: boolean, io: Io): number {
  const code = category?.toUpperCase();
  if (code !== undefined && !Object.hasOwn(CATEGORIES, code)) {
    throw new UserError(`Unexpected category ${category}, expected one of ${Object.keys(CATEGORIES).join(', ')}.`);
  }
  const rows = searchServices(loadCatalog(), query, code as CategoryCode | undefined).map((found) => {
    return { id: nameOf(found), name: found.product?.name ?? found.sheet.name, category: found.sheet.category };
  });
  if (json) io.out(`${JSON.stringify(rows, null, 2)}\n`);
  else for (const row of rows) io.out(`${row.id.padEnd(26)} ${row.category}  ${row.name}\n`);
  if (rows.length === 0) io.err(`No sheet matches "${query}".\n`);
  return rows.length > 0 ? 0 : 2;
}

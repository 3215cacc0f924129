import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { decode, readText } from '../project/read.ts';
import { CATEGORIES, type CategoryCode } from '../spec/format.ts';
import {
  findProduct,
  findService,
  nearServices,
  searchServices,
  type Found,
  type ServiceCatalog,
} from '../services/catalog.ts';
import { describeFacts, describeFully } from '../services/facts-report.ts';
import { missing, select, type Selection } from '../services/select.ts';
import { LANGUAGES, type Language } from '../services/source.ts';
import { describeVectors, verifyVectors } from '../services/vectors.ts';
import { loadCatalog } from './catalog.ts';
import { UserError, type Command, type Io } from './io.ts';

const HELP = `Usage: vibe-specs facts ID…                          what is known of a service (stripe) or of one of
                                                     its products (stripe/connect), with sources and dates
       vibe-specs facts --search WORDS [--category C]   which services have a sheet
       vibe-specs facts --list [--category C]
       vibe-specs facts verify --service ID --vectors FILE

  --language L    only what holds for one of ${LANGUAGES.join(', ')}
  --full          everything: all sources, all traps, the webhook schemes as data
  --json          the facts or results as JSON
  --category C    one of ${Object.keys(CATEGORIES).join(', ')}

verify runs recorded webhook deliveries through the service's signature scheme and prints for each whether the
scheme and the file agree. FILE (or - for standard input) is a JSON array of objects: provider, case, headers,
rawBody, secret or publicKey, clockUnix, valid; url, method and webhookId where the scheme signs them.

Exit status: 0 found, or all deliveries agree; 1 a delivery disagrees; 2 could not run, or nothing matched.
`;

export const facts: Command = {
  summary: 'print what is known of a service, or verify recorded webhook deliveries',
  help: HELP,
  async run(args, io) {
    if (args[0] === 'verify') return await verify(args.slice(1), io);
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        search: { type: 'string' },
        list: { type: 'boolean' },
        category: { type: 'string' },
        language: { type: 'string' },
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
}

function show(ids: readonly string[], { full, json, language }: Options, io: Io): number {
  const catalog = loadCatalog();
  if (language !== undefined && !isLanguage(language)) {
    throw new UserError(`Unexpected language ${language}, expected one of ${LANGUAGES.join(', ')}.`);
  }
  const found = ids.flatMap((id): Selection[] => {
    const one = findProduct(catalog, id);
    if (!one) io.err(notFound(catalog, id));
    return one ? [{ ...one, language: language ?? null }] : [];
  });
  if (json) io.out(`${JSON.stringify(found.map(asData), null, 2)}\n`);
  else io.out(found.map((selection) => (full ? describeFully : describeFacts)(selection, io.today)).join('\n'));
  return found.length === ids.length ? 0 : 2;
}

const isLanguage = (text: string): text is Language => (LANGUAGES as readonly string[]).includes(text);

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

async function verify(args: readonly string[], io: Io): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { service: { type: 'string' }, vectors: { type: 'string' }, json: { type: 'boolean' } },
  });
  if (!values.service || !values.vectors)
    throw new UserError('Unexpected end of the command, expected --service ID and --vectors FILE.');
  const result = verifyVectors(loadCatalog(), values.service, await readVectors(values.vectors, io));
  if (typeof result === 'string') throw new UserError(result);
  io.out(values.json ? `${JSON.stringify(result, null, 2)}\n` : describeVectors(result));
  return result.every((row) => row.agreed) ? 0 : 1;
}

async function readVectors(file: string, io: Io): Promise<unknown> {
  const text = file === '-' ? decode(await io.stdin(), 'standard input') : readText(resolve(io.cwd, file), file);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (error) {
    // Without the text that JSON.parse quotes: the file may be anybody's.
    const at = /at position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0];
    throw new UserError(`${file}: unexpected text${at ? ` ${at}` : ''}, expected a JSON array of deliveries.`);
  }
}

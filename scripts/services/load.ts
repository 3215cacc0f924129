import { append } from '../append.ts';
import * as z from 'zod/mini';
import type { ServiceCatalog } from './catalog.ts';
import { citedAt, leavesOf, liftCitations, splitFootnotes, type Citations } from './cited.ts';
import { parseScope } from './scope.ts';
import { FACTS, productSchema, sheetSchema, type Product, type ServiceSheet } from './sheet.ts';
import { parseSource, type Source } from './source.ts';

/** One sheet's source: YAML front matter, already parsed as data, and the traps below it. */
export interface SheetSource {
  readonly path: string;
  readonly data: unknown;
  readonly body: string;
}

/**
 * Builds the catalogue. Throws an Error that names file and field: the sheets are ours, so a bad one stops the
 * build.
 */
export function buildCatalog(sources: readonly SheetSource[]): ServiceCatalog {
  const sheets: ServiceSheet[] = [];
  const owners = new Map<string, string>();
  for (const source of sources) {
    const sheet = inFile(source.path, () => buildSheet(source));
    if (!source.path.endsWith(`/${sheet.id}.md`))
      throw new Error(`${source.path}: the id is ${sheet.id}, expected the file's name`);
    for (const name of new Set([sheet.id, sheet.name, ...sheet.aliases].map((n) => n.toLowerCase()))) {
      const owner = owners.get(name);
      if (owner) throw new Error(`${source.path}: the name "${name}" belongs to ${owner}`);
      owners.set(name, sheet.id);
    }
    sheets.push(sheet);
  }
  return { sheets: sheets.map((sheet) => withShared(sheet, sheets)).sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

/** A sheet whose deliveries are another service's has the families of that sheet, with their sources. */
function withShared(sheet: ServiceSheet, sheets: readonly ServiceSheet[]): ServiceSheet {
  if (sheet.webhooksOf === undefined) return sheet;
  const other = sheets.find(({ id }) => id === sheet.webhooksOf);
  if (!other || sheet.webhooks.length > 0)
    throw new Error(`${sheet.id}: expected webhooks or webhooksOf with the id of a sheet`);
  const isWebhook = (path: string) => path.startsWith('webhooks');
  const name = (key: string) => `${other.id}-${key}`;
  const cited = Object.entries(other.cited)
    .filter(([path]) => isWebhook(path))
    .map(([path, keys]) => [path, keys.map(name)] as const);
  const sources = cited
    .flatMap(([, keys]) => keys)
    .map((key) => [key, { ...other.sources[key.slice(other.id.length + 1)]!, key }] as const);
  return {
    ...sheet,
    webhooks: other.webhooks,
    cited: { ...sheet.cited, ...Object.fromEntries(cited) },
    scopes: {
      ...sheet.scopes,
      ...Object.fromEntries(Object.entries(other.scopes).filter(([path]) => isWebhook(path))),
    },
    none: [...sheet.none, ...other.none.filter(isWebhook)],
    sources: { ...sheet.sources, ...Object.fromEntries(sources) },
  };
}

function inFile<T>(path: string, build: () => T): T {
  try {
    return build();
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}

function buildSheet({ data, body }: SheetSource): ServiceSheet {
  const {
    sources: lines = {},
    products: parts = {},
    ...own
  } = data as { sources?: Record<string, unknown>; products?: Record<string, object> };
  const traps = trapsOf(body);
  const stray = [...traps.keys()].find((name) => name !== '' && !Object.hasOwn(parts, name));
  if (stray !== undefined) throw new Error(`the heading "${stray}" is the id of no product`);
  const sources = Object.fromEntries(Object.entries(lines).map(([key, line]) => [key, parseSource(key, String(line))]));
  const sheet = { ...read(sheetSchema, { ...own, traps: traps.get('') }, ''), sources };
  const products = Object.entries(parts).map(([id, part]): Product => {
    return { id, ...read(productSchema, { ...part, traps: traps.get(id) }, `products.${id}.`) };
  });
  for (const holder of [sheet, ...products]) checkSources(holder, sources);
  checkUse(
    [sheet, ...products].map(({ cited }) => cited),
    sources,
  );
  const names = products.flatMap((product) => [product.name, ...product.aliases]);
  return { ...sheet, aliases: [...new Set([...sheet.aliases, ...names])], products };
}

function read<T extends z.ZodMiniType<object>>(schema: T, data: unknown, prefix: string) {
  const { data: values, cited, scopes, none } = liftCitations(data);
  for (const words of Object.values(scopes)) parseScope(words);
  const result = schema.safeParse(values);
  if (!result.success) throw new Error(`${prefix}${z.prettifyError(result.error)}`);
  return { ...result.data, cited, scopes, none };
}

/** Facts that are addresses or names, and state nothing that could be false. */
const NEEDS_NONE = new Set(['docs', 'pricePage', 'variables']);
/** Values inside records that only name what the others are about. */
const NAMES = new Set(['id', 'signed', 'pattern', 'products', 'scheme']);

/** Each value names a source that is there; what is said not to exist does too. */
function checkSources(holder: Product | Omit<ServiceSheet, 'products'>, sources: Record<string, Source>) {
  const paths = FACTS.filter((fact) => !NEEDS_NONE.has(fact)).flatMap((fact) =>
    leavesOf((holder as Partial<ServiceSheet>)[fact], fact),
  );
  const bare = [...paths, ...holder.none].find(
    (path) => !path.split('.').some((key) => NAMES.has(key)) && citedAt(holder.cited, path).length === 0,
  );
  if (bare !== undefined) throw new Error(`${bare} names no source`);
  for (const [path, keys] of Object.entries(holder.cited)) {
    const missing = keys.find((key) => !Object.hasOwn(sources, key));
    if (missing !== undefined)
      throw new Error(`${path} names the source "${missing}", which is not among the sheet's sources`);
  }
  const undated = holder.none.find((path) => citedAt(holder.cited, path).some((key) => sources[key]!.read === null));
  if (undated !== undefined)
    throw new Error(`${undated} is said not to exist, and the day of its source is not recorded`);
}

function checkUse(cited: readonly Citations[], sources: Record<string, Source>) {
  const used = new Set(cited.flatMap((citations) => Object.values(citations).flat()));
  const unused = Object.keys(sources).find((key) => !used.has(key));
  if (unused !== undefined) throw new Error(`the source "${unused}" is cited nowhere`);
}

/** The bullets of the body: the sheet's, and below `## product` those of a product. */
function trapsOf(body: string): Map<string, string[]> {
  const traps = new Map<string, string[]>();
  let owner = '';
  for (const line of body.split('\n')) {
    if (line.startsWith('## ')) owner = line.slice(3).trim();
    else if (line.startsWith('- ')) append(traps, owner, line.slice(2).trim());
    else if (line.trim() !== '')
      throw new Error(
        `unexpected line "${splitFootnotes(line).text.slice(0, 60)}", expected a bullet or the heading of a product`,
      );
  }
  return traps;
}

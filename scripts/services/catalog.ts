import { before } from '../words.ts';
import { near } from '../spec/near.ts';
import type { CategoryCode } from '../spec/format.ts';
import type { Product, ServiceSheet, WebhookFacts } from './sheet.ts';

/** All sheets, as compiled by the build: plain data, read once. */
export interface ServiceCatalog {
  readonly sheets: readonly ServiceSheet[];
}

export interface NamedWebhook {
  readonly sheet: ServiceSheet;
  readonly webhook: WebhookFacts;
}

const indexes = new WeakMap<ServiceCatalog, Map<string, ServiceSheet>>();

const fold = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]+/gu, ' ')
    .trim();

/** Sheets by id, name and alias, folded. */
function indexOf(catalog: ServiceCatalog): Map<string, ServiceSheet> {
  let index = indexes.get(catalog);
  if (!index) {
    index = new Map();
    for (const sheet of catalog.sheets)
      for (const name of [sheet.id, sheet.name, ...sheet.aliases]) index.set(fold(name), sheet);
    indexes.set(catalog, index);
  }
  return index;
}

/**
 * The sheet of a service by its id, name or alias: `stripe`, `Amazon S3`, `AWS S3`. A qualifier in brackets or
 * after a dash is ignored.
 */
export function findService(catalog: ServiceCatalog, name: string): ServiceSheet | null {
  const index = indexOf(catalog);
  const short = before(name, /\s[–—-]\s|\(/);
  for (const candidate of [name, short]) {
    const found = index.get(fold(candidate));
    if (found) return found;
  }
  // "Stripe Payments", "Slack incoming webhooks": the longest name that the text begins with.
  const words = fold(short).split(' ');
  for (let length = Math.min(words.length - 1, 5); length > 0; length--) {
    const found = index.get(words.slice(0, length).join(' '));
    // "S3-compatible" is an interface that somebody else offers.
    if (found) return /^[ck]ompatib/.test(words[length]!) ? null : found;
  }
  return null;
}

/** A sheet, and one of its products where that was asked for. */
export interface Found {
  readonly sheet: ServiceSheet;
  readonly product: Product | null;
}

/**
 * The sheet and product that a name means: `stripe/connect`, `Stripe Connect`, `Stripe (Connect)`. A sheet
 * without a product of that id is not guessed at; a name that only begins with the vendor's is the vendor.
 */
export function findProduct(catalog: ServiceCatalog, name: string): Found | null {
  const [vendor = '', id] = name.split('/');
  if (id !== undefined) {
    const sheet = findService(catalog, vendor);
    const product = sheet?.products.find((p) => p.id === id.trim().toLowerCase());
    return sheet && product ? { sheet, product } : null;
  }
  const sheet = findService(catalog, name) ?? catalog.sheets.find((s) => s.shorthands?.includes(name.toLowerCase()));
  if (!sheet) return null;
  const wanted = fold(name);
  const product = sheet.products.find((p) =>
    [p.name, ...p.aliases, `${sheet.name} ${p.id}`].some((n) => fold(n) === wanted),
  );
  return { sheet, product: product ?? null };
}

/** A webhook family by its own id (`hubspot-v3`) or by its service, whose first signed family it is. */
export function findWebhook(catalog: ServiceCatalog, id: string): NamedWebhook | null {
  for (const sheet of catalog.sheets) {
    const webhook = sheet.webhooks.find((w) => w.id === id);
    if (webhook) return { sheet, webhook };
  }
  const sheet = findService(catalog, id);
  const webhook = sheet?.webhooks.find((w) => w.scheme) ?? sheet?.webhooks[0];
  return sheet && webhook ? { sheet, webhook } : null;
}

/** Ids that an unknown one was probably meant to be. */
export function nearServices(catalog: ServiceCatalog, id: string): string[] {
  const wanted = fold(id);
  const containing = catalog.sheets.filter(
    (s) =>
      wanted.length > 2 &&
      [s.id, s.name, ...s.aliases].some((n) => fold(n).includes(wanted) || wanted.includes(fold(n))),
  );
  const close = near(id, [...indexOf(catalog).keys()]);
  const meant = close === null ? [] : [indexOf(catalog).get(fold(close))!];
  return [...new Set([...meant, ...containing].map((s) => s.id))].slice(0, 5);
}

/** Sheets and products whose text contains every word of the query; all of one category with `category`. */
export function searchServices(catalog: ServiceCatalog, query: string, category?: CategoryCode): Found[] {
  const words = fold(query)
    .split(' ')
    .filter((word) => word !== '');
  const matches = (...parts: unknown[]) => {
    const text = fold(JSON.stringify(parts));
    return words.every((word) => text.includes(word));
  };
  return catalog.sheets
    .filter((sheet) => !category || sheet.category === category)
    .flatMap((sheet): Found[] => {
      const { products, sources: _, cited: __, none: ___, scopes: ____, ...own } = sheet;
      const found = words.length === 0 ? [] : products.filter(({ cited: _____, ...product }) => matches(product));
      const vendor = matches(own) || (found.length === 0 && matches(own, products));
      return [...(vendor ? [{ sheet, product: null }] : []), ...found.map((product) => ({ sheet, product }))];
    });
}

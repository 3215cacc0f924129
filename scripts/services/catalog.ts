import { near } from '../spec/near.ts';
import type { CategoryCode } from '../spec/format.ts';
import type { ServiceSheet, WebhookFacts } from './sheet.ts';

/** All sheets, as compiled by the build: plain data, read once. */
export interface ServiceCatalog {
  readonly sheets: readonly ServiceSheet[];
}

export interface NamedWebhook {
  readonly sheet: ServiceSheet;
  readonly webhook: WebhookFacts;
}

const indexes = new WeakMap<ServiceCatalog, Map<string, ServiceSheet>>();

const fold = (name: string) => name.toLowerCase().replace(/[^A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]+/gu, ' ').trim();

/** Sheets by id, name and alias, folded. */
function indexOf(catalog: ServiceCatalog): Map<string, ServiceSheet> {
  let index = indexes.get(catalog);
  if (!index) {
    index = new Map();
    for (const sheet of catalog.sheets) for (const name of [sheet.id, sheet.name, ...sheet.aliases]) index.set(fold(name), sheet);
    indexes.set(catalog, index);
  }
  return index;
}

/** The sheet of a service by its id, name or alias: `stripe`, `Amazon S3`, `AWS S3`. A qualifier in brackets or after a dash is ignored. */
export function findService(catalog: ServiceCatalog, name: string): ServiceSheet | null {
  const index = indexOf(catalog);
  const short = name.replace(/\s+[–—-]\s.*$|\s*\(.*$/, '');
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
  const containing = catalog.sheets.filter((s) => wanted.length > 2 && [s.id, s.name, ...s.aliases].some((n) => fold(n).includes(wanted) || wanted.includes(fold(n))));
  const close = near(id, [...indexOf(catalog).keys()]);
  const meant = close === null ? [] : [indexOf(catalog).get(fold(close))!];
  return [...new Set([...meant, ...containing].map((s) => s.id))].slice(0, 5);
}

/** Sheets whose text contains every word of the query; all of one category with `category`. */
export function searchServices(catalog: ServiceCatalog, query: string, category?: CategoryCode): ServiceSheet[] {
  const words = fold(query).split(' ').filter((w) => w !== '');
  return catalog.sheets.filter((sheet) => {
    if (category && sheet.category !== category) return false;
    const text = fold(JSON.stringify([sheet.id, sheet.name, sheet.aliases, sheet.auth, sheet.traps, sheet.webhooks, sheet.sandbox, sheet.endpoints, sheet.events, sheet.limits, sheet.idempotency]));
    return words.every((word) => text.includes(word));
  });
}

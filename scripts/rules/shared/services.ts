import { CATEGORIES } from '../../spec/format.ts';
import type { Section7, Service } from '../../spec/model.ts';
import type { ServiceCatalog } from '../../services/catalog.ts';
import { rowsOf } from './tables.ts';
import { names } from './text.ts';

/** Words that people leave out of a service's name: "Stripe" for "Stripe Payments (Connect)". */
const shortName = (name: string) => name.replace(/\s*[(:,–—].*$/u, '').trim();

/** The services that a cell names: by number, by name, or by the first part of the name. */
export function servicesIn({ services }: Section7, text: string): Service[] {
  return services.filter((service) => isNumbered(text, service) || names(text, service.name) || names(text, shortName(service.name)));
}

/** `7.P.1`, also in `7.P.1.4`; not in `7.P.11`. */
const isNumbered = (text: string, { number }: Service) => text.split(number).slice(1).some((rest) => !/^\d/.test(rest));

/** Words that say what a service is for, not which one it is. */
const COMMON = new Set([
  ...Object.values(CATEGORIES).flatMap((name) => name.toLowerCase().split(/\W+/)),
  'api', 'apis', 'app', 'cloud', 'connect', 'delivery', 'email', 'e-mail', 'file', 'files', 'for', 'gateway', 'hosted', 'insurer', 'login', 'mail', 'messages',
  'messaging', 'of', 'our', 'pay', 'payments', 'platform', 'push', 'service', 'services', 'sign-in', 'sms', 'standard', 'sync', 'the', 'web', 'webhook', 'webhooks', 'with',
]);
const wordsOf = (name: string) => (name.match(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu) ?? []).filter((word) => word.length > 1 && !COMMON.has(word.toLowerCase()));
/** "Active Directory" is AD. */
const initialsOf = (name: string) => (name.match(/\p{Lu}[\p{L}\p{N}]+(?: \p{Lu}[\p{L}\p{N}]+)+/gu) ?? []).map((words) => words.replace(/[^\p{Lu}]/gu, ''));

const known = new WeakMap<Section7, ReadonlyMap<string, readonly string[]>>();

/** By number: the names that a reader may take for a service, from its heading, its row in the registry and the sheets that these name. */
function aliasesOf(section: Section7, { sheets }: ServiceCatalog): ReadonlyMap<string, readonly string[]> {
  let all = known.get(section);
  if (all) return all;
  const rows = rowsOf(section, 'registry').map(({ row }) => row);
  all = new Map(section.services.map((service) => {
    const registered = rows.flatMap(({ cells }) => (cells.section && cells.service && isNumbered(cells.section.text, service) ? [cells.service.text] : []));
    const written = [service.name, ...registered];
    const sheetNames = sheets.map(({ name, aliases }) => [name, ...aliases]).filter((sheet) => sheet.some((name) => written.some((text) => names(text, name))));
    const found = [...written.flatMap((name) => [name, shortName(name), ...wordsOf(name), ...initialsOf(name)]), ...sheetNames.flat()];
    return [service.number, [...new Set(found)].filter((name) => name.length > 1)];
  }));
  known.set(section, all);
  return all;
}

/** Whether a text may name a service in any way that a reader understands: for rules that look for what is missing altogether. */
export function isNamed(service: Service, text: string, section: Section7, catalog: ServiceCatalog): boolean {
  return isNumbered(text, service) || (aliasesOf(section, catalog).get(service.number) ?? []).some((name) => names(text, name));
}

/** "Any service", "all others": a row for every service that has none of its own. */
export const isForAll = (text: string) => /^(?:any|all|every|each|other|others|alle|jeder?|jedes|übrige)(?![\p{L}\p{N}])/iu.test(text.trim());

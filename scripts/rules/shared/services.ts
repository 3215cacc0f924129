import { shortName } from '../../words.ts';
import { append } from '../../append.ts';
import { CATEGORIES } from '../../spec/format.ts';
import type { Section7, Service } from '../../spec/model.ts';
import type { ServiceCatalog } from '../../services/catalog.ts';
import type { ServiceSheet } from '../../services/sheet.ts';
import { Phrases } from './phrases.ts';
import { rowsOf } from './tables.ts';

interface Index {
  readonly phrases: Phrases<Service>;
  readonly byNumber: ReadonlyMap<string, Service>;
  readonly known: Map<string, ReadonlySet<Service>>;
}

const NUMBER = /(?<![\p{L}\p{N}.])7\.[A-Z]\.[1-9]\d{0,2}(?!\d)/gu;

function indexOf({ services }: Section7, namesOf: (service: Service) => readonly string[]): Index {
  const phrases = new Phrases<Service>();
  for (const service of services) for (const name of namesOf(service)) phrases.add(name, service);
  return { phrases, byNumber: new Map(services.map((service) => [service.number, service])), known: new Map() };
}

/** Each text once: many rules ask for the same cells. */
function namedBy({ phrases, byNumber, known }: Index, text: string): ReadonlySet<Service> {
  let found = known.get(text);
  if (!found) {
    const numbered = [...text.matchAll(NUMBER)].flatMap(([number]) => byNumber.get(number) ?? []);
    known.set(text, (found = new Set([...numbered, ...phrases.in(text)])));
  }
  return found;
}

const strict = new WeakMap<Section7, Index>();
const loose = new WeakMap<Section7, Index>();

/** The services that a cell names: by number, by name, or by the first part of the name. */
export function servicesIn(section: Section7, text: string): Service[] {
  let index = strict.get(section);
  if (!index) strict.set(section, (index = indexOf(section, ({ name }) => [name, shortName(name)])));
  return [...namedBy(index, text)];
}

/**
 * The services that a text may mean, in any way that a reader understands: for rules that look for what is missing
 * altogether.
 */
export function servicesMeant(section: Section7, text: string, catalog: ServiceCatalog): ReadonlySet<Service> {
  let index = loose.get(section);
  if (!index) loose.set(section, (index = indexOf(section, aliasesOf(section, catalog))));
  return namedBy(index, text);
}

/** Words that say what a service is for, not which one it is. */
const COMMON = new Set([
  ...Object.values(CATEGORIES).flatMap((name) => name.toLowerCase().split(/\W+/)),
  'api',
  'apis',
  'app',
  'cloud',
  'connect',
  'delivery',
  'email',
  'e-mail',
  'file',
  'files',
  'for',
  'gateway',
  'hosted',
  'insurer',
  'login',
  'mail',
  'messages',
  'messaging',
  'of',
  'our',
  'pay',
  'payments',
  'platform',
  'push',
  'service',
  'services',
  'sign-in',
  'sms',
  'standard',
  'sync',
  'the',
  'web',
  'webhook',
  'webhooks',
  'with',
]);
const wordsOf = (name: string) =>
  (name.match(/[\p{L}\p{N}][\p{L}\p{N}_-]*/gu) ?? []).filter(
    (word) => word.length > 1 && !COMMON.has(word.toLowerCase()),
  );
/** "Active Directory" is AD. */
const initialsOf = (name: string) =>
  (name.match(/\p{Lu}[\p{L}\p{N}]{1,40}(?: \p{Lu}[\p{L}\p{N}]{1,40})+/gu) ?? []).map((words) =>
    words.replace(/[^\p{Lu}]/gu, ''),
  );

/** Names from a service's heading, its row in the registry and the sheets that these name. */
function aliasesOf(section: Section7, { sheets }: ServiceCatalog): (service: Service) => readonly string[] {
  const registered = new Map<Service, string[]>();
  for (const {
    row: { cells },
  } of rowsOf(section, 'registry')) {
    const services = section.services.length > 0 ? servicesIn(section, cells.section?.text ?? '') : [];
    for (const service of cells.service ? services : []) append(registered, service, cells.service!.text);
  }
  const known = new Phrases<ServiceSheet>();
  for (const sheet of sheets) for (const name of [sheet.name, ...sheet.aliases]) known.add(name, sheet);
  return (service) => {
    const written = [service.name, ...(registered.get(service) ?? []).slice(0, 4)];
    const named = written.flatMap((name) => [...known.in(name)]).flatMap(({ name, aliases }) => [name, ...aliases]);
    return [...written.flatMap((name) => [name, shortName(name), ...wordsOf(name), ...initialsOf(name)]), ...named];
  };
}

/** "Any service", "all others": a row for every service that has none of its own. */
export const isForAll = (text: string) =>
  /^(?:any|all|every|each|other|others|alle|jeder?|jedes|übrige)(?![\p{L}\p{N}])/iu.test(text.trim());

/** Services whose row in the registry says that they are open or proposed: somebody decides whether they are used. */
export function openServices(section: Section7): Set<Service> {
  const rows = rowsOf(section, 'registry').filter(({ row: { cells } }) =>
    /^(?:open|proposed)(?![\p{L}])/iu.test(cells.status?.text ?? ''),
  );
  return new Set(
    rows.flatMap(({ row: { cells } }) => servicesIn(section, `${cells.section?.text} ${cells.service?.text}`)),
  );
}

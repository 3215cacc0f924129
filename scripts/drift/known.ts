import { append } from '../append.ts';
import { definitionsOf, type Definition } from '../rules/shared/variables.ts';
import { Phrases } from '../rules/shared/phrases.ts';
import { servicesIn } from '../rules/shared/services.ts';
import { rowsOf } from '../rules/shared/tables.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { ServiceSheet } from '../services/sheet.ts';
import type { Section7, Service } from '../spec/model.ts';

/** A service of Section 7 with what tells it in code. */
export interface KnownService {
  readonly service: Service;
  /** Those that its heading, its row in the registry and its provider name, and those that its variables are of. */
  readonly sheets: readonly ServiceSheet[];
  readonly variables: readonly Definition[];
}

export interface Known {
  readonly services: readonly KnownService[];
  /** Variables of a table that services share, of which nothing tells whose they are. */
  readonly shared: readonly Definition[];
  readonly sheets: ReadonlySet<ServiceSheet>;
}

export function knownOf(section: Section7, catalog: ServiceCatalog): Known {
  const phrases = new Phrases<ServiceSheet>();
  for (const sheet of catalog.sheets)
    for (const name of [sheet.name, ...sheet.aliases, ...sheet.products.flatMap((p) => [p.name, ...p.aliases])])
      phrases.add(name, sheet);
  const definitions = definitionsOf(section);
  const isWithin = ({ at }: Definition, service: Service) => at.start >= service.at.start && at.start < service.at.end;
  const shared = new Set(definitions.filter((one) => !section.services.some((service) => isWithin(one, service))));
  const services = section.services.map((service): KnownService => {
    const rows = rowsOf(section, 'registry').filter(({ row }) =>
      servicesIn(section, row.cells.section?.text || (row.cells.service?.text ?? '')).includes(service),
    );
    const providers = section.labels.filter(({ key, service: of }) => key === 'provider' && of === service.number);
    const texts = [
      service.name,
      ...rows.map(({ row }) => row.cells.service?.text ?? ''),
      ...providers.map(({ value }) => value.piece.plain),
    ];
    const named = texts.flatMap((text) => [...phrases.in(text)]);
    const isOwn = (one: Definition) => {
      if (!shared.has(one)) return isWithin(one, service);
      const row = section.text.slice(one.row.at.start, one.row.at.end);
      return row.includes(service.name) || isCalledAfter(bareOf(one.name, catalog), service, named);
    };
    const variables = definitions.filter(isOwn);
    const owners = variables
      .map(({ name }) => ownersOf(catalog, bareOf(name, catalog)))
      .filter(({ length }) => length === 1);
    return { service, sheets: [...new Set([...named, ...owners.flat()])], variables };
  });
  for (const one of services.flatMap(({ variables }) => variables)) shared.delete(one);
  return { services, shared: [...shared], sheets: new Set(services.flatMap(({ sheets }) => sheets)) };
}

/** `TWITTER_API_KEY` of the service Twitter, with a sheet or without one. */
const isCalledAfter = (variable: string, { name }: Service, sheets: readonly ServiceSheet[]) =>
  (firstWord(variable).length > 2 && folded(name).startsWith(firstWord(variable)) && !MANY.test(prefixOf(variable))) ||
  sheets.some(
    (sheet) => beginsWith(variable, sheet) || [sheet, ...sheet.products].some((s) => s.variables.includes(variable)),
  );

const prefixOf = (variable: string) => variable.slice(0, variable.indexOf('_') + 1);

/** Letters and digits alone: `Google Sign-In` and `GOOGLE_SIGN_IN` are one. */
export const folded = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

const namesOf = ({ id, name, aliases }: ServiceSheet) => [id, name, ...aliases].map(folded);

/** What frameworks put before a variable that the browser gets. */
const FRAMEWORK = /^(?:NEXT_PUBLIC|VITE|REACT_APP|EXPO_PUBLIC|NUXT_PUBLIC|NUXT|GATSBY|VUE_APP|PUBLIC)_/;
/** Words that a project may put before all of its variables: `NEXT_PRIVATE_STRIPE_API_KEY`. */
const MOST_WORDS = 3;

/** A variable as a vendor calls it, without what frameworks and the project put before it. */
export function bareOf(variable: string, catalog: ServiceCatalog): string {
  let rest = variable;
  for (let n = 0; n <= MOST_WORDS && rest.includes('_'); n++) {
    if (ownersOf(catalog, rest).length > 0) return rest;
    rest = rest.slice(rest.indexOf('_') + 1);
  }
  return variable.replace(FRAMEWORK, '');
}

const firstWord = (variable: string) => folded(prefixOf(variable));

/** A variable begins with a name of the service; one letter is a name of nothing. */
export function isNamedAfter(variable: string, sheet: ServiceSheet): boolean {
  const word = firstWord(variable);
  return word.length > 1 && namesOf(sheet).some((name) => name.startsWith(word));
}

/** The first word of a variable is the whole name of a service: `INTERCOM_` of Intercom. */
export const beginsWith = (variable: string, sheet: ServiceSheet) =>
  [folded(sheet.id), folded(sheet.name)].includes(firstWord(variable));

/** Vendors of many services: their name tells none of them. */
export const MANY = /^(?:APPLE|GOOGLE|MICROSOFT|AZURE|AWS|AMAZON|FACEBOOK|META)_$/;

/** Prefixes by which a service's variables are known: `STRIPE_`. What several services begin with tells none. */
export function prefixesOf({ service, sheets, variables }: KnownService, catalog: ServiceCatalog): Set<string> {
  const names = [folded(service.name), ...sheets.flatMap(namesOf)];
  const all = [
    ...variables.map(({ name }) => name),
    ...sheets.flatMap((sheet) => [sheet, ...sheet.products].flatMap((s) => s.variables)),
  ];
  const words = all
    .map((name) => bareOf(name, catalog))
    .filter((name) => names.some((n) => firstWord(name).length > 2 && n.startsWith(firstWord(name))));
  const prefixes = new Set(words.map(prefixOf));
  // Without a row or a sheet its own name tells: UNSPLASH_ of Unsplash.
  const own = /^[a-z][a-z\d]{4,}(?=$|[ (])/i.exec(service.name)?.[0];
  if (own !== undefined) prefixes.add(`${own.toUpperCase()}_`);
  return new Set(
    [...prefixes].filter(
      (prefix) => !MANY.test(prefix) && catalog.sheets.filter((sheet) => hasPrefix(sheet, prefix)).length < 2,
    ),
  );
}

const hasPrefix = (sheet: ServiceSheet, prefix: string) =>
  [sheet, ...sheet.products].some((s) => s.variables.some((name) => name.startsWith(prefix)));

const indexes = new WeakMap<ServiceCatalog, ReadonlyMap<string, readonly ServiceSheet[]>>();

/** Sheets that have a variable of exactly this name. */
export function ownersOf(catalog: ServiceCatalog, variable: string): readonly ServiceSheet[] {
  let index = indexes.get(catalog);
  if (!index) {
    const made = new Map<string, ServiceSheet[]>();
    for (const sheet of catalog.sheets)
      for (const name of new Set([sheet, ...sheet.products].flatMap((s) => s.variables))) append(made, name, sheet);
    indexes.set(catalog, (index = made));
  }
  return index.get(variable) ?? [];
}

/** Endings by which a variable is a credential. */
const CREDENTIAL =
  /_(?:KEY|SECRETS?|TOKENS?|PASS(?:WORD|PHRASE)?S?|CREDENTIALS?|DSN|PEM|SID|(?:CLIENT|KEY)_ID|(?:API|PRIVATE)_KEYS)$|^[A-Z\d]+_KEYS$/;
export const isCredential = (variable: string) => CREDENTIAL.test(variable);

import { findProduct, type ServiceCatalog } from './catalog.ts';
import { citedAt } from './cited.ts';
import {
  FACTS,
  stateOf,
  type Fact,
  type FactState,
  type Product,
  type ServiceSheet,
  type WebhookFacts,
} from './sheet.ts';
import { holdsIn, isForAll, parseScope, type Scope } from './scope.ts';
import { isHomePage, type Language, type Source } from './source.ts';

/** One fact of a sheet with what it rests on. */
export interface StatedFact {
  readonly fact: Fact;
  /** Where it stands: `quotas.1`, `webhooks.stripe.acknowledge`, `sdks.node`. */
  readonly path: string;
  /** A text, or a record of quotas, prices, events and the like as the sheet has it. */
  readonly value: unknown;
  /** Id of the product that it is about; null where it holds for all of the vendor's. */
  readonly product: string | null;
  /** Languages and regions that it holds for, where not for all. */
  readonly scope: Scope;
  readonly sources: readonly Source[];
}

/** What somebody asks a sheet about. */
export interface Selection {
  readonly sheet: ServiceSheet;
  readonly product: Product | null;
  readonly language: Language | null;
  /** A country, EU or EEA; without one, facts of every region. */
  readonly region?: string | null;
}

/** Facts of which a product has its own in place of the vendor's; of all others it has its own besides. */
export const REPLACED: ReadonlySet<Fact> = new Set([
  'docs',
  'auth',
  'production',
  'sandboxHost',
  'sandbox',
  'apiVersion',
  'idempotency',
  'pricePage',
  'status',
  'compliance',
  'sdks',
]);

/** The facts that hold for a product and a language: its own, and those that all products and languages share. */
export function select({ sheet, product, language, region = null }: Selection): StatedFact[] {
  const stated = FACTS.flatMap((fact) => {
    const own = product === null || fact === 'webhooks' ? [] : statedIn(product, fact, sheet.sources, product.id);
    const shared =
      own.length > 0 && REPLACED.has(fact)
        ? []
        : fact === 'webhooks'
          ? webhooksOf(sheet, product)
          : statedIn(sheet, fact, sheet.sources, null);
    return [...own, ...shared];
  });
  return stated.filter(
    (fact) =>
      (language === null || isOf(fact, language)) &&
      (region === null || fact.scope.regions === null || holdsIn(fact.scope.regions, region)),
  );
}

/**
 * Only what may be copied into a specification of this product and language: facts with a page that shows them.
 * A home page shows nothing, and neither does the package of another language or what somebody else than the
 * vendor writes.
 */
export function factsFor(
  catalog: ServiceCatalog,
  id: string,
  product: string | null,
  language: Language | null,
  region: string | null = null,
): StatedFact[] {
  const found = findProduct(catalog, product === null ? id : `${id}/${product}`);
  if (!found) return [];
  return select({ ...found, language, region }).flatMap((fact) => {
    const { languages, regions } = fact.scope;
    // What holds for some only is copied only where the project is known to be among them.
    const ofOne = !isForAll(fact.scope) || /^webhooks\.[^.]+\.verify\./.test(fact.path);
    const isKnown = (language !== null || !ofOne) && (region !== null || regions === null);
    if (!isKnown) return [];
    const sources = fact.sources.filter((source) => shows(source, language, languages !== null));
    return sources.length > 0 ? [{ ...fact, sources }] : [];
  });
}

/** `isStated`: the sheet itself says for which languages the fact holds. */
function shows({ url, language, thirdParty }: Source, wanted: Language | null, isStated: boolean): boolean {
  const isMeant = isStated || language === null || language === wanted;
  return url !== null && !isHomePage(url) && !thirdParty && isMeant;
}

/** Facts that an SDK can have a part in; hosts, signatures and the like are the same for every language. */
const OF_AN_SDK: ReadonlySet<Fact> = new Set([
  'variables',
  'limits',
  'idempotency',
  'deprecations',
  'retired',
  'traps',
]);

/** Whether a fact may be true for a language: it names no other one, and not all of its sources are of other ones. */
function isOf({ fact, path, scope, sources }: StatedFact, language: Language): boolean {
  if (scope.languages !== null) return scope.languages.includes(language);
  const [, , ...rest] = path.split('.');
  if (fact === 'sdks') return path === `sdks.${language}`;
  if (rest[0] === 'verify') return rest[1] === language;
  return (
    !OF_AN_SDK.has(fact) ||
    sources.length === 0 ||
    sources.some((source) => source.language === null || source.language === language)
  );
}

type Holder = ServiceSheet | Product;

function statedIn(
  holder: Holder,
  fact: Exclude<Fact, 'webhooks'>,
  sources: ServiceSheet['sources'],
  product: string | null,
): StatedFact[] {
  const value: unknown = holder[fact];
  const one = (path: string, item: unknown): StatedFact => {
    const scope = parseScope(citedAt(holder.scopes, path));
    return {
      fact,
      path,
      value: item,
      product,
      scope,
      sources: citedAt(holder.cited, path).map((key) => sources[key]!),
    };
  };
  if (typeof value === 'string') return [one(fact, value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const path = `${fact}.${key}`;
    return item === null ? [] : [one(path, withNone(item, path, holder.none))];
  });
}

/** A record in which what there is not says so: an SDK without a timeout. */
function withNone(item: unknown, path: string, none: readonly string[]): unknown {
  if (typeof item !== 'object' || item === null) return item;
  return Object.fromEntries(
    Object.entries(item).map(([key, part]: [string, unknown]) => [
      key,
      none.includes(`${path}.${key}`) ? 'none' : part,
    ]),
  );
}

/** Parts of a webhook family, each with its own source. */
function webhooksOf(sheet: ServiceSheet, product: Product | null): StatedFact[] {
  return sheet.webhooks.flatMap((webhook, i) => {
    if (webhook.products && !(product && webhook.products.includes(product.id))) return [];
    return partsOf(webhook).map(([part, value]): StatedFact => {
      const keys = citedAt(sheet.cited, `webhooks.${i}.${part}`);
      return {
        fact: 'webhooks',
        path: `webhooks.${webhook.id}.${part}`,
        value,
        product: null,
        scope: parseScope(citedAt(sheet.scopes, `webhooks.${i}.${part}`)),
        sources: keys.map((key) => sheet.sources[key]!),
      };
    });
  });
}

function partsOf({ id: _, products: __, scheme: ___, verify, ...parts }: WebhookFacts): [string, unknown][] {
  const stated = Object.entries(parts).filter(([, value]) => value !== null);
  return [
    ...stated,
    ...Object.entries(verify).map(([language, name]): [string, unknown] => [`verify.${language}`, name]),
  ];
}

/** What decides an integration: of these it is said whether there is none, or nobody looked. */
const DECIDING = [
  'auth',
  'production',
  'sandboxHost',
  'quotas',
  'idempotency',
  'webhooks',
  'events',
  'prices',
  'lead',
  'deprecations',
  'compliance',
] as const satisfies readonly Fact[];

/** Parts of a webhook family that decide as much. */
const PARTS = ['acknowledge', 'redelivery', 'dedupe', 'replay'] as const;

/** Facts without a value, by state; `webhooks.acknowledge` where no family of the sheet has one. */
export function missing({ sheet, product, language }: Selection, state: Exclude<FactState, 'value'>): string[] {
  const stateIn = (fact: Fact): FactState => {
    const own = product && fact !== 'webhooks' ? stateOf(product, fact) : 'unknown';
    return own === 'unknown' ? stateOf(sheet, fact) : own;
  };
  const facts: string[] = DECIDING.filter((fact) => stateIn(fact) === state);
  // A replay cannot be bounded where nothing is signed.
  const parts = PARTS.filter(
    (part) => sheet.webhooks.length > 0 && (part !== 'replay' || sheet.webhooks.some((w) => w.signed)),
  );
  const families = parts.filter((part) => partState(sheet, part) === state).map((part) => `webhooks.${part}`);
  const sdk = language === null || stateIn('sdks') === 'none' ? 'value' : sdkState(sheet, product, language);
  return [...facts, ...families, ...(sdk === state ? [`sdks.${language}`] : [])];
}

/** Whether a family of the sheet's webhooks has this part. */
export function partState(sheet: ServiceSheet, part: (typeof PARTS)[number]): FactState {
  if (sheet.webhooks.some((webhook) => webhook[part] !== null)) return 'value';
  return sheet.webhooks.some((_, i) => sheet.none.includes(`webhooks.${i}.${part}`)) ? 'none' : 'unknown';
}

function sdkState(sheet: ServiceSheet, product: Product | null, language: Language): FactState {
  const holder = product && Object.keys(product.sdks).length > 0 ? product : sheet;
  const sdk = holder.sdks[language];
  return sdk === undefined ? 'unknown' : sdk === null ? 'none' : 'value';
}

import { append } from '../append.ts';
import { CATEGORIES } from '../spec/format.ts';
import { citedAt } from './cited.ts';
import { textOf } from './facts-text.ts';
import { missing, REPLACED, select, type Selection, type StatedFact } from './select.ts';
import { describeScope, isForAll } from './scope.ts';
import type { Fact } from './sheet.ts';
import { describeSources, type Source } from './source.ts';

/** About 400 tokens, at four characters each. */
export const BUDGET = 1600;

/** What a fact is called in print, in the order of printing. */
const LABELS: Readonly<Record<Fact, string>> = {
  docs: 'Docs',
  deprecations: 'Ended',
  auth: 'Auth',
  production: 'Base URL',
  endpoints: 'Endpoint',
  sandboxHost: 'Sandbox URL',
  sandbox: 'Sandbox',
  apiVersion: 'API version',
  variables: 'Variables',
  sdks: 'SDK',
  quotas: 'Quota',
  limits: 'Limit',
  idempotency: 'Idempotency',
  prices: 'Price',
  pricePage: 'Prices',
  lead: 'Lead time',
  compliance: 'Compliance',
  webhooks: 'Webhook',
  events: 'Event',
  retired: 'Retired',
  status: 'Status',
  traps: 'Trap',
};
const ORDER = Object.keys(LABELS) as Fact[];

/** Which facts go first where there is no room for all. */
const RANKS: readonly Fact[] = [
  'auth',
  'production',
  'webhooks',
  'sdks',
  'idempotency',
  'quotas',
  'prices',
  'lead',
  'sandboxHost',
  'traps',
  'events',
  'apiVersion',
  'compliance',
  'sandbox',
  'endpoints',
  'limits',
  'variables',
  'pricePage',
  'retired',
  'docs',
  'deprecations',
  'status',
];

/** A statement of the report, with the sources that it cites. Those of one label stand in one line. */
interface Line {
  readonly fact: Fact;
  readonly label: string;
  readonly text: string;
  /** The footnotes behind it. */
  readonly note: string;
  readonly sources: readonly Source[];
  /** Lines of a lower rank are kept first; -1 is always kept. */
  readonly rank: number;
}

/**
 * What a sheet says of a product in a language, within `BUDGET` characters: what ends soon first, a footnote
 * behind each fact. What does not fit is left out, and the last line says what that was.
 */
export function describeFacts(selection: Selection, today: string): string {
  const lines = linesOf(selection, today, true);
  const kept = new Set(lines.filter(({ rank }) => rank < 0));
  const print = () =>
    printed(
      selection,
      lines.filter((line) => kept.has(line)),
      lines.filter((line) => !kept.has(line)),
    );
  for (const line of lines.filter(({ rank }) => rank >= 0).sort((a, b) => a.rank - b.rank)) {
    kept.add(line);
    if (print().length > BUDGET) kept.delete(line);
  }
  return print();
}

/** Everything that the sheet holds of a product in a language, however long. */
export function describeFully(selection: Selection, today: string): string {
  const schemes = selection.sheet.webhooks
    .filter((w) => w.scheme)
    .map((w) => `Scheme ${w.id}: ${JSON.stringify(w.scheme)}\n`);
  return printed(selection, linesOf(selection, today, false), []) + schemes.join('');
}

function printed(selection: Selection, lines: readonly Line[], left: readonly Line[]): string {
  const { sheet, product } = selection;
  const products =
    product || sheet.products.length === 0
      ? []
      : [`Products: ${sheet.products.map((p) => `${sheet.id}/${p.id}`).join(', ')} (each with what is the vendor's)`];
  return [
    `${product?.name ?? sheet.name} [${nameOf(selection)}] · ${CATEGORIES[sheet.category]}`,
    ...products,
    ...joined(lines),
    ...absent(selection),
    ...describeSources([...lines, ...noneOf(selection)].flatMap(({ sources }) => sources)),
    ...(left.length > 0 ? [`More: facts --full ${nameOf(selection)} (${counted(left)})`] : []),
    '',
  ].join('\n');
}

/** Labels whose statements are sentences, a line each. */
const SENTENCES: ReadonlySet<string> = new Set(['Ends', LABELS.traps, LABELS.webhooks]);

/** Statements of one label in a line, footnotes that several have behind the last of them. */
function joined(lines: readonly Line[]): string[] {
  const texts: string[] = [];
  lines.forEach(({ label, text, note }, i) => {
    const continues = lines[i - 1]?.label === label && !SENTENCES.has(label);
    const shared = lines[i + 1]?.label === label && lines[i + 1]?.note === note && !SENTENCES.has(label);
    const stated = shared ? text : `${text}${note}`;
    if (continues) texts.push(`${texts.pop()}; ${stated}`);
    else texts.push(`${label}: ${stated}`);
  });
  return texts;
}

const nameOf = ({ sheet, product }: Selection) => (product ? `${sheet.id}/${product.id}` : sheet.id);

/** What is known not to exist, and where that was read. */
function noneOf(selection: Selection): { path: string; sources: Source[] }[] {
  const { sheet, product } = selection;
  const holders = [...(product ? [product] : []), sheet];
  return missing(selection, 'none').map((path) => {
    const [fact, part] = path.split('.');
    const isMeant = (at: string) =>
      at === path || (fact === 'webhooks' && at.startsWith('webhooks.') && at.endsWith(`.${part}`));
    const keys = holders.flatMap(({ none: paths, cited }) => paths.filter(isMeant).flatMap((at) => citedAt(cited, at)));
    return { path, sources: [...new Set(keys)].map((key) => sheet.sources[key]!) };
  });
}

/** What is known not to exist, and what nobody looked for: two things. */
function absent(selection: Selection): string[] {
  const none = noneOf(selection).map(({ path, sources }) => path + cite(sources));
  const unknown = missing(selection, 'unknown');
  return [
    ...(none.length > 0 ? [`None (looked for): ${none.join(', ')}`] : []),
    ...(unknown.length > 0 ? [`Unknown (not looked for): ${unknown.join(', ')}`] : []),
  ];
}

/** "3 traps, 2 limits" */
function counted(left: readonly Line[]): string {
  const counts = new Map<Fact, number>();
  for (const { fact } of left) counts.set(fact, (counts.get(fact) ?? 0) + 1);
  return [...counts].map(([fact, n]) => `${n} ${fact}`).join(', ');
}

function linesOf(selection: Selection, today: string, short: boolean): Line[] {
  const facts = select(selection);
  const isAhead = (fact: StatedFact) =>
    fact.fact === 'deprecations' &&
    (fact.value as { ends: string }).ends >= today.slice(0, (fact.value as { ends: string }).ends.length);
  const ends = (fact: StatedFact) => (fact.value as { ends: string }).ends;
  const ahead = facts
    .filter(isAhead)
    .sort((a, b) => (ends(a) < ends(b) ? -1 : 1))
    .map((fact): Line => ({ ...lineOf(fact, 'Ends', short, selection), rank: -1 }));
  const rest = ORDER.flatMap((key) => {
    const own = facts.filter((fact) => fact.fact === key && !isAhead(fact));
    if (key === 'webhooks') return webhookLines(own, short, selection);
    return own.map(
      (fact, i): Line => ({
        ...lineOf(fact, LABELS[key], short, selection),
        rank: rankOf(key, placeOf(fact, i, selection)) + (isOfOther(fact, selection) ? LAST : 0),
      }),
    );
  });
  return [...ahead, ...rest];
}

/** Behind everything that is for all. */
const LAST = 1000;

/** Of one language, where none was asked for; Node's is the one that the sheets were first made with. */
const isOfOther = ({ path, scope }: StatedFact, { language }: Selection) =>
  language === null && (!isForAll(scope) || /^sdks\.(?!node$)|^webhooks\.[^.]+\.verify\.(?!node$)/.test(path));

/** What is a product's own comes first where that product is asked for: two facts of a kind by turns. */
function placeOf({ fact, product }: StatedFact, index: number, asked: Selection): number {
  if (asked.product === null || REPLACED.has(fact)) return index;
  return product === null ? index + 2 : index >> 1;
}

/** The first of several facts of a kind matters most, the others come after the first of each kind. */
const rankOf = (fact: Fact, index: number) => RANKS.indexOf(fact) + Math.min(index, 9) * RANKS.length;

function lineOf(stated: StatedFact, label: string, short: boolean, { language }: Selection): Line {
  const { fact, path, value, scope, sources } = stated;
  return {
    fact,
    label,
    text: describeScope(scope, language) + textOf(fact, path, value),
    note: cite(sources, short),
    sources: short ? sources.slice(0, SHOWN) : sources,
    rank: 0,
  };
}

/** Sources that a short report names behind one fact. */
const SHOWN = 1;

function cite(sources: readonly Source[], short = false): string {
  const shown = short ? sources.slice(0, SHOWN) : sources;
  const more = sources.length - shown.length;
  return `${shown.map(({ key }) => ` [^${key}]`).join('')}${more > 0 ? ` +${more}` : ''}`;
}

/**
 * How a signature is made is the same for all products of a vendor: a short report of a product leaves it to
 * that of the vendor.
 */
const OF_A_SIGNATURE: ReadonlySet<string> = new Set(['algorithm', 'content', 'encoding', 'key', 'replay']);

/** A family in one line; its parts cite where they were read if that is elsewhere. */
function webhookLines(facts: readonly StatedFact[], short: boolean, selection: Selection): Line[] {
  const { product, language } = selection;
  const families = new Map<string, StatedFact[]>();
  for (const fact of facts) {
    const id = fact.path.split('.')[1]!;
    append(families, id, fact);
  }
  return [...families].map(([id, parts], i): Line => {
    let last = '';
    const shown = parts.filter((part) => {
      const name = part.path.split('.')[2]!;
      return name !== 'signed' && !(short && ((product && OF_A_SIGNATURE.has(name)) || isOfOther(part, selection)));
    });
    const texts = shown.map(({ path, value, scope, sources }) => {
      const note = cite(sources, short);
      const text = `${describeScope(scope, language)}${path.split('.').slice(2).join(' ')} ${String(value)}`;
      const changed = note === last ? text : `${text}${note}`;
      last = note;
      return changed;
    });
    const signed = parts.find(({ path }) => path.endsWith('.signed'))?.value === true;
    const sources = shown.flatMap((part) => (short ? part.sources.slice(0, SHOWN) : part.sources));
    const text = `${id}, ${signed ? 'signed' : 'not signed'}; ${texts.join('; ')}`;
    return {
      fact: 'webhooks',
      label: LABELS.webhooks,
      text,
      note: '',
      sources: [...new Set(sources)],
      rank: rankOf('webhooks', i),
    };
  });
}

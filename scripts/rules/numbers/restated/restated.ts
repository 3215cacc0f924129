import type { Span } from '../../../markdown/types.ts';
import type { Section7 } from '../../../spec/model.ts';
import { spanIn } from '../../runs.ts';
import type { Finding, Rule } from '../../types.ts';
import { comparable, contradicts } from './compare.ts';
import { homesOf, type Home } from './homes.ts';
import { otherLimits } from './limits.ts';
import { markValues, type Said } from './marks.ts';
import { sentencesOf, type Sentence } from './sentences.ts';
import { homesNamed, serviceFinder } from './subject.ts';
import { otherVersions } from './versions.ts';
import { CHANGED, DENIAL, hasValueFor, HYPOTHETICAL, mayHaveValueFor, patternOf, type Quantity } from './words.ts';

export const restated: Rule = {
  id: 'numbers/restated',
  severity: 'error',
  summary: 'A value has one home: stated again with another number, one of the two gets built, and nobody knows which.',
  *check({ spec }) {
    yield* otherLimits(spec);
    yield* otherVersions(spec);
    const reader = new Reader(spec);
    for (const { sentence, quantities } of sentencesOf(spec)) yield* reader.contradictions(sentence, quantities);
  },
};
/** Fields about our own parts: what they say of attempts and times is not about a service. */
const OWN = new Set(['messageQueue', 'serviceDiscovery', 'apiGateway']);
/** These are each service's own: a sentence about them that names no service is about nothing in particular. */
const NOT_FOR_ALL = new Set(['rate', 'volume', 'cost', 'budget', 'frequency']);
const EVERY = /\b(?:every|each|all|alle[nrs]?|jede[mnrs]?)\b/i;
const HOME_COLUMNS: Readonly<Record<string, string>> = { connect: 'Connect', read: 'Read', total: 'Total', attempts: 'Attempts', breakerFailures: 'Opens after', halfOpen: 'Half-open after', rotation: 'Rotation', rate: 'Limit', volume: 'Volume a month' };
/** Values of another environment are its own. */
const PRODUCTION = /^\W*(?:prod\w*|live|all|every|alle|Produktion)\b/i;
/** Where a clause ends, and with it what its subject is. */
const CLAUSE = /[,;:()–—]|\b(?:and|but|while|whereas|until|so that|when|if|und|aber|während|bis|sodass|wenn|falls)\b/gi;

/** Characters. Nobody wrote a longer sentence, and each value is compared with all that stands before it. */
const LONGEST = 4000;

class Reader {
  readonly #services: Section7['services'];
  readonly #homes: (readonly Home[])[] = [];
  readonly #stated = new Map<Quantity, boolean>();
  readonly #servicesIn: (text: string) => number[];
  #every: readonly Home[] | undefined;

  constructor(spec: Section7) {
    this.#services = spec.services;
    this.#servicesIn = serviceFinder(spec);
  }

  /** Most services are in no sentence that may contradict, so their homes are gathered when one is. */
  #homesOf(service: number): readonly Home[] {
    return (this.#homes[service] ??= homesOf(this.#services[service]!));
  }

  get #all(): readonly Home[] {
    return (this.#every ??= this.#services.flatMap((_, service) => this.#homesOf(service)));
  }

  *contradictions(sentence: Sentence, quantities: readonly Quantity[]): Iterable<Finding> {
    if (sentence.text.length > LONGEST) return;
    const possible = quantities.filter((quantity) => isNeeded(quantity, sentence) && mayHaveValueFor(quantity, sentence.text) && this.#isStated(quantity));
    if (possible.length === 0) return;
    const { text, values } = markValues(sentence.text);
    const small = text.toLowerCase();
    // Some capital letters of other scripts become two; no word of ours is written in them.
    if (small.length !== text.length) return;
    const taken = new Set<number>();
    for (const quantity of possible) {
      if (!hasValueFor(quantity, text) || quantity.not?.test(text) || !isNeeded(quantity, sentence, text)) continue;
      for (const match of small.matchAll(patternOf(quantity))) {
        if (HYPOTHETICAL.test(sentence.text)) return;
        const mark = markIn(match, values);
        if (mark === null || taken.has(mark)) continue;
        taken.add(mark);
        const said = values.get(mark)!;
        const clause = clauseOf(text, match.index, mark);
        if (DENIAL.test(text.slice(0, match.index)) || CHANGED.test(clause.whole) || isRange(text, mark)) continue;
        const finding = this.#contradiction(sentence, quantity, said, clause);
        if (finding) yield finding;
      }
    }
  }

  #isStated(quantity: Quantity): boolean {
    let stated = this.#stated.get(quantity);
    if (stated === undefined) this.#stated.set(quantity, (stated = this.#services.some((_, service) => this.#homesOf(service).some(({ id }) => quantity.homes.includes(id)))));
    return stated;
  }

  #contradiction(sentence: Sentence, quantity: Quantity, said: Said, clause: Clause): Finding | null {
    const scope = this.#scope(sentence, clause, said);
    if (!scope || scope === this.#all && quantity.homes.some((id) => NOT_FOR_ALL.has(id))) return null;
    // A cell of the column that is the value's home states it, also where it could not be read.
    if (sentence.column !== null && quantity.homes.some((id) => HOME_COLUMNS[id] === sentence.column)) return null;
    if (sentence.field === 'environments' && !PRODUCTION.test(sentence.around())) return null;
    if (scope === this.#all && quantity.notOurs?.test(`${sentence.text} ${sentence.around()}`)) return null;
    const own = scope.filter(({ id }) => quantity.homes.includes(id));
    // "The refund job gives up": an operation of the table is no foreign job.
    if (quantity.notBefore?.test(clause.before) && homesNamed(own, clause.before).length === 0) return null;
    const at: Span = spanIn(sentence, said.at.start, said.at.end);
    if (own.length === 0 || this.#isHome(at)) return null;
    const named = [clause.whole, sentence.text].map((text) => homesNamed(own, text)).find((homes) => homes.length > 0);
    const homes = comparable(named ?? own, said);
    if (!contradicts(quantity, homes, said)) return null;
    // The connect timeout is no answer to "times out after 5 s", although nobody is corrected who meant it.
    const answers = homes.filter(({ id }) => id !== 'connect' || quantity.homes.length === 1);
    const shown = answers.length > 0 ? answers : homes;
    const expected = [...new Set(shown.map(({ text }) => text))];
    const sections = [...new Set(shown.map(({ section }) => section))];
    return {
      at,
      message: `Unexpected ${quantity.noun} "${said.text}", expected ${list(expected)} as in ${list(sections, 'and')}`,
      advice: `State it once, in its field, and write "see ${sections[0]}" elsewhere.`,
      related: shown.slice(0, 4).map(({ label, operation, at }) => ({ message: operation === null ? label : `${label} of "${operation}"`, at })),
    };
  }

  /** The homes of the service that the clause, the sentence or what is around it names; of all services where none is named; null when that is not clear. */
  #scope(sentence: Sentence, clause: Clause, said: Said): readonly Home[] | null {
    // "Every webhook within 1 s, Sentry's within 500 ms": who is named behind it is the exception.
    const exceptions = EVERY.test(clause.whole) ? sentence.text.slice(said.at.end) : '';
    const scopes = [clause.whole, sentence.text, ...(sentence.service === null ? [sentence.around()] : [])].map((text) => text.replace(exceptions, ''));
    for (const text of scopes) {
      const named = this.#servicesIn(text);
      if (named.length === 1) return this.#homesOf(named[0]!);
      if (named.length > 1) return null;
    }
    if (sentence.service !== null) return this.#homesOf(sentence.service);
    return OWN.has(sentence.field ?? '') ? null : this.#all;
  }

  #isHome({ start }: Span): boolean {
    return this.#all.some(({ at }) => at.start <= start && start < at.end);
  }
}

/** Whether a sentence has what a quantity needs, or stands where it needs nothing. What the values are written with counts only as long as they are not marked. */
function isNeeded({ needs, within }: Quantity, { part, field, section, text }: Sentence, marked = text): boolean {
  return needs === undefined || within?.some((place) => place === part || place === field || place === section) === true || needs.test(marked);
}

function markIn(match: RegExpExecArray, values: ReadonlyMap<number, Said>): number | null {
  for (let i = match.index; i < match.index + match[0].length; i++) if (values.has(i)) return i;
  return null;
}

/** "3 to 5 s", "2 s or 5 s": two values are one range or a choice. */
function isRange(text: string, mark: number): boolean {
  const joint = '[ \\u00a0]?(?:[-–—/]|to|or|and|bis|oder|und)[ \\u00a0]?';
  return new RegExp(`^.(?: times)?${joint}[\\ue000-\\ue005\\d]`, 's').test(text.slice(mark, mark + 16)) || new RegExp(`[\\ue000-\\ue005\\d]${joint}$`).test(text.slice(Math.max(0, mark - 8), mark));
}

interface Clause {
  readonly whole: string;
  /** From its beginning to the value. */
  readonly before: string;
}

function clauseOf(text: string, start: number, mark: number): Clause {
  let from = 0;
  let to = text.length;
  for (const stop of text.matchAll(CLAUSE)) {
    const end = stop.index + stop[0].length;
    if (end <= start) from = end;
    else if (stop.index > mark) {
      to = stop.index;
      break;
    }
  }
  return { whole: text.slice(from, to), before: text.slice(from, mark) };
}

function list(items: readonly string[], word = 'or'): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`;
}

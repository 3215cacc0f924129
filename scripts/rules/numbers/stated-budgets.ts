import { findQuantities, type MoneyValue } from '../../quantities/index.ts';
import type { Place, ProjectContext } from '../../project/types.ts';
import type { CategoryCode } from '../../spec/format.ts';
import type { Section7, Service } from '../../spec/model.ts';

/** A sum a month that Sections 3-6 or the architecture document allow for some services. */
export interface StatedBudget {
  readonly services: readonly Service[];
  readonly money: MoneyValue & { readonly currency: string };
  /** As written. */
  readonly text: string;
  readonly place: Place;
}

/** How a budget names a category without a vendor: "Mail: EUR 60". */
const CATEGORY_WORDS: readonly (readonly [CategoryCode, RegExp])[] = [
  ['P', /\b(?:payments?|fees|Zahlung\w*|Gebühren)\b/i],
  ['C', /\b(?:e-?mails?|mails?|SMS|messaging|notifications?|Nachrichten)\b/i],
  ['A', /\b(?:sign-?in|log-?in|authentication|identity|SSO|Anmeldung)\b/i],
  ['G', /\b(?:maps?|geocoding|routing|Karten|Geokodierung)\b/i],
  ['D', /\b(?:search|Suche)\b/i],
  ['S', /\b(?:storage|CDN|Speicher)\b/i],
  ['I', /\b(?:AI|LLM|machine learning|KI)\b/i],
  ['N', /\b(?:analytics|monitoring|observability)\b/i],
  ['B', /\bCRM\b/i],
  ['M', /\b(?:social media|videos?)\b/i],
];
const ALL = /\b(?:external services?|third[- ]part(?:y|ies)|all services?|integrations?|externe[nr]? Dienste?|alle Dienste)\b/i;
/** Not a sum for a month of these services. */
const OTHER = /\b(?:a year|per year|annual\w*|yearly|once|one-?off|set-?up|per (?:user|seat|request|message|parcel)|im Jahr|pro Jahr|jährlich|einmalig|hosting|salary|salaries|team)\b/i;

/** Clauses "who: how much" of the lines about money. */
export function statedBudgets(spec: Section7, { promises }: ProjectContext): StatedBudget[] {
  return promises.filter(({ kind }) => kind === 'budget').flatMap(({ text, place }) => {
    // A full stop between figures is none; a row of a table has its name in the first cell.
    const clauses = text.split(/[;·\n]|\.(?:\s|$)|,(?=\s[A-Z])/);
    return clauses.flatMap((clause): StatedBudget[] => {
      const sums = findQuantities(clause).flatMap(({ value, at }) => (value.kind === 'money' && value.currency !== null && value.percent === null && value.per === null ? [{ money: { ...value, currency: value.currency }, at }] : []));
      const [sum] = sums;
      if (sums.length !== 1 || !sum || OTHER.test(clause) || sum.money.period !== null && sum.money.period.unit !== 'month') return [];
      const services = named(spec, clause);
      return services.length > 0 ? [{ services, money: sum.money, text: clause.slice(sum.at.start, sum.at.end), place }] : [];
    });
  });
}

/** Services by name; else those of a category; else all. */
function named({ services }: Section7, clause: string): Service[] {
  const lower = ` ${clause.toLowerCase().replace(/[^a-z0-9à-ÿ]+/g, ' ')} `;
  const own = services.filter(({ name }) => lower.includes(` ${name.toLowerCase().split(/[\s(–—-]/)[0]!} `));
  if (own.length > 0) return own;
  const codes = CATEGORY_WORDS.filter(([, words]) => words.test(clause)).map(([code]) => code);
  if (codes.length > 0) return codes.length === 1 ? services.filter(({ code }) => code === codes[0]) : [];
  return ALL.test(clause) ? [...services] : [];
}

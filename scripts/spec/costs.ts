import { perMonth, Ratio, sumIn, sumOf, ZERO, type Amount, type Money } from '../quantities/index.ts';
import { valueOf, type Leaf } from './kinds.ts';

/** Whether a row of the cost estimate adds up the others, by what it calls itself. */
export const isTotal = (driver: Leaf<string>): boolean => /^(?:total|sum|summe|gesamt)\b/i.test(valueOf(driver) ?? '');

/** What a sum comes to in a month: as it is where no period is named, a twelfth of "GBP 1,000 a year", to the cent. */
export function monthly(money: Pick<Money, 'amount' | 'period' | 'text'>): Ratio {
  const amount = sumOf(money);
  const { period } = money;
  return period === null ? amount : Ratio.from(perMonth({ amount, per: period }).format(2, { grouped: false }))!;
}

/** What is planned in one currency: null where a sum names it neither first nor beside. Free is free in all. */
export function plannedIn(money: Money, currency: string): Ratio | null {
  if (money.currency === null) return money.free ? ZERO : null;
  return money.currency === currency ? monthly(money) : sumIn(money, currency);
}

interface Line { readonly driver: Leaf<string>; readonly volume: Leaf<Amount>; readonly monthly: Leaf<Money> }

const MONTHS = 'January|February|March|April|June|July|August|September|October|November|December|Januar|Februar|März|Juni|Juli|Oktober|Dezember';
/** How the driver of a row says that it is one case among others: a month, a plan, an assumption. */
const CASE = new RegExp(
  `^(?:(?:in |im )?(?:the |an? |der |die )?(?:usual|normal|average|typical|regular|busy|quiet|peak|worst|best|üblich\\w*|normal\\w*|durchschnittlich\\w*|schlimmst\\w*)(?![\\wÀ-ÿ])(?: (?:month|case|Monat|Fall))?|the same\\b|dasselbe\\b|if\\b|when\\b|falls\\b|wenn\\b|with(?:out)? \\d|mit \\d|at (?:\\d|one|two|three|full|half)|bei (?:\\d|ein|zwei)|(?:option|variant|scenario|case|plan|reading|Variante|Szenario|Fall|Lesart) (?:[A-Z\\d]\\b|:)|on the (?:\\w+ )?(?:price list|list|plan|tariff)\\b|month with\\b|Monat mit\\b)` +
    `|\\b(?:${MONTHS})\\b|, (?:if|normal|usual|peak|worst case|best case|wenn|falls|Spitze)(?![\\wÀ-ÿ])`,
  'i',
);

/** What stands before the table says that its rows are alternatives. */
const READINGS = /\b(?:readings? of|alternatives?|scenarios?|variants?|Lesarten?|Varianten?|Szenarien)\b[^.]{0,60}:$/i;

/**
 * The lines of a cost estimate that come together in one month: the total row is none, and of rows that are alternatives by what their drivers say ("usual
 * month", "December", "option A", "the same, …") only the dearest. A row without such words is one of the cases where it is the only other row of their
 * volume or unit, or bears their name.
 */
export function together<L extends Line>(rows: readonly L[], currency: string | null, lead = ''): { readonly lines: readonly L[]; readonly alternatives: boolean } {
  const lines = rows.filter((row) => !isTotal(row.driver));
  // Nobody compares more rows.
  if (lines.length < 2 || lines.length > 50) return { lines, alternatives: false };
  const cases = READINGS.test(lead) ? lines : lines.filter((row) => CASE.test(valueOf(row.driver) ?? ''));
  if (cases.length === 0) return { lines, alternatives: false };
  const others = lines.filter((row) => !cases.includes(row));
  const joining = others.filter((row) => cases.some((one) => isCaseOf(row, one, others)));
  const group = [...cases, ...joining];
  if (group.length < 2) return { lines, alternatives: false };
  const cost = (row: L) => {
    const money = valueOf(row.monthly);
    return (money && (currency === null ? money.amount : plannedIn(money, currency))) ?? null;
  };
  const dearest = group.reduce((a, b) => ((cost(b) ?? ZERO).cmp(cost(a) ?? ZERO) > 0 ? b : a));
  return { lines: lines.filter((row) => row === dearest || !group.includes(row)), alternatives: true };
}

function isCaseOf(row: Line, one: Line, others: readonly Line[]): boolean {
  const [a, b] = [valueOf(row.volume), valueOf(one.volume)];
  const [name, other] = [row.driver, one.driver].map((leaf) => (valueOf(leaf) ?? '').toLowerCase());
  if (name!.length > 2 && other!.startsWith(`${name},`)) return true;
  if (!a || !b || a.unit.toLowerCase() !== b.unit.toLowerCase()) return false;
  return a.value.eq(b.value) || a.unit !== '' && others.filter((x) => valueOf(x.volume)?.unit.toLowerCase() === a.unit.toLowerCase()).length === 1;
}

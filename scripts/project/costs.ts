import type { Found } from '../quantities/index.ts';
import { ofTitles } from './documents.ts';
import { CONTEXT, type Piece } from './pieces.ts';
import type { VendorNames } from './vendor-names.ts';
import { anyOf } from '../words.ts';

const SPEND =
  /\b(?:budgets?|costs?|ceiling|spend(?:ing)?|kosten\w*|kostenrahmen|presupuesto|coste?s?|budgété|orçamento|bilancio|予算)\b|予算/i;
const TOTAL = /^(?:(?:grand |monthly )?total|sum|summe|gesamt)\b/;
/** What the product earns. */
const EARNS = anyOf(String.raw`
    revenue|break(?:s|ing)?[- ]?even|subscribers?|mrr|arr|profit|margin|willing to pay|we charge|umsatz|erlös\w*|
    gewinnschwelle
  `);
/** What the product sells, where no vendor stands beside it. */
const SELLS = anyOf(`
    pricing|subscriptions?|(?:free|basic|starter|pro|premium|business|enterprise) (?:plan|tier)s?|plans|tiers|
    checkout session|business model|moneti[sz]ation|preismodell|tarife?|abonnements?
  `);
/** Several of which one is taken. */
const CANDIDATES = anyOf(String.raw`
    alternatives?|options?|candidates?|compar\w+|versus|vs|
    recommended (?:providers?|platforms?|hosts?|hosting|services?)|
    alternativen|optionen|kandidaten|vergleich\w*
  `);

export const MAY_COST = /[€$£¥₹%]|\b(?:EUR|USD|GBP|CHF|JPY|euros?|dollars?|cents?)\b/i;
const SIGN = '(?:[$€£¥₹]|EUR|USD|GBP|CHF)';
/** `$5-20/month`, `5–20 €`: the second number is money, too. */
const RANGE = new RegExp(
  `${SIGN}\\s?\\d[\\d.,]*\\s?[-–—]\\s?${SIGN}?\\s?\\d[\\d.,]*|\\d[\\d.,]*\\s?[-–—]\\s?\\d[\\d.,]*\\s?${SIGN}`,
  'g',
);
const isMoney = ({ kind, value }: Found) => kind === 'money' && 'currency' in value && value.currency !== null;
export const moneyOf = (piece: Piece): Found[] => (MAY_COST.test(piece.text) ? piece.values.filter(isMoney) : []);

/** A text without its sums of money: what is left may be a volume. */
export function withoutMoney(piece: Piece): string {
  if (!MAY_COST.test(piece.text)) return piece.text;
  return moneyOf(piece).reduce((rest, { text }) => rest.replace(text, ''), piece.text.replace(RANGE, ''));
}

const spends = ofTitles((titles) => titles.slice(0, 2).some((title) => SPEND.test(title)));
const compares = ofTitles((titles) => CANDIDATES.test((titles[0] ?? '').toLowerCase()));

const namesVendor = (text: string, names: VendorNames | null) => names !== null && names.find(text, true).length > 0;

/** What the product earns, or asks of its own customers: no cost, and no volume. */
export const isEarned = ({ text, folded, label }: Piece): boolean =>
  MAY_COST.test(text) && EARNS.test(`${label} ${folded}`);

/** A price that nobody has decided to pay: of candidates, or of the product's own plans. */
function isOnlyPrice(piece: Piece, names: VendorNames | null): boolean {
  const { text, folded, label, lead, title, line } = piece;
  if (isEarned(piece) || compares(line.titles) || CANDIDATES.test(lead)) return true;
  if (SPEND.test(`${label} ${folded}`) || TOTAL.test(label) || spends(line.titles)) return false;
  return SELLS.test(`${label} ${folded} ${title}`) && !namesVendor(`${line.label} ${text}`, names);
}

/** What external services may cost, or cost by the documents. */
export function isBudget(piece: Piece, names: VendorNames | null): boolean {
  const { text, folded, label, line } = piece;
  if (!MAY_COST.test(text)) return false;
  const money = moneyOf(piece);
  if (!CONTEXT.has(line.section))
    return money.length > 0 && /\bbudget|\bpresupuesto|予算/.test(`${folded} ${label}`) && !isEarned(piece);
  if (isOnlyPrice(piece, names)) return false;
  if (SPEND.test(folded) || SPEND.test(label) || TOTAL.test(label) || spends(line.titles))
    return money.length > 0 || (/%/.test(folded) && /\b(?:of|des|der)\b/.test(folded));
  // A sum a month beside a vendor's name, in the documents about the whole, is what the vendor costs.
  const isRegular = money.some(({ value }) => 'period' in value && value.period !== null) || text.search(RANGE) >= 0;
  return isRegular && namesVendor(`${line.text} ${line.titles[0] ?? ''}`, names);
}

/** One plan at one price of one vendor: said on several lines, it is one cost. Null for any other. */
export function planOf(piece: Piece, names: VendorNames | null): string | null {
  const plan = /\b(\p{Lu}[\p{L}\d]+)(?= (?:plan|tier)\b| \()/u.exec(piece.text)?.[1];
  const [money, ...more] = moneyOf(piece);
  if (plan === undefined || money === undefined || more.length > 0 || names === null) return null;
  const named = names.find(piece.text, true);
  const vendors = named.length > 0 ? named : names.find(piece.line.titles[0] ?? '', true);
  return `${vendors.map((v) => v.vendor).join()} ${plan} ${money.text}`;
}

import { perDay, readingsOf, type RateValue } from '../../../quantities/index.ts';
import { monthly } from '../../../spec/costs.ts';
import type { Home } from './homes.ts';
import type { Said } from './marks.ts';
import type { Quantity } from './words.ts';

/** Homes that the sentence's value can be compared with: the same unit, period and currency. */
export function comparable(homes: readonly Home[], { value }: Said): Home[] {
  return homes.filter((home) => {
    if (home.value.kind !== value.kind) return false;
    if (home.value.kind === 'money' && value.kind === 'money') return home.value.currency === value.currency && value.percent === null && value.per === null && (home.id !== 'cost' || value.period !== null);
    if (home.value.kind === 'rate' && value.kind === 'rate') return home.value.per.unit === value.per.unit && home.value.per.count.eq(value.per.count) && sameUnit(home.id, home.value, value);
    return true;
  });
}

const GENERIC = new Set(['', 'request', 'call', 'api call', 'api request', 'anfrage', 'aufruf', 'read request', 'operation']);
const stem = (word: string) => word.toLowerCase().replace(/(?:es|en|e|s|n)$/, '');
const singular = (unit: string) => unit.toLowerCase().replace(/(?:s|en|n)$/, '').replace(/ +/g, ' ');

/** Whether two rates count the same things. */
export function sameUnit(id: string, a: RateValue, b: RateValue): boolean {
  const last = (unit: string) => stem(unit.split(/[\s\u00a0]/).at(-1)!);
  const same = a.unit !== '' && last(a.unit) === last(b.unit);
  return id === 'rate' ? (same || GENERIC.has(singular(a.unit)) && GENERIC.has(singular(b.unit))) && a.scope === b.scope : same;
}

/** Whether the sentence contradicts each of the homes. */
export function contradicts(quantity: Quantity, homes: readonly Home[], said: Said): boolean {
  const stated = size(said.value);
  const { qualifier } = said;
  // `maxRetries: 0` switches the SDK's retries off, and ours stand in the table.
  if (homes.length === 0 || !Number.isFinite(stated) || quantity.retries && stated === 0) return false;
  if (qualifier === 'at-least' || qualifier === 'more-than' || qualifier === 'less-than') return false;
  const slack = qualifier === 'about' ? stated / 10 : 0;
  const sizes = homes.map((home) => size(home.value));
  if (said.value.kind === 'count' && said.value.ordinal) return sizes.every((n) => stated > n);
  if (qualifier === 'at-most' && !quantity.bound) return sizes.every((n) => n > stated + (quantity.retries ? 1 : 0));
  const readings = readingsOf(said.text).map((reading) => stated * reading.toNumber());
  const equal = (n: number) => readings.some((reading) => Math.abs(n - reading) <= slack) || quantity.retries === true && n === stated + 1;
  return !sizes.some(equal) && !(['volume', 'cost'].includes(homes[0]!.id) && sums(sizes).some(equal));
}

function size(value: Said['value']): number {
  if (value.kind === 'duration') return value.ms;
  if (value.kind === 'count') return value.count;
  return value.kind === 'money' ? monthly({ ...value, text: '' }).toNumber() : perDay(value).toNumber();
}

/** Sums of several drivers: "17,000 payments" are the debits and the cards. */
function sums(sizes: readonly number[]): number[] {
  return sizes.slice(0, 8).reduce<number[]>((all, n) => [...all, ...all.map((sum) => sum + n)], [0]);
}

import type { Section7 } from '../../../spec/model.ts';
import type { Home } from './homes.ts';

const fold = (text: string) => ` ${text.toLowerCase().replace(/[^a-z0-9à-ÿ.]+/g, ' ').replace(/\.(?= |$)/g, '').trim()} `;

/** Finds the services that a text names, by section number, by name, or by a first word that only one of them has. Made ready when the first text is asked about: most documents have none. */
export function serviceFinder(spec: Section7): (text: string) => number[] {
  let known: readonly Names[] | undefined;
  return (text) => {
    const folded = fold(text.replace(/[’']s\b/g, ''));
    return (known ??= namesOf(spec)).flatMap((service, i) => (service.names.some((name) => folded.includes(name)) || folded.includes(` ${service.number} `) || folded.includes(` ${service.number}.`) ? [i] : []));
  };
}

interface Names {
  readonly number: string;
  readonly names: readonly string[];
}

function namesOf({ services }: Section7): Names[] {
  const firsts = services.map(({ name }) => fold(name).trim().split(' ')[0]!);
  const count = new Map<string, number>();
  for (const first of firsts) count.set(first, (count.get(first) ?? 0) + 1);
  return services.map(({ name, number }, i) => {
    const whole = fold(name.replace(/\([^)]*\)/g, ''));
    const first = firsts[i]!;
    return { number: number.toLowerCase(), names: first.length > 2 && count.get(first) === 1 ? [whole, ` ${first} `] : [whole] };
  });
}

/** Words that many operations share and that name none. */
const COMMON = new Set('and the all every any for with other others und oder alle andere anderen der die das von mit call calls request requests api job jobs nightly'.split(' '));
const stem = (word: string) => word.replace(/(?:ings?|ies|es|e|s|en|n|y)$/, '');

/** What is left of an operation's name to find it by: `refund and nightly jobs` → `refund`; of `nightly jobs` all of it. */
function wordsOf(operation: string): string[] {
  const words = fold(operation).trim().split(' ').filter((word) => word.length > 2);
  const own = words.filter((word) => !COMMON.has(word));
  return (own.length > 0 ? own : words).map(stem);
}

/** The homes of the operations that a text names; none when it names none. */
export function homesNamed(homes: readonly Home[], text: string): Home[] {
  const said = new Set(fold(text).trim().split(' ').map(stem));
  return homes.filter(({ operation }) => operation !== null && wordsOf(operation).some((word) => said.has(word)));
}

import { LANGUAGES, type Language } from './source.ts';

/** For whom a fact holds. */
export interface Scope {
  /** Null where the fact names none: then its sources decide. */
  readonly languages: readonly Language[] | null;
  /** Countries by ISO 3166 code, EU or EEA; null where it holds everywhere. */
  readonly regions: readonly string[] | null;
}

const EU = ['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU'];
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EU: [...EU, 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
  EEA: [...EU, 'LV', 'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'EU', 'IS', 'LI', 'NO'],
};

const isLanguage = (word: string): word is Language => (LANGUAGES as readonly string[]).includes(word);
export const isRegion = (word: string) => /^(?:[A-Z]{2}|EEA)$/.test(word);

/** Reads the words of `[@node, EU]`; `all` says that what an SDK shows is true for every language. */
export function parseScope(words: readonly string[]): Scope {
  const unknown = words.find((word) => word !== 'all' && !isLanguage(word) && !isRegion(word));
  if (unknown !== undefined)
    throw new Error(
      `unexpected "@${unknown}", expected all, one of ${LANGUAGES.join(', ')} or a country such as DE, EU`,
    );
  const languages = words.includes('all') ? LANGUAGES : words.filter(isLanguage);
  const regions = words.filter(isRegion);
  return { languages: languages.length > 0 ? languages : null, regions: regions.length > 0 ? regions : null };
}

/** Whether what holds in these regions holds in this one. */
export const holdsIn = (regions: readonly string[], region: string) =>
  regions.some((held) => held === region || MEMBERS[held]?.includes(region));

/** Whether it names no language, or every one. */
export const isForAll = ({ languages }: Scope) => languages === null || languages.length === LANGUAGES.length;

/** Words that tell a reader for whom a fact holds; empty where it holds for all or that was asked for. */
export function describeScope(scope: Scope, asked: Language | null): string {
  const named = asked === null && !isForAll(scope) ? scope.languages! : [];
  const words = [...named, ...(scope.regions ?? [])];
  return words.length > 0 ? `(${words.join(', ')}) ` : '';
}

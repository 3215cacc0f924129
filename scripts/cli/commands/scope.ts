import { isRegion } from '../../services/scope.ts';
import { languageNamed, LANGUAGES, type Language } from '../../services/source.ts';
import { UserError } from './io.ts';

/** Of which language and region facts are wanted; null: of all. */
export interface Scope {
  readonly language: Language | null;
  readonly region: string | null;
}

interface Options {
  readonly language?: string | undefined;
  readonly region?: string | undefined;
}

/** Reads `--language` and `--region`. */
export function scopeOf({ language, region }: Options): Scope {
  const found = language === undefined ? null : languageNamed(language);
  if (language !== undefined && found === null)
    throw new UserError(`unknown language "${language}", expected one of ${LANGUAGES.join(', ')}`);
  if (region !== undefined && !isRegion(region))
    throw new UserError(`unknown region "${region}", expected a country such as DE, EU or EEA`);
  return { language: found, region: region ?? null };
}

import type { CheckResult } from '../scripts/report/diagnostic.ts';
import { DEFAULT_CONFIG, type Config } from '../scripts/rules/config.ts';
import { check } from '../scripts/rules/engine.ts';
import { RULES } from '../scripts/rules/index.ts';
import { parseSection7 } from '../scripts/spec/parse.ts';
import { TODAY, tiny } from './support.ts';

/** Section 7 without a finding. */
export const clean = tiny;
/** A place in it, and a fault to write there: an error of one of the rules below. */
export const PLACE = 'A Google outage stops new sign-ins and nothing else';
export const FAULT = '‹fill›';

/** Rules that need nothing beside the text: tests of the engine and the reports do not depend on what others find. */
const SOME = RULES.filter(({ id }) => id === 'structure/placeholder' || id === 'structure/markdown');

/** The engine without a project, without sheets and without what parsers say about fenced code. */
export function run(text: string, config: Partial<Config> = {}): CheckResult {
  return check(
    {
      file: 'docs/07.md',
      parsed: parseSection7(text, 'docs/07.md'),
      project: null,
      tables: null,
      catalog: { sheets: [] },
      config: { ...DEFAULT_CONFIG, ...config },
      code: [],
      secrets: [],
      run: null,
      today: TODAY,
    },
    SOME,
  );
}

/** Findings as `line:column severity rule: message`. */
export function found(result: CheckResult): string[] {
  return result.diagnostics.map((d) => `${d.line}:${d.column} ${d.severity} ${d.rule}: ${d.message}`);
}

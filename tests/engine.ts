import { allRules, check } from '../scripts/rules/run.ts';
import { DEFAULT_CONFIG, type Config } from '../scripts/rules/config.ts';
import type { CheckResult } from '../scripts/report/diagnostic.ts';
import { filledTemplates } from './spec/filled.ts';

/** Section 7 with one service and a complete structure. */
export const clean = filledTemplates();

/** Only the rules of structure: tests of the engine and the reports do not depend on what other groups find. */
const STRUCTURE_ONLY = Object.fromEntries(allRules().flatMap(({ id }) => (/^(?:structure|config|internal)\//.test(id) ? [] : [[id, 'off' as const]])));

/** The engine without a project, without sheets and without what parsers say about fenced code. */
export function run(text: string, config: Partial<Config> = {}): CheckResult {
  const rules = { ...STRUCTURE_ONLY, ...config.rules };
  return check({ text, file: 'docs/07.md', project: null, catalog: { sheets: [] }, config: { ...DEFAULT_CONFIG, ...config, rules }, code: [], today: '2026-11-23' });
}

/** Findings as `line:column severity rule: message`. */
export function found(result: CheckResult): string[] {
  return result.diagnostics.map((d) => `${d.line}:${d.column} ${d.severity} ${d.rule}: ${d.message}`);
}

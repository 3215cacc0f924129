import type { CheckResult } from '../diagnostic.ts';
import type { Output } from '../output.ts';

/** Everything that `check` found, for programs. The shape is stable within a major version. */
export function formatJson(results: readonly CheckResult[]): string {
  const errors = results.reduce((n, r) => n + r.errors, 0);
  const warnings = results.reduce((n, r) => n + r.warnings, 0);
  return `${JSON.stringify({ errors, warnings, results }, null, 2)}\n`;
}

export const output: Output = { format: formatJson };

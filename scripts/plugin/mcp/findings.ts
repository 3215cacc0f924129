import * as z from 'zod';
import { check } from '../../cli/commands/check.ts';
import { formatAgent, messageFor, mostImportant } from '../../report/agent.ts';
import type { CheckResult } from '../../report/diagnostic.ts';
import { status, type Answer, type Run } from './tool.ts';

export const findingsOutput = {
  status,
  errors: z.int(),
  warnings: z.int(),
  findings: z.array(z.object({
    file: z.string(), line: z.int(), column: z.int(), severity: z.enum(['error', 'warning', 'info']), rule: z.string(), message: z.string(),
  })).describe('The most important first'),
  more: z.int().describe('Findings that are not listed; they show when these are mended'),
};

/** Findings of `check` as text and as data. */
export async function findings(run: Run, args: readonly string[]): Promise<Answer> {
  const { status: code, printed: json } = await run(check, ['--format', 'json', ...args]);
  const { errors, warnings, results } = JSON.parse(json) as { errors: number; warnings: number; results: CheckResult[] };
  const shown = mostImportant(results);
  const listed = shown.map((d) => ({ file: d.file, line: d.line, column: d.column, severity: d.severity, rule: d.rule, message: messageFor(d) }));
  const all = results.reduce((n, r) => n + r.diagnostics.length, 0);
  return { text: formatAgent(results), data: { status: code, errors, warnings, findings: listed, more: all - shown.length } };
}

import * as z from 'zod';
import { check } from '../../cli/commands/check.ts';
import { drift } from '../../cli/commands/drift.ts';
import { formatAgent, messageFor, mostImportant, notesOn } from '../../report/agent.ts';
import type { CheckResult } from '../../report/diagnostic.ts';
import { status, type Run } from './tool.ts';

const finding = z.object({
  file: z.string(),
  line: z.int(),
  column: z.int(),
  severity: z.enum(['error', 'warning', 'info']),
  rule: z.string(),
  message: z.string(),
});

export const findingsOutput = {
  status,
  errors: z.int(),
  warnings: z.int(),
  findings: z.array(finding).describe('The most important first'),
  more: z.int().describe('Findings that are not listed; they show when these are mended'),
};

interface Report {
  readonly errors: number;
  readonly warnings: number;
  readonly results: readonly CheckResult[];
}

const COMMANDS = { check, drift };

/** Findings of a command as text and as data, and what it did not judge. */
export async function findings(run: Run, name: keyof typeof COMMANDS, args: readonly string[] = []) {
  const { status: code, printed: json } = await run(COMMANDS[name], ['--format', 'json', ...args]);
  const { errors, warnings, results } = JSON.parse(json) as Report;
  const shown = mostImportant(results, name);
  const listed = shown.map((d) => ({
    file: d.file,
    line: d.line,
    column: d.column,
    severity: d.severity,
    rule: d.rule,
    message: messageFor(d),
  }));
  const all = results.reduce((n, r) => n + r.diagnostics.length, 0);
  const data = { status: code, errors, warnings, findings: listed, more: all - shown.length };
  return { text: formatAgent(results, { command: name }), data, notes: notesOn(results) };
}

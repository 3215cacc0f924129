import type { CheckResult, Diagnostic } from './diagnostic.ts';
import { beyondFindings, fullMessage, totals, visible } from './text.ts';

/** About 2,000 tokens. */
const BUDGET = 8000;

/** A message quotes the document; one long line of it must not push out all other findings. */
const LONGEST = 500;

const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** What breaks the reading of the rest comes first, then errors, then warnings; within each in order of place. */
function weight(d: Diagnostic): number {
  if (d.severity !== 'error') return d.severity === 'warning' ? 2 : 3;
  return d.rule.startsWith('structure/') || d.rule.startsWith('internal/') ? 0 : 1;
}

/** What is wrong, what to do, and the other places that it concerns. */
export function messageFor(d: Diagnostic): string {
  return `${short(visible(fullMessage(d)))}${d.related.map((r) => ` (${short(visible(r.message))}: ${r.file}:${r.line})`).join('')}`;
}

const lineFor = (d: Diagnostic) => `${d.file}:${d.line}:${d.column}: ${d.severity} ${d.rule}: ${messageFor(d)}`;

/** The most important findings, as many as have room as lines between the first and the last. */
export function mostImportant(results: readonly CheckResult[], command = 'check'): Diagnostic[] {
  const all = results.flatMap((r) => r.diagnostics).sort((a, b) => weight(a) - weight(b));
  // The closing line needs some room.
  const room = BUDGET - 61 - headOf(results, command).length;
  let length = 0;
  const full = all.findIndex((d) => (length += lineFor(d).length + 1) > room);
  return full < 0 ? all : all.slice(0, full);
}

/** What was not judged, so that silence is not taken for a verdict. */
export const notesOn = (results: readonly CheckResult[]) => results.flatMap(beyondFindings).slice(0, 12).map(short);

const headOf = (results: readonly CheckResult[], command: string) => `vibe-specs ${command}: ${totals(results)}`;

/** Findings for a model that will mend them: most important first, within a budget, and how many more there are. */
export function formatAgent(results: readonly CheckResult[], { command = 'check' } = {}): string {
  const shown = mostImportant(results, command);
  const more = results.reduce((n, r) => n + r.diagnostics.length, 0) - shown.length;
  return `${[headOf(results, command), ...shown.map(lineFor), ...(more > 0 ? [`and ${more} more: run vibe-specs ${command}`] : []), ...notesOn(results)].join('\n')}\n`;
}

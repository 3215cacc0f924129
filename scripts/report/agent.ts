import type { CheckResult, Diagnostic } from './diagnostic.ts';
import { fullMessage, totals, visible } from './text.ts';

/** About 2,000 tokens. */
const BUDGET = 8000;

/** A message quotes the document; one long line of it must not push out all other findings. */
const LONGEST = 500;

const short = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** What breaks the reading of the rest comes first, then errors, then warnings; within each in order of place. */
function weight(d: Diagnostic): number {
  if (d.severity === 'warning') return 2;
  return d.rule.startsWith('structure/') || d.rule.startsWith('internal/') ? 0 : 1;
}

/** Findings for a model that will mend them: most important first, within a budget, and how many more there are. */
export function formatAgent(results: readonly CheckResult[], budget = BUDGET): string {
  const all = results.flatMap((r) => r.diagnostics).sort((a, b) => weight(a) - weight(b));
  // The closing line needs some.
  const room = budget - 60;
  const head = `vibe-specs check: ${totals(results)}`;
  const lines = [head];
  let length = head.length + 1;
  let shown = 0;
  for (const d of all) {
    const line = `${d.file}:${d.line}:${d.column}: ${d.severity} ${d.rule}: ${short(visible(fullMessage(d)))}${d.related.map((r) => ` (${short(visible(r.message))}: ${r.file}:${r.line})`).join('')}`;
    if (length + line.length + 1 > room) break;
    lines.push(line);
    length += line.length + 1;
    shown++;
  }
  if (shown < all.length) lines.push(`and ${all.length - shown} more: run vibe-specs check`);
  return `${lines.join('\n')}\n`;
}

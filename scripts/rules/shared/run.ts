import type { Origin } from '../../run/types.ts';
import { inDocument } from '../../code/report.ts';
import type { Finding, RuleInput } from '../types.ts';

/** Findings of what was run, at their place in the fence. */
export function* runFindings({ section, run }: RuleInput, origin: Origin, advice: string): Iterable<Finding> {
  for (const { block, offset, length, message, detail, origin: from } of run?.findings ?? []) {
    const code = from === origin ? section.code[Number(block)]?.block : undefined;
    if (!code) continue;
    const at = {
      start: inDocument(code.text, offset, code.textAt, section.text),
      end: inDocument(code.text, offset + Math.max(1, length) - 1, code.textAt, section.text) + 1,
    };
    yield { at, message: detail ? `${message} (${detail})` : message, advice };
  }
}

import { codeAt } from '../../../markdown/inline.ts';
import { findEquations } from '../../../quantities/index.ts';
import type { Rule } from '../../types.ts';

/** Bytes in two units: how they convert is not said. */
const mixesBytes = (text: string) => new Set(text.match(/\b[kKMGTP]i?B\b/g)).size > 1;

export const rule: Rule = {
  id: 'numbers/equation',
  severity: 'error',
  summary: 'A calculation that is written down has to come out: budgets and limits are decided by it.',
  *check({ section }) {
    for (const { piece } of section.runs) {
      if (!/[=≈]/.test(piece.text)) continue;
      const wrong = findEquations(piece.plain).filter(
        ({ ok, left, stated }) => !ok && !mixesBytes(`${left} ${stated}`),
      );
      if (wrong.length === 0) continue;
      const inline = piece.inline();
      for (const { at, left, stated, computed } of wrong) {
        const span = { start: inline.locate(at.start), end: inline.locate(at.end - 1) + 1 };
        if (codeAt(inline, span)) continue;
        yield { at: span, message: `Unexpected result ${stated} of ${left}, expected ${computed}` };
      }
    }
  },
};

import { findEquations } from '../../quantities/index.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Rule } from '../types.ts';

export const equation: Rule = {
  id: 'numbers/equation',
  severity: 'error',
  summary: 'A calculation that does not come out hides the decision that rests on it.',
  *check({ spec }) {
    for (const run of runsWith(spec.prose, /[=≈]/g)) {
      for (const { at, left, stated, computed, ok } of findEquations(run.text)) {
        if (!ok) yield { at: spanIn(run, at.start, at.end), message: `Unexpected result ${stated} of ${left}, expected ${computed}` };
      }
    }
  },
};

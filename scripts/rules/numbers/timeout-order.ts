import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { operations } from './budgets.ts';

const PARTS = ['connect', 'read'] as const;

export const timeoutOrder: Rule = {
  id: 'numbers/timeout-order',
  severity: 'error',
  summary: 'A total that is shorter than one of its parts makes that part meaningless.',
  *check({ spec }) {
    for (const service of spec.services) {
      for (const { name, timeout } of operations(service)) {
        const total = valueOf(timeout.total);
        if (!total) continue;
        for (const key of PARTS) {
          const part = valueOf(timeout[key]);
          if (part && part.ms > total.ms) yield { at: timeout[key].at, message: `Unexpected ${key} timeout ${formatDuration(part.ms)} of "${name}", expected at most its total of ${formatDuration(total.ms)}` };
        }
      }
    }
  },
};

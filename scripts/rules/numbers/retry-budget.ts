import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';
import { callMs, longestWaits, operations } from './budgets.ts';

export const retryBudget: Rule = {
  id: 'numbers/retry-budget',
  severity: 'error',
  summary: 'Attempts, timeouts and waits add up: when they exceed the total, the last attempts never happen, or the total is a wish.',
  *check({ spec }) {
    for (const service of spec.services) {
      for (const { name, timeout, retry } of operations(service)) {
        const total = valueOf(timeout.total);
        const attempts = valueOf(retry?.attempts)?.value;
        const [connect, read] = [valueOf(timeout.connect), valueOf(timeout.read)];
        const call = callMs(connect, read);
        // A part that is longer than the total is the finding of timeout-order; a single call is cut off by its total.
        if (!total || !attempts || attempts === 1 || call === null || total.ms < Math.max(connect?.ms ?? 0, read?.ms ?? 0)) continue;
        // Where nobody can say how long the waits are, the calls alone may be too long.
        const waits = longestWaits(attempts, valueOf(retry?.backoff)) ?? { ms: 0, terms: [] };
        const needed = attempts * call + waits.ms;
        if (needed <= total.ms) continue;
        const sum = [`${attempts} × ${formatDuration(call)}`, ...waits.terms.slice(0, 6).map((ms) => formatDuration(ms))].join(' + ');
        yield {
          at: timeout.total.at,
          message: `Unexpected total ${formatDuration(total.ms)} of "${name}": ${sum}${waits.terms.length > 6 ? ' + …' : ''} = ${formatDuration(needed)}`,
          advice: 'Make fewer attempts, shorten the call, or raise the total as far as the user can wait.',
          related: [{ message: 'the attempts', at: retry!.at }],
        };
      }
    }
  },
};

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
        const call = callMs(valueOf(timeout.connect), valueOf(timeout.read));
        if (!total || !attempts || call === null || total.ms < call) continue;
        const waits = longestWaits(attempts, valueOf(retry?.backoff));
        if (!waits) continue;
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

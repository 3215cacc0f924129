import { formatDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import type { Section7, Service } from '../../spec/model.ts';
import { proseOf } from '../facts/pairs.ts';
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
        const connect = valueOf(timeout.connect);
        const read = valueOf(timeout.read);
        const call = callMs(connect, read);
        // A part that is longer than the total is the finding of timeout-order; a single call is cut off by its total.
        if (!total || !attempts || attempts === 1 || call === null || total.ms < Math.max(connect?.ms ?? 0, read?.ms ?? 0)) continue;
        // Where nobody can say how long the waits are, the calls alone may be too long.
        const waits = longestWaits(attempts, valueOf(retry?.backoff)) ?? { ms: 0, terms: [] };
        const needed = attempts * call + waits.ms;
        if (needed <= total.ms || isCutOff(spec, service)) continue;
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

/** "The deadline is absolute; a retry that cannot end in time is not started": the attempts are at most so many. */
const CUT_OFF = /\b(?:deadline|total|Frist)\b[^.]{0,40}\b(?:is|are|ist) (?:absolute|hard|absolut|hart)\b|\b(?:retr(?:y|ies)|attempts?|Versuche?)\b[^.]{0,60}\b(?:not|never|nicht|nie) (?:be )?(?:started|made|begun|begonnen|gemacht)\b|\b(?:never|not|nie|nicht) (?:past|beyond|after|über) (?:the |its |die )?(?:deadline|total|Frist)\b/i;

/** Said of the service, or of all. */
function isCutOff(spec: Section7, service: Service): boolean {
  return proseOf(spec, service).some((run) => CUT_OFF.test(run.text)) || spec.prose.some((run) => run.service === null && run.section !== '7.0' && CUT_OFF.test(run.text));
}

import { formatDuration, findQuantities, parseAmount, perSecond, Ratio, type RateValue } from '../../quantities/index.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Rule } from '../types.ts';

export const throughput: Rule = {
  id: 'numbers/throughput',
  severity: 'error',
  summary: 'So many things at such a rate take so long: a job that is said to be done earlier is late every day.',
  *check({ spec }) {
    for (const run of runsWith(spec.prose, AT_A_RATE)) {
      const found = findQuantities(run.text);
      for (const [i, { value, at, text: written }] of found.entries()) {
        const after = found[i + 1];
        if (value.kind !== 'rate' || after?.value.kind !== 'duration' || !TAKES.test(run.text.slice(at.end, after.at.start))) continue;
        const counted = countBefore(run.text.slice(Math.max(0, at.start - 100), at.start), value);
        if (!counted) continue;
        const seconds = counted.value.div(perSecond(value));
        // A tenth is rounding.
        if (seconds.mul(Ratio.of(1000n)).cmp(Ratio.of(BigInt(Math.round(after.value.ms * 1.1)))) <= 0) continue;
        yield {
          at: spanIn(run, after.at.start, after.at.end),
          message: `Unexpected ${after.text}: ${counted.text} at ${written} take ${formatDuration(rounded(Number(seconds.num / seconds.den)) * 1000)}`,
          advice: 'Raise the rate as far as the quota lets you, do less, or give it the time.',
        };
      }
    }
  },
};

/** To the minute where it is more than ten. */
const rounded = (seconds: number) => (seconds > 600 ? Math.round(seconds / 60) * 60 : seconds);

const AT_A_RATE = /\b(?:at|with|bei|mit)[ \u00a0](?:most |about |≈ ?|up to |höchstens )?\d/gi;
/** Between the rate and the time. */
const TAKES = /^[\s,:;–→-]{0,3}(?:(?:it|this|that|they|which|the (?:job|run|import|sync|whole))[ \u00a0])?(?:takes?|lasts?|needs?|runs?(?: for)?|(?:is|are) done|finish(?:es)?|dauert|dauern|braucht|brauchen|in|within|=|≈)[ \u00a0]?(?:in|within|about|at most|less than|under|≈|~|<|rund|etwa|höchstens|unter)?[ \u00a0]?$/i;
const COUNT = /((?:\d[\d.,\u00a0]*(?:[ \u00a0](?:k|M|million|thousand|Mio\.))?)[ \u00a0][\p{L}][\p{L}-]*)((?:[ \u00a0][\p{L}-]+)?)[^.;:|\d]{0,30}[ \u00a0,(](?:at|with|bei|mit)[ \u00a0](?:most |about |≈ ?|up to |höchstens )?$/iu;

/** What is worked off, right before the rate; of the kind that the rate counts, or a rate that names none. */
function countBefore(before: string, { unit }: RateValue): { value: Ratio; text: string } | null {
  const [, first = '', second = ''] = COUNT.exec(before) ?? [];
  const amount = parseAmount(first + second) ?? parseAmount(first);
  if (!amount || amount.per !== null || amount.value.isZero) return null;
  const kind = (text: string) => text.toLowerCase().split(/[ \u00a0]/).map((word) => word.replace(/e?s$/, ''));
  const same = unit === '' || GENERIC.test(unit) || kind(unit).some((word) => kind(amount.unit).includes(word));
  return same ? { value: amount.value, text: amount.text } : null;
}

/** One call for each thing, unless the sentence says otherwise: then the units differ. */
const GENERIC = /^(?:requests?|calls?|Anfragen|Aufrufe)$/i;

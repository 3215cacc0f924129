import { formatDuration, parseDuration } from '../../quantities/index.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { isChecked, pairs } from './pairs.ts';

export const acknowledge: Rule = {
  id: 'facts/acknowledge',
  severity: 'error',
  summary: 'An answer after the provider’s deadline counts as a failure: it redelivers, and in the end switches the webhook off.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const leaf = given(service.parts, 'webhook')?.acknowledgeWithin;
      const ours = valueOf(leaf);
      // The deadline may be the one statement of a scheme that nobody checked.
      if (!ours || !isChecked(sheet, 'webhooks')) continue;
      const deadlines = sheet.webhooks.flatMap((w) => parseDuration(w.acknowledge ?? '')?.ms ?? []);
      const longest = Math.max(...deadlines);
      if (deadlines.length > 0 && ours.ms > longest) yield { at: leaf!.at, message: `Unexpected acknowledgement within ${formatDuration(ours.ms)}: ${sheet.name} waits ${formatDuration(longest)}`, advice: 'Store the event, answer, and process it afterwards.' };
    }
  },
};

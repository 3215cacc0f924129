import { valueOf } from '../../spec/kinds.ts';
import { matchesOf } from '../matches.ts';
import { runsWith } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

const REFERENCE = /(?<![\w-])D-(\d{1,4})\b/g;

const folded = (id: string) => id.toUpperCase().replace(/^D-?0*/, 'D-');

export const decisionReference: Rule = {
  id: 'trace/decision-reference',
  severity: 'error',
  summary: 'Who follows a reference to a decision finds its row in 7.0.',
  *check({ spec }): Iterable<Finding> {
    const rows = spec.decisions?.rows;
    // Without a readable 7.0 that is the finding, not each reference to it.
    if (!rows) return;
    const known = new Set(rows.flatMap((row) => valueOf(row.id) ?? []).map(folded));
    for (const run of runsWith(spec.prose, /D-/g)) {
      for (const { 0: id, index } of matchesOf(REFERENCE, run.text)) {
        if (known.has(folded(id))) continue;
        yield { at: { start: run.locate(index), end: run.locate(index + id.length) }, message: `Unexpected reference to ${id}, which is no row of 7.0`, advice: known.size > 0 ? `7.0 has ${[...known].slice(0, 12).join(', ')}.` : '7.0 has no decisions.' };
      }
    }
  },
};

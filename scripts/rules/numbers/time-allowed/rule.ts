import { rowsOf } from '../../shared/tables.ts';
import { durationOf } from '../../shared/values.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'numbers/time-allowed',
  severity: 'warning',
  summary: 'An endpoint that waits for a vendor longer than its own objective misses it whenever the vendor is slow.',
  *check({ section }) {
    for (const { row } of rowsOf(section, 'requestPath')) {
      const allowed = durationOf(row.cells.allowed);
      const objective = durationOf(row.cells.objective);
      if (!allowed || !objective || allowed.ms <= objective.ms) continue;
      // "250 ms debounce, then results": a time that words follow is something else than an objective.
      const rest = row.cells.objective!.text;
      if (/^\s{0,9}\p{L}/u.test(rest.slice(rest.indexOf(objective.text) + objective.text.length))) continue;
      // A limit may lie above a percentile.
      if (/p\s?\d{2}|\d\s?%|percentile|perzentil/i.test(row.cells.objective!.text)) continue;
      // Who refers to a decision, correction or fact to confirm has seen it.
      const seen = section.ids.mentioned.some(({ at }) => row.at.start <= at.start && at.end <= row.at.end);
      if (!seen)
        yield {
          at: row.cells.allowed!.at,
          message: `Unexpected time allowed, ${allowed.text}, above the objective of ${objective.text}`,
          advice: 'Shorten it, answer before the call, or make it a decision.',
        };
    }
  },
};

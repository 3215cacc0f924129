import { formatDuration } from '../../../quantities/index.ts';
import { rowsOf } from '../../shared/tables.ts';
import { countOf, durationOf, durationsIn } from '../../shared/values.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'numbers/attempts',
  severity: 'error',
  summary:
    'Attempts, their timeouts and the waits between them fit into the total, or callers wait longer than they were told.',
  *check({ section }) {
    for (const { row } of rowsOf(section, 'outgoing')) {
      const attempts = countOf(row.cells.attempts);
      const timeout = durationOf(row.cells.timeout);
      const total = durationOf(row.cells.total);
      if (attempts === null || !timeout || !total || attempts > 1000) continue;
      const waits = durationsIn(row.cells.waits);
      // Waits count where there is one between any two attempts; other spellings ("exponential to 30 s") are left out
      // of the sum.
      const waiting = waits.length === attempts - 1 ? waits.reduce((sum, ms) => sum + ms, 0) : 0;
      const least = attempts * timeout.ms + waiting;
      if (least > total.ms * 1.001) {
        const sum = `${attempts} × ${timeout.text}${waiting > 0 ? ` + ${formatDuration(waiting)} of waits` : ''} = ${formatDuration(least)}`;
        yield { at: row.cells.total!.at, message: `Unexpected total ${total.text}: ${sum}` };
      }
    }
  },
};

import { rowsOf, textOf } from '../../shared/tables.ts';
import type { Rule } from '../../types.ts';

const NEEDED = { fact: 'what the fact is', where: 'how to check', by: 'until when' } as const;

export const rule: Rule = {
  id: 'source/to-confirm',
  severity: 'warning',
  summary: 'A fact that nobody looked up is confirmed only when somebody knows how to check it and by when.',
  *check({ section }) {
    for (const { table, row } of rowsOf(section, 'toConfirm')) {
      const columns = Object.keys(NEEDED) as (keyof typeof NEEDED)[];
      const missing = columns.filter(
        (key) => table.columns.includes(key) && /^[–—-]?$/.test(row.cells[key]?.text ?? ''),
      );
      if (missing.length > 0 && /[^|\s]/.test(textOf(row)))
        yield {
          at: row.at,
          message: `Missing ${missing.map((key) => NEEDED[key]).join(' and ')} in ${row.cells.id?.text || 'a row'} of 7.Q`,
        };
    }
  },
};

import { compareRates } from '../../../quantities/index.ts';
import { rowsOf } from '../../shared/tables.ts';
import { rateOf } from '../../shared/values.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'numbers/quota',
  severity: 'warning',
  summary: 'A demand above the quota fails on its first busy day, unless somebody has decided what happens then.',
  *check({ section }) {
    for (const { row } of rowsOf(section, 'quotas')) {
      const limit = rateOf(row.cells.limit);
      const demand = rateOf(row.cells.demand);
      // A second's limit and a day's demand say nothing about each other.
      if (
        !limit ||
        !demand ||
        limit.value.per.unit !== demand.value.per.unit ||
        compareRates(demand.value, limit.value) <= 0
      )
        continue;
      const seen = section.ids.mentioned.some(({ at }) => row.at.start <= at.start && at.end <= row.at.end);
      if (!seen)
        yield {
          at: row.cells.demand!.at,
          message: `Unexpected demand, ${demand.text}, above the limit of ${limit.text}`,
          advice: 'Make it a decision, or say in the row which one it is.',
        };
    }
  },
};

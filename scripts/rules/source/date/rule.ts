import type { Rule } from '../../types.ts';

const DAY = 86_400_000;

export const rule: Rule = {
  id: 'source/date',
  severity: 'warning',
  summary: 'Vendors change prices and limits: without the day on which it was read nobody knows what a fact is worth.',
  options: { maxDays: { default: 365, summary: 'days after which a source is old' } },
  *check({ section, today, options }) {
    const now = Date.parse(today);
    for (const { id, checked, at } of section.footnotes) {
      if (checked === null) {
        yield { at, message: `Missing day in footnote [^${id}]`, advice: 'Add the day on which it was read: (read YYYY-MM-DD).' };
        continue;
      }
      const read = Date.parse(checked);
      if (Number.isNaN(read)) yield { at, message: `Unexpected day ${checked} in footnote [^${id}]: there is no such day` };
      // A writer's clock may be a day ahead.
      else if (read > now + DAY) yield { at, message: `Unexpected day ${checked} in footnote [^${id}]: it has not come yet` };
      else if (now - read > options.maxDays! * DAY) yield { at, message: `Unexpected age of footnote [^${id}]: read ${checked}, more than ${options.maxDays} days ago` };
    }
  },
};

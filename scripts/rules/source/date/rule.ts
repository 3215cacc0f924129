import type { Span } from '../../../markdown/types.ts';
import type { Fix, Rule } from '../../types.ts';

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
        const advice = 'Add the day on which it was read: (read YYYY-MM-DD).';
        yield { at, message: `Missing day in footnote [^${id}]`, advice, fix: dayOf(at, section.text) };
        continue;
      }
      const read = timeOf(checked);
      if (read === null) yield { at, message: `Unexpected day ${checked} in footnote [^${id}]: there is no such day` };
      // A writer's clock may be a day ahead.
      else if (read > now + DAY)
        yield { at, message: `Unexpected day ${checked} in footnote [^${id}]: it has not come yet` };
      else if (now - read > options.maxDays! * DAY)
        yield {
          at,
          message: `Unexpected age of footnote [^${id}]: read ${checked}, more than ${options.maxDays} days ago`,
        };
    }
  },
};

/** "read 20 November 2026", "accessed Nov 20, 2026": an English month stands between day and year, so it is certain. */
const SPELLED =
  /\b(?:checked|accessed|retrieved|visited|verified|read)(?: on)?:? (?:(\d{1,2}) ([a-z]{3,9})|([a-z]{3,9}) (\d{1,2}),) (\d{4})\b/i;
const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** The day in the form that is read, where the footnote spells it. */
function dayOf({ start, end }: Span, text: string): Fix | undefined {
  const found = SPELLED.exec(text.slice(start, end));
  if (!found) return undefined;
  const [whole, before, month, monthFirst, after, year] = found;
  const name = (month ?? monthFirst)!.toLowerCase();
  const number = MONTHS.findIndex((full) => full.startsWith(name)) + 1;
  const day = `${year}-${String(number).padStart(2, '0')}-${(before ?? after)!.padStart(2, '0')}`;
  // There is no 31st of February.
  if (number === 0 || timeOf(day) === null) return undefined;
  const word = /^[a-z]+/i.exec(whole)![0];
  return { at: { start: start + found.index, end: start + found.index + whole.length }, text: `${word} ${day}` };
}

/** The time of a day as YYYY-MM-DD, or null where there is no such day: `Date.parse` takes 31 February for 3 March. */
function timeOf(day: string): number | null {
  const time = Date.parse(day);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? time : null;
}

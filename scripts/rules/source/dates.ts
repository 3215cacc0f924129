import type { Rule } from '../types.ts';

const DAY = 86_400_000;

export const footnoteForm: Rule = {
  id: 'source/footnote-form',
  severity: 'error',
  summary: 'A footnote that names no page and no day cannot be checked again.',
  *check({ spec, today }) {
    for (const { id, url, checked, at } of spec.references?.notes ?? []) {
      const advice = `Write "[^${id}]: publisher, title. https://… (checked ${today})".`;
      if (url === null || !url.startsWith('https://')) yield { at, message: `Missing https URL in footnote [^${id}]`, advice };
      if (checked === null) yield { at, message: `Missing date in footnote [^${id}], expected the day on which it was checked`, advice };
      else if (Number.isNaN(Date.parse(checked))) yield { at, message: `Unexpected date ${checked} in footnote [^${id}]: there is no such day`, advice };
      else if (Date.parse(checked) > Date.parse(today) + DAY) yield { at, message: `Unexpected date ${checked} in footnote [^${id}]: it lies in the future`, advice };
    }
  },
};

export const oldSource: Rule = {
  id: 'source/old-source',
  severity: 'warning',
  summary: 'Limits, prices and versions change: an old check proves little.',
  *check({ spec, today, options: { maxSourceAge } }) {
    for (const { id, checked, at } of spec.references?.notes ?? []) {
      const days = checked === null ? NaN : Math.floor((Date.parse(today) - Date.parse(checked)) / DAY);
      if (days > maxSourceAge) yield { at, message: `Unexpected age of footnote [^${id}]: checked ${days} days ago, expected at most ${maxSourceAge}`, advice: 'Read the page again and renew the date.' };
    }
  },
};

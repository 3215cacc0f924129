import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'structure/table-header',
  severity: 'warning',
  summary:
    'A table is found by its headers: one that is nearly a header of the form keeps its rows from being checked and exported.',
  *check({ section }) {
    for (const { kind, at, message, expected } of section.problems) {
      if (kind === 'near-header')
        yield { at, message, fix: expected === undefined ? undefined : { at, text: expected } };
    }
  },
};

import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'structure/markdown',
  severity: 'error',
  summary:
    'What markdown swallows or drops, no reader sees: an open fence, cells behind the last column, a second heading of one number.',
  *check({ section }) {
    for (const { kind, at, message, related } of section.problems) {
      if (kind !== 'near-header') yield { at, message, ...(related ? { related: [related] } : {}) };
    }
  },
};

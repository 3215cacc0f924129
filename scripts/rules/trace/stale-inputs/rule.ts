import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'trace/stale-inputs',
  severity: 'warning',
  summary: 'Sections 3-6 or the architecture document changed after Section 7 was written from them.',
  *check({ section: { format }, project }) {
    if (!project || !format?.inputs || format.inputs === project.inputsHash) return;
    yield {
      at: format.at,
      message: `Unexpected inputs ${format.inputs}: the documents have changed since Section 7 was written from them`,
      advice: 'Compare, bring Section 7 up to date, and apply it again.',
    };
  },
};

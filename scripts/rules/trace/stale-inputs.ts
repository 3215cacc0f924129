import type { Rule } from '../types.ts';

export const staleInputs: Rule = {
  id: 'trace/stale-inputs',
  severity: 'warning',
  summary: 'Sections 3-6 or the architecture document changed after Section 7 was written from them.',
  *check({ spec, project }) {
    const { format } = spec;
    if (!project || !format?.inputs || format.inputs === project.inputsHash) return;
    yield { at: format.at, message: `Unexpected inputs ${format.inputs}, expected ${project.inputsHash}: the documents that Section 7 was written from have changed`, advice: 'Compare, bring Section 7 up to date, and apply it again.' };
  },
};

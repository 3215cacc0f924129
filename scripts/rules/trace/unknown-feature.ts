import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

export const unknownFeature: Rule = {
  id: 'trace/unknown-feature',
  severity: 'error',
  summary: 'A feature number that Section 3 does not have leads a reader nowhere.',
  *check({ spec, project }) {
    const known = new Set(project?.features.map((f) => f.number));
    if (known.size === 0) return;
    const places = [
      ...(valueOf(spec.registry?.fields.services) ?? []).map((row) => row.features),
      ...(valueOf(spec.registry?.fields.coverage) ?? []).map((row) => row.feature),
      ...spec.services.map((s) => (s.parts.overview?.state === 'given' ? s.parts.overview.fields.features : undefined)),
    ];
    for (const leaf of places) {
      for (const number of valueOf(leaf) ?? []) if (!known.has(number)) yield { at: leaf!.at, message: `Unexpected feature ${number}: Section 3 has no such feature` };
    }
  },
};

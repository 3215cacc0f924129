import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';

const minor = (number: string) => Number(number.split('.')[1]);

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
      ...spec.services.map((s) => given(s.parts, 'overview')?.features),
    ];
    // Below the first feature, Section 3 has subsections of another kind.
    const first = Math.min(...[...known].map(minor));
    for (const { blocks } of spec.decisions?.rows ?? []) {
      for (const [number] of (valueOf(blocks) ?? '').matchAll(/(?<![\d.])3\.\d{1,3}\b(?!\.\d)/g)) if (!known.has(number) && minor(number) > first) yield { at: blocks.at, message: `Unexpected feature ${number}: Section 3 has no such feature` };
    }
    for (const leaf of places) {
      for (const number of valueOf(leaf) ?? []) if (!known.has(number)) yield { at: leaf!.at, message: `Unexpected feature ${number}: Section 3 has no such feature` };
    }
  },
};

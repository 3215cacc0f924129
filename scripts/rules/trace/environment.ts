import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';

const fold = (name: string) => name.toLowerCase().replace(/[`*]/g, '').trim();
/** One row may stand for several: "local, staging" or "all". */
const SEVERAL = /[,/&]|\band\b|\bund\b/;
const ALL = /^(?:all|alle)\b/;

export const environment: Rule = {
  id: 'trace/environment',
  severity: 'error',
  summary: 'The environments are the project’s own: an invented one has no owner, a forgotten one has no configuration.',
  *check({ spec, project }) {
    const known = (project?.environments ?? []).map((e) => e.text);
    if (known.length === 0) return;
    const folded = known.map(fold);
    for (const { number, parts } of spec.services) {
      const leaf = given(parts, 'authentication')?.environments;
      const rows = valueOf(leaf);
      if (!rows) continue;
      const named = rows.map((row) => fold(valueOf(row.environment) ?? '').split(SEVERAL).map((part) => part.trim()));
      const all = named.some(([first]) => ALL.test(first!));
      for (const [i, name] of known.entries()) {
        if (!all && !named.some((parts) => parts.includes(folded[i]!))) yield { at: leaf!.at, message: `Missing environment "${name}" in ${number}.2, expected ${known.join(', ')} as in the architecture document` };
      }
      for (const [i, row] of rows.entries()) {
        const extra = named[i]!.find((part) => part !== '' && !folded.includes(part) && !ALL.test(part));
        if (extra) yield { at: row.environment.at, message: `Unexpected environment "${extra}" in ${number}.2, expected ${known.join(', ')} as in the architecture document` };
      }
    }
  },
};

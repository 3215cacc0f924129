import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

const fold = (name: string) => name.toLowerCase().replace(/[`*]/g, '').trim();

export const environment: Rule = {
  id: 'trace/environment',
  severity: 'error',
  summary: 'The environments are the project’s own: an invented one has no owner, a forgotten one has no configuration.',
  *check({ spec, project }) {
    const known = (project?.environments ?? []).map((e) => e.text);
    if (known.length === 0) return;
    for (const { number, parts } of spec.services) {
      const leaf = parts.authentication?.state === 'given' ? parts.authentication.fields.environments : undefined;
      const rows = valueOf(leaf);
      if (!rows) continue;
      const named = rows.map((row) => fold(valueOf(row.environment) ?? ''));
      // One row may stand for several: "local, staging" or "all".
      const covers = (name: string) => named.some((n) => n.split(/[,/&]|\band\b|\bund\b/).map((part) => part.trim()).includes(fold(name)) || /^(?:all|alle)\b/.test(n));
      for (const name of known) if (!covers(name)) yield { at: leaf!.at, message: `Missing environment "${name}" in ${number}.2, expected ${known.join(', ')} as in the architecture document` };
      for (const [i, row] of rows.entries()) {
        const extra = named[i]!.split(/[,/&]|\band\b|\bund\b/).map((part) => part.trim()).find((part) => part !== '' && !/^(?:all|alle)\b/.test(part) && !known.some((k) => fold(k) === part));
        if (extra) yield { at: row.environment.at, message: `Unexpected environment "${extra}" in ${number}.2, expected ${known.join(', ')} as in the architecture document` };
      }
    }
  },
};

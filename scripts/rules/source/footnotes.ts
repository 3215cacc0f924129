import type { Prose, Section7 } from '../../spec/model.ts';
import type { Rule } from '../types.ts';

const known = new WeakMap<Section7, readonly Prose[]>();

/** Runs with references. Found once for both rules. */
function referring(spec: Section7): readonly Prose[] {
  let runs = known.get(spec);
  if (!runs) known.set(spec, (runs = spec.prose.filter((run) => run.references.length > 0)));
  return runs;
}

export const undefinedFootnote: Rule = {
  id: 'source/undefined-footnote',
  severity: 'error',
  summary: 'A reference without a footnote is a source that nobody can open.',
  *check({ spec }) {
    // Without 7.R that is the finding, not each reference to it.
    if (!spec.references) return;
    const notes = new Set(spec.references.notes.map((n) => n.id));
    for (const { references } of referring(spec)) {
      for (const { id, at } of references) {
        if (!notes.has(id)) yield { at, message: `Unexpected reference [^${id}], expected its footnote in 7.R`, advice: `Add "[^${id}]: publisher, title. https://… (checked YYYY-MM-DD)" to 7.R.` };
      }
    }
  },
};

export const unusedFootnote: Rule = {
  id: 'source/unused-footnote',
  severity: 'error',
  summary: 'A footnote that nothing refers to proves nothing.',
  *check({ spec }) {
    const used = new Set<string>();
    for (const { references } of referring(spec)) for (const { id } of references) used.add(id);
    const seen = new Map<string, { start: number; end: number }>();
    for (const { id, at } of spec.references?.notes ?? []) {
      const first = seen.get(id);
      if (first) yield { at, message: `Unexpected second footnote [^${id}], expected one`, related: [{ message: 'the first one', at: first }] };
      else if (!used.has(id)) yield { at, message: `Unexpected footnote [^${id}]: nothing refers to it`, advice: 'Refer to it where its fact stands, or remove it.' };
      seen.set(id, first ?? at);
    }
  },
};

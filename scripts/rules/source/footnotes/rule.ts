import type { Footnote } from '../../../spec/model.ts';
import type { Rule } from '../../types.ts';

/** A line that ends as the reference of one source does. */
const READ = /read \d{4}-\d{2}-\d{2}\)\s*$/;

export const rule: Rule = {
  id: 'source/footnotes',
  severity: 'error',
  summary: 'A footnote mark leads to a source, and a source belongs to something that is said.',
  *check({ section }) {
    const defined = new Map<string, Footnote>();
    for (const note of section.footnotes) {
      const first = defined.get(note.id);
      if (first)
        yield {
          at: note.at,
          message: `Unexpected second footnote [^${note.id}], expected one`,
          related: [{ message: 'the first one', at: first.at }],
        };
      else defined.set(note.id, note);
    }
    const used = new Set<string>();
    for (const { piece } of section.runs) {
      for (const { id, at } of piece.footnotes) {
        used.add(id);
        if (!defined.has(id)) yield { at, message: `Unexpected footnote [^${id}]: 7.R does not have it` };
      }
    }
    for (const { id, at, text } of defined.values()) {
      if (text.split('\n').filter((line) => READ.test(line)).length > 1)
        yield {
          at,
          severity: 'warning',
          message: `Unexpected second source in footnote [^${id}], expected one`,
          advice: 'A line below it has lost its [^id]:.',
        };
      if (!used.has(id))
        yield { at, severity: 'warning', message: `Unexpected footnote [^${id}]: nothing refers to it` };
    }
  },
};

import type { Prose } from '../../spec/model.ts';
import type { Finding, Rule } from '../types.ts';

/**
 * Words that stand where content should be. Braces are placeholders only as whole words of the origin's templates: `/v1/users/{id}` and `{timestamp}.{rawBody}`
 * are content.
 */
const PLACEHOLDER =
  /‹[^‹›]{0,200}›|\b(?:TODO|FIXME|TBC|XXX)\b|\bTBD\b|\byour[_-](?:api[_-]?key|secret|token|domain|account|company)\b|\b(?:lorem ipsum|placeholder text)\b|<(?:your|insert|add)\b[^<>]{0,60}>|\{(?:service|Service Name|Service Category|service_name|provider|Provider name[^{}]{0,60})\}/g;

export const placeholder: Rule = {
  id: 'structure/placeholder',
  severity: 'error',
  summary: 'A placeholder is a question that nobody answered.',
  *check({ spec }): Iterable<Finding> {
    for (const run of spec.prose) {
      if (run.text.search(PLACEHOLDER) < 0) continue; // as most; matchAll copies its pattern each time
      for (const match of run.text.matchAll(PLACEHOLDER)) yield finding(run, match[0], match.index);
    }
  },
};

function finding(run: Prose, text: string, index: number): Finding {
  return {
    at: { start: run.locate(index), end: run.locate(index + text.length - 1) + 1 },
    message: `Unexpected placeholder "${text}" in ${run.section}, expected content`,
    advice: 'Say what is decided; an open question goes to 7.0 with an owner.',
  };
}

import type { Span } from '../../markdown/types.ts';
import type { Finding, Rule } from '../types.ts';

/** Lines that are not blank. */
const SERVICE = { guide: '60 to 100', most: 120 };
const REST = 150;

export const length: Rule = {
  id: 'structure/length',
  severity: 'warning',
  summary: 'What is too long is not read: 60 to 100 lines say all of a service.',
  *check({ spec }) {
    const n = spec.services.length;
    const most = REST + SERVICE.most * n;
    // Lines of the services and between them, a few more where a line is cut: each is looked at once as long as these are not too many.
    let atMost = 0;
    let from = spec.at.start;
    for (const { name, at, headingAt } of spec.services) {
      const lines = spec.linesIn(at);
      if (lines > SERVICE.most) yield tooLong(headingAt, lines, `"${name}"`, `at most ${SERVICE.most} (${SERVICE.guide} are enough)`);
      atMost += lines;
      if (at.start > from) atMost += spec.linesIn({ start: from, end: at.start });
      from = at.end;
    }
    if (atMost + spec.linesIn({ start: from, end: spec.at.end }) <= most) return;
    // Carried-over notes are other people's lines.
    const lines = spec.linesIn(spec.at) - (spec.carriedOver ? spec.linesIn(spec.carriedOver.at) : 0);
    if (lines > most) yield tooLong(spec.headingAt, lines, 'Section 7', `at most ${most} for ${n} service${n === 1 ? '' : 's'}`);
  },
};

function tooLong(at: Span, lines: number, what: string, expected: string): Finding {
  return { at, message: `Unexpected ${lines} lines of ${what}, expected ${expected}`, advice: 'Say each value once, in its table; leave out what the format does not ask for.' };
}

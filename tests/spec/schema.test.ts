import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gapsOf } from '../../scripts/rules/structure/gaps.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { integrationSpecSchema } from '../../scripts/spec/schema.ts';
import { filledTemplates } from './filled.ts';

const filled = filledTemplates();
const example = readFileSync(new URL('../fixtures/projects/harbor-kitchen/docs/06-technical-specification/07-integrations.md', import.meta.url), 'utf8');

/** Both verdicts about one document; null without Section 7. */
function verdicts(text: string): { gaps: string[]; issues: string[] } | null {
  const { section } = parseSection7(text, '07.md');
  if (!section) return null;
  const result = integrationSpecSchema().safeParse(section);
  return { gaps: gapsOf(section).map((g) => g.message), issues: result.success ? [] : result.error.issues.map((i) => i.path.join('.')) };
}

describe('the gaps that are reported are those that the schema refuses', () => {
  test.each([['the filled templates', filled], ['the example', example]])('%s: neither', (_, text) => {
    expect(verdicts(text)).toEqual({ gaps: [], issues: [] });
  });

  test.each(filled.split('\n').flatMap((line, i) => (line === '' ? [] : [[i + 1, line.slice(0, 60)] as const])))('without line %i: %s', (number) => {
    const lines = filled.split('\n');
    lines.splice(number - 1, 1);
    const found = verdicts(lines.join('\n'));
    if (found) expect(found.gaps.length > 0, JSON.stringify(found)).toBe(found.issues.length > 0);
    else expect(number).toBe(1);
  });

  test('any cell, value or heading replaced by anything', () => {
    const junk = fc.constantFrom('', '–', 'soon', 'Not applicable', 'Not applicable: no reason is needed', 'none', '5 s', '7.P.1', 'EUR 5 a month', '3.4', '**', '| |', '```', '<!--', '‹x›');
    const edit = fc.record({ at: fc.nat(), part: fc.constantFrom('line', 'cell', 'value', 'title'), junk });
    let refused = 0;
    fc.assert(
      fc.property(fc.constantFrom(filled, example), fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        const lines = text.split('\n');
        for (const { at, part, junk } of edits) {
          const i = at % lines.length;
          const line = lines[i]!;
          if (part === 'line') lines[i] = junk;
          else if (part === 'cell') lines[i] = line.replace(/\| [^|]*(?= \|)/, `| ${junk}`);
          else if (part === 'value') lines[i] = line.replace(/(\*\*[^*]+:\*\*).*/, `$1 ${junk}`);
          else lines[i] = line.replace(/^(#+ \S+).*/, `$1 ${junk}`);
        }
        const found = verdicts(lines.join('\n'));
        if (!found) return;
        if (found.issues.length > 0) refused++;
        expect(found.gaps.length > 0, JSON.stringify(found)).toBe(found.issues.length > 0);
      }),
      { numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(500);
  });
});

import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../scripts/rules/types.ts';
import { readExamples } from './examples.ts';
import { checkWith } from './project.ts';

const path = (id: string) => fileURLToPath(new URL(`../../scripts/rules/${id}/examples.md`, import.meta.url));

/** Each rule finds what its examples.md says, where it says, and nothing else. */
export function testExamples(rules: readonly Rule[]): void {
  describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
    it('has its id by its folder, and examples', () => {
      expect(existsSync(path(id))).toBe(true);
    });

    const examples = readExamples(readFileSync(path(id), 'utf8'));

    it('has a wrong and a right example', () => {
      expect(examples.some(({ title, expected }) => title.startsWith('Wrong') && expected.length > 0)).toBe(true);
      expect(examples.some(({ title, expected }) => title.startsWith('Right') && expected.length === 0)).toBe(true);
    });

    it.each(examples.map((example) => [example.title, example] as const))(
      '%s',
      async (_, { section, documents, expected }) => {
        const { diagnostics, notChecked } = await checkWith(section, documents, [rule]);
        const quote = ({ at }: { at: { start: number; end: number } }) =>
          section.slice(at.start, at.end).split('\n')[0]!;
        const found = [
          ...diagnostics.map((d) => ({ quote: quote(d), message: d.message })),
          ...notChecked.map((n) => ({ quote: quote(n), message: `not checked: ${n.what}` })),
        ];
        expect(found).toEqual(expected);
      },
    );
  });
}

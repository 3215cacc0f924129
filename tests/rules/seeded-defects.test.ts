import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../scripts/rules/index.ts';
import { edited, example, findings, projectWith, right } from './example.ts';
import { fixture, type Defect } from './fixture.ts';

const read = <T>(file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as T[];

/** A passage, and other right ways to write it or to go on behind it. */
type Variants = Required<Pick<Defect, 'right' | 'also'>>;

/** Right sections, and what is put into them. The first makes the rule pages too; the second has eight services, so that mistakes between them have room. */
const TABLES = [
  { name: 'harbor-kitchen', project: example, defects: read<Defect>('seeded-defects.json'), variants: [] as Variants[] },
  {
    name: 'lantern-stage',
    project: fixture('tests/fixtures/projects/lantern-stage'),
    defects: read<Defect>('seeded-defects-lantern-stage.json'),
    variants: read<Variants>('right-variants-lantern-stage.json'),
  },
] as const;

describe.each(TABLES)('a defect that is put into $name is found, and nothing else', ({ project, defects, variants }) => {
  test('the section itself is silent', () => expect(project.findings(project.right)).toEqual([]));

  test.each(defects.map((d) => [d.findings[0]!, d] as const))('%s', async (_, defect) => {
    expect(defect.findings.length).toBeGreaterThan(0);
    expect(await project.findingsOf(defect)).toEqual(defect.findings);
  });

  test.each(defects.flatMap((d) => (d.also ?? []).map((text) => [text, d] as const)))('as right: %s', async (text, defect) => {
    expect(text).not.toBe(defect.wrong);
    expect(await project.findingsOf({ ...defect, wrong: text })).toEqual([]);
  });

  test.each(variants.flatMap(({ right: passage, also }) => also.map((text) => [text, passage] as const)))('as right: %s', async (text, passage) => {
    expect(await project.findingsOf({ right: passage, wrong: text })).toEqual([]);
  });
});

test('trace/vendor: a declined vendor is not missing', () => {
  const algolia = projectWith(['| SMS | none | 2026-06-01 |', '| SMS | none | 2026-06-01 |\n| Search | Algolia | 2026-06-01 |']);
  const declined = edited(right, [['**Service Discovery:** Not applicable: three', '**Service Discovery:** Not applicable: Algolia is declined; three']]);
  expect(findings(declined, algolia).filter((f) => f.startsWith('trace/vendor: '))).toEqual([]);
});

/** Not reached by an edit of a passage: it has tests of its own. */
const ELSEWHERE = ['structure/length'];

test('each rule has a defect here, or a test elsewhere', () => {
  const seeded = new Set(TABLES.flatMap(({ defects }) => defects.flatMap((d) => d.findings.map((f) => f.slice(0, f.indexOf(':'))))));
  expect(RULES.map((r) => r.id).filter((id) => !seeded.has(id))).toEqual(ELSEWHERE);
});

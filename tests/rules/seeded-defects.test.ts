import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { RULES } from '../../scripts/rules/index.ts';
import { edited, example, findings, projectWith, right } from './example.ts';
import type { Defect } from './fixture.ts';

const defects = JSON.parse(readFileSync(new URL('seeded-defects.json', import.meta.url), 'utf8')) as Defect[];

describe('a defect that is put into the example is found, and nothing else', () => {
  test('the example itself is silent', () => expect(findings(right)).toEqual([]));

  test.each(defects.map((d) => [d.findings[0]!, d] as const))('%s', async (_, defect) => {
    expect(defect.findings.length).toBeGreaterThan(0);
    expect(await example.findingsOf(defect)).toEqual(defect.findings);
  });
});

test('trace/vendor: a declined vendor is not missing', () => {
  const algolia = projectWith(['| SMS | none | 2026-06-01 |', '| SMS | none | 2026-06-01 |\n| Search | Algolia | 2026-06-01 |']);
  const declined = edited(right, [['**Service Discovery:** Not applicable: three', '**Service Discovery:** Not applicable: Algolia is declined; three']]);
  expect(findings(declined, algolia).filter((f) => f.startsWith('trace/vendor: '))).toEqual([]);
});

/** Not reached by an edit of the example: they have tests of their own. */
const ELSEWHERE = ['structure/unclosed', 'structure/not-interpreted', 'structure/length', 'facts/acknowledge', 'facts/sandbox'];

test('each rule has a defect here, or a test elsewhere', () => {
  const seeded = new Set(defects.flatMap((d) => d.findings.map((f) => f.slice(0, f.indexOf(':')))));
  expect(RULES.map((r) => r.id).filter((id) => !seeded.has(id)).sort()).toEqual([...ELSEWHERE].sort());
});

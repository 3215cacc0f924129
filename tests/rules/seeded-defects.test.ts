import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { parseProject } from '../../scripts/project/parse.ts';
import { readProject } from '../../scripts/project/read.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { RULES } from '../../scripts/rules/index.ts';
import { check } from '../../scripts/rules/run.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const catalog = readSheets(path(''));
const root = path('examples/harbor-kitchen');
const project = parseProject(readProject(root), catalog);
const file = 'docs/06-technical-specification/07-integrations.md';
const right = readFileSync(`${root}/${file}`, 'utf8');

interface Defect {
  readonly right: string;
  readonly wrong: string;
  readonly findings: readonly string[];
}
const defects = JSON.parse(readFileSync(path('tests/rules/seeded-defects.json'), 'utf8')) as Defect[];

const findings = (text: string) => check({ text, file, project, catalog, config: DEFAULT_CONFIG, today: '2026-11-23' }).diagnostics.map((d) => `${d.rule}: ${d.message}`);

describe('a defect that is put into the example is found, and nothing else', () => {
  test('the example itself is silent', () => expect(findings(right)).toEqual([]));

  test.each(defects.map((d) => [d.findings[0]!, d] as const))('%s', (_, defect) => {
    expect(right).toContain(defect.right);
    expect(defect.findings.length).toBeGreaterThan(0);
    expect(findings(right.replace(defect.right, () => defect.wrong))).toEqual(defect.findings);
  });
});

test('trace/vendor: a vendor that the architecture chooses is not dropped in silence', () => {
  const files = readProject(root);
  const text = files.architecture!.text.replace('| SMS | none | 2026-06-01 |', '| SMS | none | 2026-06-01 |\n| Search | Algolia | 2026-06-01 |');
  const more = parseProject({ ...files, architecture: { ...files.architecture!, text } }, catalog);
  const messages = (section: string) => check({ text: section, file, project: more, catalog, config: DEFAULT_CONFIG, today: '2026-11-23' }).diagnostics.filter((d) => d.rule === 'trace/vendor').map((d) => d.message);
  expect(messages(right)).toEqual(['Missing Algolia: the documents choose it, and Section 7 neither uses nor declines it']);
  expect(messages(right.replace('**Service Discovery:** Not applicable: three', '**Service Discovery:** Not applicable: Algolia is declined; three'))).toEqual([]);
});

/** Not reached by an edit of the example: they have tests of their own. */
const ELSEWHERE = ['structure/unclosed', 'structure/not-interpreted', 'facts/acknowledge', 'facts/sandbox', 'trace/vendor'];

test('each rule has a defect here, or a test elsewhere', () => {
  const seeded = new Set(defects.flatMap((d) => d.findings.map((f) => f.slice(0, f.indexOf(':')))));
  expect(RULES.map((r) => r.id).filter((id) => !seeded.has(id)).sort()).toEqual([...ELSEWHERE].sort());
});

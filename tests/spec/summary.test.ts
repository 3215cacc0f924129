import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CheckResult } from '../../scripts/report/diagnostic.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { describeSummary, summarize } from '../../scripts/spec/summary.ts';

const right = readFileSync(new URL('../fixtures/projects/lantern-stage/docs/06-technical-specification/07-integrations.md', import.meta.url), 'utf8');
const result: CheckResult = { file: '07.md', diagnostics: [], disabled: [], errors: 0, warnings: 0 };
const lines = (text: string, checked = result) => describeSummary(summarize(parseSection7(text, '07.md').section!, checked, null)).split('\n');
const line = (text: string, start: string, checked = result) => lines(text, checked).find((l) => l.startsWith(start));

test('counted from the file', () => {
  expect(line(right, 'Services: ')).toBe('Services: 8');
  expect(line(right, 'Features: ')).toBe('Features: 8 with services, 1 without need');
  expect(line(right, 'Sections: ')).toBe('Sections: 7.0, 7.1, 7.2, 7.3, 7.4, 7.A, 7.P, 7.C, 7.N, 7.D, 7.I, 7.B, 7.T, 7.O, 7.R');
});

test('what comments disable is counted in the verdict', () => {
  const disabled = [{ diagnostic: result.diagnostics[0]!, reason: 'no call' }, { diagnostic: result.diagnostics[0]!, reason: 'no call' }];
  expect(line(right, 'Section 7', { ...result, disabled })).toBe('Section 7 in 07.md: no findings, 2 disabled by comments');
});

test('a table whose algorithm is none is no signature', () => {
  const row = right.split('\n').find((l) => l.includes('| HMAC-SHA256 |'))!;
  expect([line(right, 'Webhooks: '), line(right.replace(row, row.replace('HMAC-SHA256', 'none, a shared token')), 'Webhooks: ')]).toEqual([
    'Webhooks: 6 with a signature, 0 without, 2 services without webhooks', 'Webhooks: 5 with a signature, 1 without, 2 services without webhooks',
  ]);
});

test('costs beside the budgets, and where they are exceeded', () => {
  const budgets = (text: string) => lines(text).filter((l) => l.endsWith('budgeted') || l.endsWith('(EXCEEDED)'));
  const [square] = budgets(right).filter((l) => l.startsWith('- Square: '));
  expect(square).toMatch(/^- Square: GBP [\d,.]+ of GBP 36,000 budgeted$/);
  const poor = right.replace('**Budget:** GBP 36,000 a month', '**Budget:** GBP 1 a month');
  expect(budgets(poor).find((l) => l.startsWith('- Square: '))).toBe(square!.replace('GBP 36,000 budgeted', 'GBP 1 budgeted (EXCEEDED)'));
  // Costs in pounds are no part of a budget in dollars.
  expect(budgets(right.replace('**Budget:** GBP 36,000 a month', '**Budget:** USD 36,000 a month')).some((l) => l.startsWith('- Square: '))).toBe(false);
});

test('where unverified statements stand', () => {
  const counted = line(right, 'Sources: ')!;
  expect(counted).toMatch(/; (\d+) statements marked unverified \((?:7\.\S+: \d+(?:, )?)+\)$/);
  const [, total, places] = /; (\d+) statements marked unverified \((.*)\)$/.exec(counted)!;
  expect(places!.split(', ').reduce((n, p) => n + Number(p.split(': ')[1]), 0)).toBe(Number(total));
});

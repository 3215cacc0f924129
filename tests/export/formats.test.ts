import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { csv, env, json, mermaid } from '../../scripts/export/formats.ts';
import { exportExample } from './example.ts';

test.each([
  ['harbor-kitchen.csv', csv],
  ['harbor-kitchen.env', env],
  ['harbor-kitchen.mmd', mermaid],
])('the example, whole: %s', (name, format) => {
  expect(exportExample(format)).toEqual({ exported: readFileSync(new URL(name, import.meta.url), 'utf8'), gaps: [], sources: [] });
});

test('json: the typed model, without running text', () => {
  const model = JSON.parse(exportExample(json).exported) as { services: { name: string; parts: { cost: { fields: { budget: { value: object } } } } }[] };
  expect(model.services.map((s) => s.name)).toEqual(['Google Sign-In', 'Stripe', 'Postmark']);
  expect(model.services[1]!.parts.cost.fields.budget.value).toMatchObject({ amount: '9000', currency: 'EUR' });
  expect(Object.keys(model).filter((key) => ['text', 'prose', 'code', 'problems'].includes(key))).toEqual([]);
});

describe('a cell is text to a spreadsheet, never a formula', () => {
  test.each([
    ["=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"],
    ['=HYPERLINK("https://example.com","x")', '"\'=HYPERLINK(""https://example.com"",""x"")"'],
    ['+1+1', "'+1+1"],
    ['-1+1', "'-1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1+1', "'＝1+1"],
    ['-12 %', '-12 %'],
    ['mails, "urgent"', '"mails, ""urgent"""'],
    ['1 = 1', '1 = 1'],
  ])('%s', (driver, cell) => {
    const lines = exportExample(csv, '| mails, price open (D-2) |', `| ${driver.replaceAll('|', '\\|')} |`).exported.split('\r\n');
    expect(lines.find((line) => line.startsWith('Postmark,cost,'))).toBe(`Postmark,cost,${cell},"51,000 mails",,`);
  });
});

describe('env', () => {
  test('a path in a secret store is no variable; one variable stands once', () => {
    const { exported } = exportExample(env, '| `POSTMARK_SERVER_TOKEN` |', '| `secret/mail/token` | token | Vault | 90 days |\n| `STRIPE_SECRET_KEY` |');
    expect(exported.split('\n').filter((line) => /^\w/.test(line))).toEqual(['GOOGLE_CLIENT_ID=', 'GOOGLE_CLIENT_SECRET=', 'STRIPE_SECRET_KEY=', 'STRIPE_WEBHOOK_SECRET=', 'POSTMARK_WEBHOOK_PASSWORD=']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { csv, env, json, mermaid } from '../../scripts/export/formats.ts';
import { sectionSchema } from '../../scripts/spec/schema.ts';
import { exportExample } from './example.ts';

test.each([
  ['harbor-kitchen.csv', csv],
  ['harbor-kitchen.env', env],
  ['harbor-kitchen.mmd', mermaid],
])('the example, whole: %s', (name, format) => {
  expect(exportExample(format)).toEqual({ text: readFileSync(new URL(name, import.meta.url), 'utf8'), left: [] });
});

test('json is what the schema describes', () => {
  const data = JSON.parse(exportExample(json).text) as object;
  expect(sectionSchema.safeParse(data).error?.issues ?? []).toEqual([]);
  expect(data).toMatchObject({
    tables: {
      credentials: expect.arrayContaining([
        expect.objectContaining({
          service: '7.P.1',
          variable: 'STRIPE_SECRET_KEY',
          code: expect.arrayContaining(['STRIPE_SECRET_KEY']),
        }),
      ]) as object,
    },
  });
});

describe('csv: a cell is text to a spreadsheet, never a formula', () => {
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
    const lines = exportExample(csv, ['| cards, fixed part |', `| ${driver.replaceAll('|', '\\|')} |`]).text.split(
      '\r\n',
    );
    expect(lines).toContain(`Stripe,cost,${cell},"17,000 boxes",EUR 0.25 (V-1),"EUR 4,250"`);
  });
});

describe('env', () => {
  const names = (text: string) => text.split('\n').filter((line) => /^\w/.test(line));

  test('several variables of one cell; one variable stands once', () => {
    const { text } = exportExample(env, [
      '| `POSTMARK_SERVER_TOKEN` |',
      '| `MAIL_TOKEN`, `MAIL_TOKEN_NEXT` (`STRIPE_SECRET_KEY`) |',
    ]);
    expect(names(text)).toEqual([
      'GOOGLE_CLIENT_ID=',
      'GOOGLE_CLIENT_SECRET=',
      'STRIPE_SECRET_KEY=',
      'STRIPE_WEBHOOK_SECRET=',
      'MAIL_TOKEN=',
      'MAIL_TOKEN_NEXT=',
      'POSTMARK_WEBHOOK_PASSWORD=',
    ]);
  });

  test('a path in a secret store is no variable, and is named as left', () => {
    const { left } = exportExample(env, ['| `POSTMARK_SERVER_TOKEN` |', '| `secret/MAIL_TOKEN/v1` |']);
    expect(left).toEqual([expect.stringMatching(/^line \d+: "secret\/MAIL_TOKEN\/v1" names no environment variable$/)]);
  });
});

test('mermaid: nothing of the document ends a label', () => {
  const { text } = exportExample(mermaid, ['| 3.3 | Weekly Box |', '| 3.3 | "] --> evil["x |']);
  expect(text).toContain(`["3.3 '] --> evil['x"]`);
});

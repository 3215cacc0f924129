import { describe, expect, test } from 'vitest';
import { edited, findings, found, projectWith, right, type Edit } from './example.ts';

const messages = (rule: string, section: readonly Edit[], architecture: readonly Edit[]): string[] =>
  findings(edited(right, section), projectWith(...architecture)).filter((f) => f.startsWith(`${rule}: `)).map((f) => f.slice(rule.length + 2));

describe('numbers/slo', () => {
  const payment: Edit = ['| payment page | 250 ms | 1.4 s | 3.8 s |', '| payment page | 250 ms | 1.4 s | 4.8 s |'];
  const message = 'Unexpected total 4.8 s of "payment page", expected at most the p95 4 s that feature 3.4 promises';
  test('a total above the objective; background work has none', () => expect(found('numbers/slo', payment)).toEqual([message]));
  test('a section that says why it holds', () => {
    expect(found('numbers/slo', payment, ['nothing is packed unpaid.', 'nothing is packed unpaid. The objective of 4 s holds, because fewer than 5 % repeat.'])).toEqual([]);
    expect(found('numbers/slo', payment, ['| D-1 |', '| D-9 | Stripe may take longer than the p95 of 4 s | – | – | – | us | – |\n| D-1 |'])).toEqual([]);
  });
  test.each([
    ['| Checkout, our part included | p95 3 s |', ['Unexpected total 3.8 s of "payment page", expected at most the p95 3 s that feature 3.4 promises']],
    ['| Checkout | p95 ≤ 3.5 s |', ['Unexpected total 3.8 s of "payment page", expected at most the p95 ≤ 3.5 s that feature 3.4 promises']],
    ['| Checkout | innerhalb von 2 s |', ['Unexpected total 3.8 s of "payment page", expected at most the 2 s that feature 3.4 promises']],
    ['| Checkout page | p95 400 ms (from our database, never from Stripe) |', []],
    ['| Checkout page loads within 1.5 s. Payment is done, p95 9 s |', ['Unexpected total 3.8 s of "payment page", expected at most the 1.5 s that feature 3.4 promises']],
    ['| Payment status after checkout | p95 1 s |', []],
    ['| Age of the checkout’s prices | within 1 s |', []],
    ['| Kitchen list | p95 1 s |', []],
    ['| Checkout | 99.9 % |', []],
  ])('%s', (row, expected) => expect(messages('numbers/slo', [], [['| Checkout, our part included | p95 4 s |', row]])).toEqual(expected));
  test('a reason below the table, and a promise that speaks of one operation', () => {
    expect(found('numbers/slo', payment, ['| payment page | 250 ms | 1.4 s | 4.8 s |', '| payment page | 250 ms | 1.4 s | 4.8 s |\n\nThe objective of 4 s holds nevertheless: fewer than 5 % repeat.'])).toEqual([]);
  });
  test('an answer later than Section 4 wants it', () => {
    expect(found('numbers/slo', ['**Acknowledge Within:** 2 s\n**Deduplication Key:** `event.id`', '**Acknowledge Within:** 5 s\n**Deduplication Key:** `event.id`'])).toEqual(['Unexpected answer to Stripe within 5 s, expected 2 s as Section 4 says']);
  });
});

describe('numbers/budget', () => {
  const google = (to: string): Edit => ['**Budget:** EUR 0 a month (architecture document)', to];
  test('nothing is paid per 0 s', () => expect(found('numbers/budget', google('**Budget:** EUR 1/0 s'))).toEqual([]));
  test('a budget of our own above that of the documents', () => {
    expect(found('numbers/budget', google('**Budget:** EUR 20 a month'))).toEqual(['Unexpected EUR 20 a month for Google Sign-In, expected at most EUR 0 as the documents say']);
    expect(found('numbers/budget', google('**Budget:** EUR 20 a year'))).toEqual(['Unexpected EUR 1.67 a month for Google Sign-In, expected at most EUR 0 as the documents say']);
    expect(found('numbers/budget', google('**Budget:** EUR 20 a month'), ['| D-1 |', '| D-9 | Is the budget of 7.A.1 raised to EUR 20? | – | – | – | us | – |\n| D-1 |'])).toEqual([]);
  });
  test.each([
    ['External services together: EUR 8,000.', ['Unexpected EUR 0 + EUR 9,000 + EUR 60 = EUR 9,060 a month for Google Sign-In and Stripe and Postmark, expected at most EUR 8,000 as the documents say']],
    ['Stripe: EUR 500 · Postmark EUR 60', ['Unexpected EUR 9,000 a month for Stripe, expected at most EUR 500 as the documents say']],
    ['Externe Dienste zusammen: 8.000,00 €.', ['Unexpected EUR 0 + EUR 9,000 + EUR 60 = EUR 9,060 a month for Google Sign-In and Stripe and Postmark, expected at most 8.000,00 € as the documents say']],
    ['External services together: EUR 10,000.', []],
    ['External services: EUR 50,000 a year.', []],
    ['Hosting and external services: EUR 500.', []],
    ['Payments by transaction. Postmark existing.', []],
    ['Payments: EUR 0.30 per request.', []],
  ])('%s', (line, expected) => {
    // Without the questions of 7.0, which excuse what they ask for.
    const settled: Edit[] = ['D-1', 'D-2', 'D-3'].map((id) => [right.split('\n').find((row) => row.startsWith(`| ${id} |`))!, '']);
    expect(messages('numbers/budget', settled, [['Payments: fees by transaction, at most EUR 9,000. Mail: EUR 60. Sign-in: EUR 0.', line]])).toEqual(expected);
  });
});

describe('numbers/quota', () => {
  const rows = (from: string, to: string) => found('numbers/quota', [from, to]);
  const row = right.split('\n').find((line) => /^\| [^|]+\| 100 requests per second/.test(line))!;
  test.each([
    ['| index size | 100 GB [^stripe] | 120 GB | −20 % |', ['Unexpected demand of 120 GB against a limit of 100 GB: 1.2 times the quota']],
    ['| index size | 100 GB [^stripe] | 40 GB | 50 % |', ['Unexpected headroom 50 %: (100 GB − 40 GB) ÷ 100 GB = 60 %']],
    ['| connections | 20 connections [^stripe] | 1 connection | 95 % |', []],
    ['| records | 10 M records [^stripe] | 40 GB | 50 % |', []],
    ['| records | open (D-1) | 40 GB | open (D-1) |', []],
  ])('%s', (to, messages) => expect(rows(row, to)).toEqual(messages));
});

describe('numbers/alert-beyond-timeout', () => {
  const alert = right.split('\n').find((line) => /^\| .*[Pp]9\d.*> /.test(line))!;
  test.each([
    ['P95 latency of calls > 1 h for 5 min', 1],
    ['P95 of `case_delay_seconds` > 1 h for 5 min', 0],
    ['age of the oldest event > 1 h for 5 min', 0],
  ])('%s', (condition, count) => expect(found('numbers/alert-beyond-timeout', [alert, `| ${condition} | page |`])).toHaveLength(count));
});

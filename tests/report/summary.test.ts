import { describe, expect, test } from 'vitest';
import type { CheckResult, Diagnostic } from '../../scripts/report/diagnostic.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { describeSummary, summarize } from '../../scripts/report/summary.ts';
import { changed, harbor, tiny } from '../support.ts';

const RESULT: CheckResult = {
  file: '07.md',
  diagnostics: [],
  disabled: [],
  notChecked: [],
  run: null,
  words: null,
  errors: 0,
  warnings: 0,
  infos: 0,
};
const at = { file: '07.md', at: { start: 0, end: 1 }, line: 9, column: 1, endLine: 9, endColumn: 2 };
const finding = (rule: string, message: string): Diagnostic => ({
  ...at,
  rule,
  severity: 'error',
  section: null,
  message,
  advice: null,
  url: '',
  related: [],
});
const summaryOf = (text: string, result = RESULT) => summarize(parseSection7(text, '07.md').section!, result, null);

describe('counted from the file', () => {
  test('of the middle-sized section', () => {
    const { services, decisions, features, changes, toConfirm, ...rest } = summaryOf(harbor);
    expect(services.map(({ number, status, cost, budget }) => [number, status, cost, budget])).toEqual([
      ['7.A.1', 'decided', 'EUR 0', 'EUR 0'],
      ['7.P.1', 'decided', 'EUR 14,960', 'EUR 9,000 (D-1)'],
      ['7.C.1', 'decided', 'open (D-3)', 'EUR 60'],
    ]);
    expect(features).toEqual({ total: 5, withService: 3, without: 2 });
    expect(decisions.map(({ id, owner, by }) => [id, owner, by])).toEqual([
      ['D-1', 'Product owner', '2026-12-14'],
      ['D-2', 'Product owner', '2026-12-14'],
      ['D-3', 'Operations', '2027-01-11'],
    ]);
    expect(toConfirm.map(({ id }) => id)).toEqual(['V-1', 'V-2', 'V-3']);
    expect(changes).toEqual({ endpoints: 1, sqlBlocks: 1 });
    expect(rest).toMatchObject({ corrections: 2, webhooks: 2, jobs: 3, tests: 8, sources: 7 });
  });

  test('of the small form', () => {
    expect(summaryOf(tiny)).toMatchObject({
      features: { total: 2, withService: 1 },
      webhooks: 0,
      opening: expect.stringMatching(/^Turnhalle uses one external service/) as string,
    });
  });

  test('of lists where the small form has no tables', () => {
    const items =
      '- **D-1**, as it is: nothing to build.\n\nMisleading in earlier sections:\n\n' +
      '- Section 6, `SESSION_KEY`: signs the cookie.\n- 3.2.2: the notes stay.\n';
    const [before, after] = tiny.split('### 7.R References') as [string, string];
    const rest =
      '### 7.E Changes to Sections 4 and 5\n- `GET /auth/google` answers 302.\n- Section 5 stays.\n\n' +
      '### 7.Q Assumptions and Facts to Confirm\n1. Price 0: the city, before step 2.\n\n### 7.R References';
    const heading = '### 7.1 Integration Architecture Overview';
    const summary = summaryOf(`${changed(before, heading, `${items}\n${heading}`)}${rest}${after}`);
    expect(summary).toMatchObject({ corrections: 2, changes: { endpoints: 1 } });
    expect(summary.toConfirm).toEqual([{ id: '', fact: 'Price 0: the city, before step 2.', by: '' }]);
    expect(describeSummary(summary)).toContain('\n## To confirm: 1\n- Price 0: the city, before step 2.\n');
  });

  test('of several endpoints in a row', () => {
    const two = changed(
      harbor,
      '| `POST /webhooks/stripe` |',
      '| `POST /webhooks/stripe`, `/webhooks/stripe-connect` |',
    );
    expect(summaryOf(two).webhooks).toBe(3);
  });

  test('what a coverage cell without a service may say', () => {
    for (const said of ['none', 'None: ours', '–', 'keine']) {
      expect(summaryOf(changed(harbor, '| Weekly Box | none |', `| Weekly Box | ${said} |`)).features.without).toBe(2);
    }
  });
});

test('what the check found is told: sums, disabled findings, what was not checked, ran or not', () => {
  const text = describeSummary(
    summaryOf(harbor, {
      ...RESULT,
      errors: 1,
      diagnostics: [finding('numbers/cost-total', 'Unexpected total 3')],
      disabled: [{ diagnostic: finding('trace/job', 'x'), reason: 'known' }],
      notChecked: [{ ...at, rule: 'numbers/cost-total', what: 'the cost of Stripe' }],
      run: { ran: ['SQL: 1 block'], notRun: [{ what: 'types', why: 'no typescript' }] },
    }),
  );
  expect(text.split('\n').slice(-7)).toEqual([
    '## Check: 1 error, 0 warnings',
    '- sum, line 9: Unexpected total 3',
    '- disabled, line 9: trace/job (known)',
    '- not checked, line 9: the cost of Stripe',
    '- ran: SQL: 1 block',
    '- not run: types: no typescript',
    '',
  ]);
});

test('control characters of the document do not reach the terminal', () => {
  expect(describeSummary(summaryOf(changed(harbor, 'Which Postmark plan', 'Which \u001b[2J plan')))).toContain(
    'Which \ufffd[2J plan',
  );
});

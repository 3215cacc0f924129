import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { main } from '../scripts/cli.ts';

/** Runs the CLI in the example as its user would. */
async function inExample(...args: string[]) {
  let text = '';
  const status = await main(args, {
    cwd: fileURLToPath(new URL('../examples/harbor-kitchen', import.meta.url)),
    env: {},
    isTTY: false,
    out: (part) => void (text += part),
    err: (part) => void (text += part),
    stdin: () => Promise.resolve(Buffer.alloc(0)),
    today: '2026-11-23',
  });
  return { status, text };
}

test('the example has no findings', async () => {
  expect(await inExample('check', '--fail-on', 'warning')).toEqual({ status: 0, text: '0 errors, 0 warnings in 1 file\n' });
});

test('its summary is counted from the file', async () => {
  const { status, text } = await inExample('summary');
  expect(status).toBe(0);
  expect(text).toBe(`Section 7 in docs/06-technical-specification/07-integrations.md: no findings
Services: 3
- Authentication & Identity: Google Sign-In (7.A.1, decided)
- Payment & Financial: Stripe (7.P.1, decided)
- Communication: Postmark (7.C.1, decided)
Features: 3 with services, 2 without need, of 5 in Section 3
Webhooks: 1 with a signature, 1 without, 1 service without webhooks
Open decisions: 3
- D-1 Is the budget for payments raised, or is SEPA debit made the default?
- D-2 What does the mail plan cost?
- D-3 Who may receive a receipt after a spam complaint?
Monthly cost: EUR 8,953.51; 1 line without a cost
- Stripe: EUR 8,953.51 of EUR 9,000 budgeted
Sources: 4 footnotes; 13 statements marked unverified (7.A.1: 3, 7.P.1: 6, 7.C.1: 4)
Sections: 7.0, 7.1, 7.2, 7.3, 7.4, 7.A, 7.P, 7.C, 7.T, 7.O, 7.R
`);
});

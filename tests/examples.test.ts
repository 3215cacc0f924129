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
    today: '2026-11-26',
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
Open decisions: 9
- D-1 Is SEPA debit offered for a box of the same week?
- D-2 Which budget holds for payment fees?
- D-3 How does a household that complained still get its receipt?
- D-4 Which columns are added to Section 5?
- D-5 Which budget holds for mail?
- D-6 Who refunds, and may a part be refunded?
- D-7 Does Section 6 allow what the three services receive?
- D-8 How is a household erased?
- D-9 Which host names and which sending domain?
Monthly cost: EUR 14,960 + USD 88.80
- Google Sign-In: EUR 0 of EUR 0 budgeted
- Stripe: EUR 14,960 of EUR 9,000 budgeted (EXCEEDED)
Sources: 18 footnotes; 30 statements marked unverified (7.A.1: 4, 7.P.1: 8, 7.C.1: 5, 7.0: 4, 7.T: 2, 7.O: 7)
Sections: 7.0, 7.1, 7.2, 7.3, 7.4, 7.A, 7.P, 7.C, 7.T, 7.O, 7.R
`);
});

import { describe, expect, test } from 'vitest';
import { edited, findings, found, projectWith, right, type Edit } from './example.ts';

describe('trace/variable', () => {
  const note = (text: string) => found('trace/variable', ['To rotate Stripe\'s secret both', `${text} To rotate Stripe's secret both`]);
  test.each([
    ['The worker reads `STRIPE_SIGNING_SECRET`.', 'Unexpected variable STRIPE_SIGNING_SECRET: no table defines it'],
    ['The worker reads `STRIPE_WEBHOOK_SECERT_KEY`, then STRIPE_WEBHOOK_SECERT_KEY again.', 'Unexpected variable STRIPE_WEBHOOK_SECERT_KEY: no table defines it'],
    ['The worker reads `STRIPE_SECRT_KEY`.', 'Unexpected variable STRIPE_SECRT_KEY: no table defines it, did you mean STRIPE_SECRET_KEY?'],
    ['As in:\n\n```ts\nconst key = process.env.STRIPE_APIKEY;\n```\n\n', 'Unexpected variable STRIPE_APIKEY: no table defines it'],
  ])('%s', (text, message) => expect(note(text)).toEqual([message]));
  test.each([
    'The worker reads `STRIPE_WEBHOOK_SECRET`.',
    'The provider answers `INVALID_API_KEY` or `EXPIRED_TOKEN`.',
    'The constant `STRIPE_MAX_RETRIES` is ours.',
    'As in:\n\n```ts\nconst key = process.env.STRIPE_SECRET_KEY;\n```\n\n',
    'As in:\n\n| Variable | Value |\n|---|---|\n| `STRIPE_ACCOUNT_TOKEN` | of the account |\n\n',
  ])('defined, or no variable: %s', (text) => expect(note(text)).toEqual([]));

  const shared = (row: string) => found('trace/variable', ['| `POSTMARK_SERVER_TOKEN` |', `${row}\n| \`POSTMARK_SERVER_TOKEN\` |`]);
  test('two services share a variable', () => {
    expect(shared('| `STRIPE_WEBHOOK_SECRET` | webhook secret | SOPS, `/run/secrets` | 180 days, two valid ones for a day |')).toEqual([]);
    expect(shared('| `STRIPE_WEBHOOK_SECRET` | webhook secret | Vault | 180 days, two valid ones for a day |')).toEqual(['Unexpected second row for STRIPE_WEBHOOK_SECRET with another store: "Vault", expected "SOPS, /run/secrets" as in 7.P.1.2']);
    expect(shared('| `STRIPE_WEBHOOK_SECRET` | webhook secret | SOPS, `/run/secrets` | never |')).toEqual(['Unexpected second row for STRIPE_WEBHOOK_SECRET with another rotation: "never", expected "180 days, two valid ones for a day" as in 7.P.1.2']);
  });
});

describe('trace/decision', () => {
  const adyen = projectWith(['| Payments | Stripe | 2026-05-04 |', '| Payments | Adyen | 2026-05-04 |']);
  const messages = (...edits: readonly Edit[]) => findings(edited(right, edits), adyen).filter((f) => f.startsWith('trace/decision: ')).map((f) => f.slice('trace/decision: '.length));
  const open: readonly Edit[] = [
    ['real-time API, webhook | decided |', 'real-time API, webhook | open |'],
    ['**Integration Pattern:** real-time API, webhook\n**Status:** decided', '**Integration Pattern:** real-time API, webhook\n**Status:** open (D-4)'],
  ];
  const row: Edit = ['\n### 7.1 ', '| D-4 | Stripe or Adyen? | Architecture: "Adyen"; 3.4: "Stripe Checkout" | Stripe; Adyen | Stripe | product owner | 7.P.1 |\n\n### 7.1 '];

  test('decided, and no row asks', () => expect(messages()).toEqual(['Unexpected status "decided": the documents choose Stripe and Adyen for payments, and 7.0 has no row that asks']));
  test('decided, although a row asks', () => expect(messages(row)).toEqual(['Unexpected status "decided": the documents choose Stripe and Adyen for payments, and 7.0 still asks (D-4)']));
  test('open, and no row asks', () => expect(messages(...open)).toEqual(['Missing row in 7.0: the documents choose Stripe and Adyen for payments']));
  test('open, and a row asks', () => expect(messages(...open, row)).toEqual([]));
  test('the documents agree', () => expect(findings(right).filter((f) => f.startsWith('trace/decision: '))).toEqual([]));
});

describe('trace/vendor', () => {
  const vendor = (row: string) => findings(right, projectWith(['| SMS | none | 2026-06-01 |', `| SMS | none | 2026-06-01 |\n${row}`])).filter((f) => f.startsWith('trace/vendor: '));
  test.each(['| Single sign-on | SAML 2.0 | 2026-06-01 |', '| Provisioning | SCIM | 2026-06-01 |', '| Dashboards | Grafana | 2026-06-01 |'])('no service of its own: %s', (row) => expect(vendor(row)).toEqual([]));
  test('a service', () => expect(vendor('| Single sign-on | Okta (SAML 2.0) | 2026-06-01 |')).toEqual(['trace/vendor: Missing Okta: the documents choose it, and Section 7 neither uses nor declines it']));
});

describe('trace/section-reference', () => {
  const told = (text: string) => found('trace/section-reference', ['nothing is packed unpaid.', `nothing is packed unpaid. ${text}`]);
  test.each(['See 7.A.1.6.', 'As in 7.P.1 and 7.C.1.5, 7.T.1 and 7.O.3.', 'See 7.R.', 'PostgreSQL 7.4 and Node 7.P1 are old.', 'Version 7.10.2 of Elasticsearch.', 'Siehe 7.P.1.8.'])('%s', (text) => expect(told(text)).toEqual([]));
  test.each([
    ['See 7.A.2.', ['Unexpected reference to 7.A.2, which is no section here']],
    ['Siehe 7.P.1.9.', ['Unexpected reference to 7.P.1.9, which is no section here']],
    ['As in 7.S.1.6 and `7.O.6`.', ['Unexpected reference to 7.S.1.6, which is no section here', 'Unexpected reference to 7.O.6, which is no section here']],
  ])('%s', (text, messages) => expect(told(text)).toEqual(messages));
});

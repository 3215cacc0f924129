import { describe, expect, test } from 'vitest';
import { edited, findings, right, type Edit } from './example.ts';

/** What is right in documents that were written without the product, and what stands beside it and is wrong. */
const all = (...edits: readonly Edit[]) => findings(edited(right, edits));

describe('a dash where the row leaves nothing to say', () => {
  const get = '| GET | `/v1/events` | nightly comparison | reads only |';
  test.each(['GET', 'HEAD', 'DELETE', 'PUT'])('idempotency of %s', (method) => expect(all([get, `| ${method} | \`/v1/events\` | nightly comparison | – |`])).toEqual([]));
  test('a POST needs a word', () => expect(all(['| POST | `/v1/refunds` | gives money back | `Idempotency-Key` made of `orders.id` and the reason |', '| POST | `/v1/refunds` | gives money back | – |'])).toContain('structure/must-apply: Unexpected "–" for "Idempotency" in row 2 of 7.P.1.3 "Core API Endpoints", expected a value'));
  test('in words', () => expect(all([get, '| GET | `/v1/events` | nightly comparison | Not applicable: reads only |'])).toEqual([]));
  const secret = /\| `STRIPE_WEBHOOK_SECRET` \|.*/.exec(right)![0];
  const rotated = (kind: string) => all([secret, `${secret}\n| \`STRIPE_ACCOUNT\` | ${kind} | configuration | – |`]).filter((f) => f.startsWith('structure'));
  test.each(['setting, not secret', 'public key', 'Einstellung'])('nobody rotates: %s', (kind) => expect(rotated(kind)).toEqual([]));
  test.each(['secret key', 'token'])('rotation of a %s', (kind) => expect(rotated(kind)).toHaveLength(1));

  const breaker = '| 10 failures in 60 s | 30 s | 1 success |';
  test.each(['| reports: – | – | – |', '| none | – | – |', '| –: keiner | – | – |'])('no breaker: %s', (row) => expect(all([breaker, `${breaker}\n${row}`])).toEqual([]));
  test('a breaker that never closes', () => expect(all([breaker, '| 10 failures in 60 s | – | 1 success |'])).toEqual(['structure/must-apply: Unexpected "–" for "Half-open after" in row 1 of 7.P.1.6 "Circuit Breaker", expected a value']));

  const mapping = '| `orders.stripe_session_id` | `session.id` | – |';
  test('a column of ours alone, with the reason', () => expect(all([mapping, '| `orders.stripe_session_id` | – | made by our checkout |'])).toEqual([]));
  test('without it', () => expect(all([mapping, '| `orders.stripe_session_id` | – | – |'])).toHaveLength(1));
});

describe('proofs beside the signature', () => {
  const row = '| `Stripe-Signature` | HMAC-SHA256 | hex | `{t}.{rawBody}` | `STRIPE_WEBHOOK_SECRET`, whole text | `stripe.webhooks.constructEvent` |';
  test.each(['basic auth', 'mTLS', 'IP allow-list'])('%s', (proof) => expect(all([row, `${row}\n| ${proof} | – | – | – | \`STRIPE_WEBHOOK_SECRET\` | Caddy |`])).toEqual([]));
  test('alone it is no signature', () => expect(all([row, '| basic auth | – | – | – | `STRIPE_WEBHOOK_SECRET` | Caddy |']).some((f) => f.startsWith('facts/signature'))).toBe(true));
  test('another header with dashes', () => expect(all([row, `${row}\n| X-Other | – | – | – | \`STRIPE_WEBHOOK_SECRET\` | Caddy |`]).filter((f) => f.startsWith('structure/must-apply'))).toHaveLength(3));
});

describe('a webhook part of which each field says that there is none', () => {
  const start = right.indexOf('**Webhook Endpoint:** `POST /webhooks/stripe`');
  const part = right.slice(start, right.indexOf('##### 7.P.1.6'));
  const fields = (reason: string) => ['Webhook Endpoint', 'Signature Verification', 'Replay Window', 'Acknowledge Within', 'Deduplication Key', 'Event Types', 'Webhook Processing'].map((label) => `**${label}:** Not applicable: ${reason}`).join('\n');
  const kinds = (reason: string, more = '') => all([part, `${fields(reason)}\n**Reconciliation:** Each night the events are listed.${more}\n\n`]).filter((f) => /must-apply|facts\/(?:signature|replay)/.test(f));
  test.each(['None.', 'we take no webhooks, a job asks', 'keine'])('%s', (reason) => expect(kinds(reason)).toEqual([]));
  test.each(['the source does not say', 'not decided', 'unklar'])('%s is a gap', (reason) => expect(kinds(reason).length).toBeGreaterThan(4));
});

describe('costs that are alternatives', () => {
  const table = right.slice(right.indexOf('| debits, two of three boxes |'), right.indexOf('**Budget:** EUR 9,000'));
  const decision = /\| D-1 \|.*/.exec(right)![0];
  const sums = (rows: readonly string[], lead: string) =>
    all([table, `${rows.join('\n')}\n\n`], ['unverified prices; the split between card and debit is open (D-1)', lead], [decision, '| D-1 | Is SEPA debit made the default? | 3.4: "by card or debit" | yes; no | yes | product owner | 3.4 |']).filter((f) => /numbers\/(?:cost|currency)/.test(f));
  const row = (driver: string, cost: string, volume = '–') => `| ${driver} | ${volume} | – | ${cost} |`;
  test.each([
    [['usual month', 'EUR 6,000'], ['December', 'EUR 8,000']],
    [['option A', 'EUR 6,000'], ['option B', 'EUR 8,000']],
    [['üblicher Monat', 'EUR 6,000'], ['Dezember', 'EUR 8,000']],
    [['payments', 'EUR 6,000'], ['payments, peak', 'EUR 8,000']],
    [['geocodes, normal', 'EUR 6,000'], ['geocodes, November 2026', 'EUR 8,000']],
    [['with 10 % foreign cards', 'EUR 6,000'], ['the same, 20 %', 'EUR 8,000']],
  ])('%j', (...rows) => expect(sums(rows.map(([driver, cost]) => row(driver!, cost!)), 'unverified prices')).toEqual([]));
  test('of one volume', () => expect(sums([row('at one segment', 'EUR 6,000', '2,400 SMS'), row('two segments', 'EUR 8,000', '2,400 SMS')], 'unverified')).toEqual([]));
  test('a table of readings', () => expect(sums([row('queries', 'EUR 6,000'), row('finished searches', 'EUR 8,000')], 'unverified. Readings of "600,000 searches":')).toEqual([]));
  test('the dearest counts', () => expect(sums([row('usual month', 'EUR 6,000'), row('December', 'EUR 9,500')], 'unverified')).toEqual(['numbers/cost-sum: Unexpected cost above the budget: EUR 9,500 a month against EUR 9,000']));
  test('what is no alternative is added', () => expect(sums([row('usual month', 'EUR 6,000'), row('December', 'EUR 8,000'), row('refunds', 'EUR 1,500')], 'unverified')).toEqual(['numbers/cost-sum: Unexpected cost above the budget: EUR 9,500 a month against EUR 9,000']));
  test('drivers are added', () => expect(sums([row('debits', 'EUR 6,000', '11,000 payments'), row('cards', 'EUR 8,000', '6,000 payments')], 'unverified')).toEqual(['numbers/cost-sum: Unexpected cost above the budget: EUR 14,000 a month against EUR 9,000']));

  test('one sum in two currencies is compared with the budget in its own', () => {
    expect(sums([row('plan', 'USD 9,500, EUR 8,800')], 'unverified')).toEqual([]);
    expect(sums([row('plan', 'USD 9,900, EUR 9,100')], 'unverified')).toEqual(['numbers/cost-sum: Unexpected cost above the budget: EUR 9,100 a month against EUR 9,000']);
    expect(sums([row('plan', 'USD 9,500')], 'unverified')).toEqual(['numbers/currency: Unexpected budget EUR 9,000 a month (architecture document) for a cost of USD 9,500: they cannot be compared']);
  });
  test('and with the price in the price’s', () => {
    const line = (cost: string) => sums([`| payments | 10,000 payments | USD 0.50 after 2,000 free | ${cost} |`], 'unverified').filter((f) => f.startsWith('numbers/cost-line'));
    expect(line('USD 4,000, EUR 3,700')).toEqual([]);
    expect(line('USD 5,000, EUR 4,600')).toHaveLength(1);
  });
});

describe('no source is wanted for what is ours', () => {
  const missing = (...edits: readonly Edit[]) => all(...edits).filter((f) => f.startsWith('source/missing-source'));
  const limit = '**Rate Limits:** 100 requests per second [^stripe-limits]';
  const demand = '100 requests per second [^stripe-limits] | 1 request per second';
  const limits = (text: string) => missing([limit, `**Rate Limits:** ${text}`], [demand, '100 requests per second unverified | 1 request per second']);
  test.each(['our own limit 100/s', 'shared limit: `stripe` 100/s', 'Section 4.2: 100/s'])('%s', (text) => expect(limits(text)).toEqual([]));
  test.each(['100/s', 'Stripe allows 100/s'])('%s', (text) => expect(limits(text)).toHaveLength(1));
  const window = (text: string) => missing(['**Replay Window:** 5 min [^stripe]', `**Replay Window:** ${text}`]);
  test('a check of our code', () => expect([window('5 min (`fresh` in `webhooks/verify.ts`)'), window('5 min').length]).toEqual([[], 1]));
  const provider = (text: string) => missing(['**Service Provider:** Stripe, https://docs.stripe.com/api', `**Service Provider:** ${text}`], [limit, '**Rate Limits:** 100/s'], [demand, '100 requests per second | 1 request per second']);
  test.each(['own directory in Venlo, https://ad.example', 'no third party; our PostgreSQL', 'self-hosted, https://docs.example', 'eigener Server, https://docs.example'])('run by ourselves: %s', (text) => expect(provider(text)).toEqual([]));
  test('run by another', () => expect(provider('Owned GmbH, https://docs.example')).toHaveLength(2));
  const event = (text: string) => missing(['**Event Types:** unverified', '**Event Types:**'], ['| `checkout.session.completed` | order', `| ${text} | order`], ...['async_payment_succeeded', 'async_payment_failed'].map((name): Edit => [`| \`checkout.session.${name}\` |`, `| \`checkout.session.${name}\` unverified |`]), ['| `charge.refunded` |', '| `charge.refunded` unverified |'], ['| `charge.dispute.created` |', '| `charge.dispute.created` unverified |']);
  test.each(['unknown `eventCode`', 'everything else', 'session expiry + 1 h without success', 'unbekannte Ereignisse'])('%s', (text) => expect(event(text)).toEqual([]));
  test('an event of theirs', () => expect(event('`checkout.session.completed`')).toHaveLength(1));
});

describe('webhook paths', () => {
  const endpoint = '**Webhook Endpoint:** `POST /webhooks/stripe`';
  const paths = (path: string, ...edits: readonly Edit[]) => all([endpoint, `**Webhook Endpoint:** \`POST ${path}\``], ...edits).filter((f) => f.startsWith('trace/webhook-endpoint'));
  const change: Edit = ['with pg-boss, as in the architecture document.', 'with pg-boss, as in the architecture document.\n\n| Part | Change |\n|---|---|\n| 4.4 | Add `POST /webhooks/stripe2` |\n\n'];
  test('a query is no part of it', () => expect(paths('/webhooks/stripe?m=<id>')).toEqual([]));
  test('asked for in a list of changes that 7.0 refers to', () => expect(paths('/webhooks/stripe2', change, ['| ID | Decision |', '| ID | Decision |']).length).toBeGreaterThan(0));
  test('with the reference', () => expect(paths('/webhooks/stripe2', change, ['Is the budget for payments raised,', 'Changes in 7.2. Is the budget for payments raised,'])).toEqual([]));
  test('asked for by nobody', () => expect(paths('/webhooks/stripe2', ['Is the budget for payments raised,', 'Changes in 7.2. Is the budget for payments raised,'])).toHaveLength(1));
});

describe('other readings', () => {
  const behind = (sentence: string): Edit => ['opossum in `src/http.ts`, one for each service.', `opossum in \`src/http.ts\`, one for each service. ${sentence}`];
  const of = (rule: string, ...edits: readonly Edit[]) => all(...edits).filter((f) => f.startsWith(rule));
  test('a label of a series is no placeholder', () => expect(of('structure/placeholder', behind('The gauge `breaker_open{provider}` is on a panel.'))).toEqual([]));
  test.each(['Names are `harbor-{provider}`.', 'Each {provider} has one.', 'The path is `outbound_{provider}_url`.'])('%s', (text) => expect(of('structure/placeholder', behind(text))).toHaveLength(1));
  test('attempts of our own inbox are nobody’s', () => expect(of('numbers/restated', ['processed from the `jobs` table.', 'processed from the `jobs` table.'], behind('The consumer reads the inbox. After 9 attempts → DLQ.'))).toEqual([]));
  test('code that writes JSON verifies nothing', () => {
    const processing = 'then a job acts on the state that it fetches';
    expect(of('security/parsed-body', [processing, `${processing}; \`enqueue(JSON.stringify(event))\``])).toEqual([]);
    expect(of('security/parsed-body', [processing, `${processing}; \`hmac.update(JSON.stringify(event))\` is compared`])).toHaveLength(1);
  });
  test('a proposed variable is not in use', () => {
    const place = 'nothing is packed unpaid.';
    expect(of('trace/variable', [place, `${place} A second key would be better, proposed as \`STRIPE_SECOND_KEY\`.`])).toEqual([]);
    expect(of('trace/variable', [place, `${place} A second key is \`STRIPE_SECOND_KEY\`.`])).toHaveLength(1);
  });
  const retry = '| refund and nightly jobs | 3 | exponential, 500 ms to 2 s, jitter | network, 409, 429, 5xx | SDK |';
  test('as above', () => expect(of('structure', [retry, '| refund and nightly jobs | 3 | as above | wie oben | ditto |'])).toEqual([]));
  test('retries are calls less the first', () => {
    const timeout: Edit = ['| refund and nightly jobs | 2 s | 10 s | 40 s |', '| refund and nightly jobs | 2 s | 10 s | 36 s |'];
    expect(of('numbers/retry-budget', [retry, retry.replace('| 3 |', '| retries: 3 |')], timeout)).toEqual(['numbers/retry-budget: Unexpected total 36 s of "refund and nightly jobs": 4 × 12 s + 500 ms + 1 s + 2 s = 51.5 s']);
    // The waits are unknown; the calls alone fit, or do not.
    expect(of('numbers/retry-budget', [retry, retry.replace('exponential, 500 ms to 2 s, jitter', 'see the library')], timeout)).toEqual([]);
    expect(of('numbers/retry-budget', [retry, retry.replace('exponential, 500 ms to 2 s, jitter', 'see the library')], ['| refund and nightly jobs | 2 s | 10 s | 40 s |', '| refund and nightly jobs | 2 s | 10 s | 30 s |'])).toHaveLength(1);
    // "10 s (attempt)" has the connection in it.
    expect(of('numbers/retry-budget', [retry, retry], ['| refund and nightly jobs | 2 s | 10 s | 40 s |', '| refund and nightly jobs | 2 s | 10 s (attempt) | 33 s |'])).toEqual([]);
  });
  test('the demand at its peak', () => {
    const quota = (demand: string) => of('numbers/quota', ['| 1 request per second | 99 % |', `| ${demand} | 99 % |`]);
    expect(quota('1/s, peak 90/s')).toEqual(['numbers/quota: Unexpected headroom 99 %: (100 requests per second − 1/s, peak 90/s) ÷ 100 requests per second = 10 %']);
    expect(quota('1/s, peak 190/s')[0]).toMatch(/1.9 times the quota/);
  });
});

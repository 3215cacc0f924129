import { describe, expect, test } from 'vitest';
import { found } from './example.ts';

describe('security/parsed-body', () => {
  const processing = (text: string) => found('security/parsed-body', ['Verify on the raw body, insert into', `${text} Insert into`]);
  const message = 'Unexpected verification of a parsed body, expected verification on the raw body before it is parsed';

  test.each([
    'Verify the signature on the parsed body.',
    'The signature is checked against the parsed JSON.',
    'Parse the JSON and check its signature.',
    'Parse the JSON, then verify.',
    'The body is parsed before the signature is verified.',
    'The signature is verified after parsing.',
    'The HMAC is computed over `JSON.stringify(req.body)`.',
    'Die Signatur wird am geparsten Body geprüft.',
    'Die Signatur wird nach dem Parsen geprüft.',
    'Der Body wird geparst, danach wird die Signatur geprüft.',
    'Das JSON wird geparst und die Signatur überprüft.',
  ])('wrong: %s', (text) => expect(processing(text)).toEqual([message]));

  test.each([
    'Verify the signature on the raw body before it is parsed.',
    'Verify the raw body, then parse it.',
    'Parse the header `Stripe-Signature`, then verify the signature over the raw body.',
    'Decode the base64 signature and verify it over the raw body.',
    'Never verify the signature over the parsed body.',
    'The body is parsed only after the signature has been verified.',
    'Parse the JSON and check that the order exists.',
    'Nothing is parsed until the signature is verified.',
    'Die Signatur wird am rohen Body geprüft, dann wird geparst.',
    'Der Body wird erst geparst, nachdem die Signatur geprüft wurde.',
    'Erst die Signatur prüfen, dann das JSON parsen.',
    'Bevor der Body geparst wird, wird die Signatur geprüft.',
  ])('right: %s', (text) => expect(processing(text)).toEqual([]));
});

describe('security/personal-data', () => {
  const labels = (text: string) => found('security/personal-data', ['| `mails_total` | counter | template, outcome |', `| \`mails_total\` | counter | ${text} |`]);
  const unexpected = (label: string) => [`Unexpected label "${label}", expected bounded values that identify nobody`];

  test.each([
    ['template, email', 'email'], ['`customerEmail`', 'customerEmail'], ['`user.id`, outcome', 'user.id'], ['user_id', 'user_id'], ['enduser.id', 'enduser.id'], ['userId', 'userId'],
    ['phone number', 'phone number'], ['client.address', 'client.address'], ['error.message', 'error.message'], ['ip', 'ip'], ['`E-Mail`', 'E-Mail'], ['order_id', 'order_id'],
  ])('%s', (text, label) => expect(labels(text)).toEqual(unexpected(label)));

  test.each(['template, outcome', 'operation, email_template', 'server.address', 'template_id, region_id', 'outcome; never the user_id', 'plan, userType', 'customer_tier', '–', 'Vorlage, ohne E-Mail'])('%s is bounded', (text) => expect(labels(text)).toEqual([]));

  test('labels behind a metric’s name', () => expect(found('security/personal-data', ['| `mails_total` | counter |', '| `mails_total{template,customerEmail}` | counter |'])).toEqual(unexpected('customerEmail')));
  test('dimensions in a sentence', () => {
    const usage = (text: string) => found('security/personal-data', ['`mails_total` against the monthly invoice.', text]);
    expect(usage('`mails_total`, tagged with `customerEmail` and `plan`.')).toEqual(unexpected('customerEmail'));
    expect(usage('`mails_total`, tagged with `plan`, never with `customerEmail`.')).toEqual([]);
    expect(usage('`mails_total` with the dimensions `template` and `outcome`.')).toEqual([]);
  });
});

describe('security/idempotency', () => {
  const cell = (text: string) => found('security/idempotency', ['| `Idempotency-Key` made of `orders.id` and the reason |', `| ${text} |`]);
  const message = 'Missing idempotency of POST /v1/refunds: its calls are repeated in 7.P.1.6';
  test.each(['none', 'not idempotent', 'not idempotent, retried', 'not idempotent, but retried on 5xx', 'none; is repeated', 'nicht idempotent, wird wiederholt', 'no key (retried)'])('%s', (text) => expect(cell(text)).toEqual([message]));
  test.each(['none: the job repeats only what did not arrive', 'not idempotent, never retried', 'not idempotent, not retried', 'nicht idempotent, wird nicht wiederholt', 'retried with `Idempotency-Key`'])('%s', (text) => expect(cell(text)).toEqual([]));
});

describe('security/readiness', () => {
  const health = (text: string) => found('security/readiness', ['`/healthz` does not call Stripe.', text]);
  const message = 'Unexpected call of the vendor in our own health endpoint, expected a probe that depends on us alone';
  test.each([
    '`/healthz` calls Stripe.',
    'The readiness probe calls Stripe with no timeout.',
    'The readiness probe requests `/v1/balance`; it must not be cached.',
    '`/readyz` prüft Stripe mit einem Aufruf.',
    'Die Readiness fragt die API von Stripe ohne Timeout an.',
  ])('wrong: %s', (text) => expect(health(text)).toEqual([message]));
  test.each([
    '`/healthz` never calls Stripe.',
    'The readiness probe queries PostgreSQL only.',
    'The readiness probe is independent of Stripe: no calls.',
    '`/readyz` calls nothing of Stripe.',
    '`/readyz` ruft Stripe nicht auf.',
    'Die Readiness prüft Stripe nicht.',
    '`/healthz` answers without calling Stripe.',
    '`/healthz` makes no request to Stripe.',
  ])('right: %s', (text) => expect(health(text)).toEqual([]));
});

describe('security/secret', () => {
  const said = (text: string) => found('security/secret', ['own OAuth client, redirect to localhost', text]);
  /** Put together here, so that no scanner takes them for real ones. */
  const of = (prefix: string, length: number) => prefix + 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(8).slice(0, length);
  test.each([
    [of('sk_test_', 24), 'sk_test_'],
    [of('rk_live_', 24), 'rk_live_'],
    ['postgres://app:h7Gd2kQ9@db.internal:5432/app', 'postgres://app:'],
    ['amqps://worker:t0p-Secr3t@mq.internal', 'amqps://worker:'],
    [`https://hooks.slack.com/services/T0A1B2C3D/B0A1B2C3D/${of('', 24)}`, 'hooks.sl'],
  ])('%s', (text, shown) => expect(said(text)).toEqual([`Unexpected credential "${shown}…", expected the name of a variable`]));
  test('a private key in code', () => {
    const pem = `-----BEGIN ${'PRIVATE'} KEY-----\n${of('MII', 64)}\n-----END ${'PRIVATE'} KEY-----`;
    expect(found('security/secret', ['#### 7.O.4', `\`\`\`text\n${pem}\n\`\`\`\n\n#### 7.O.4`])).toEqual(['Unexpected credential "-----BEG…", expected the name of a variable']);
  });
  test('a private key in a quoted heading of two lines', () => {
    const quoted = `> -----BEGIN ${'PRIVATE'} KEY-----\n> ${of('MII', 64)}\n> ===`;
    expect(found('security/secret', ['#### 7.O.4', `${quoted}\n\n#### 7.O.4`])).toEqual(['Unexpected credential "-----BEG…", expected the name of a variable']);
  });
  test.each([
    'postgres://user:password@host/db', 'postgres://app:${DB_PASSWORD}@db/app', 'postgres://app:<password>@db/app', 'postgres://app:app@localhost/app', 'https://api.example.com:443/a@b',
    'a key like `sk_test_…`', '`STRIPE_SECRET_KEY`', 'AKIAIOSFODNN7EXAMPLE', 'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', 'a file that begins with -----BEGIN PRIVATE KEY-----',
    'risk-based-authentication-for-the-households-of-hamburg',
  ])('no credential: %s', (text) => expect(said(text)).toEqual([]));
});

import type { Fault } from './fault.ts';

const API = 'docs/06-technical-specification/04-api.md';
const ARCHITECTURE = 'docs/02-technical-architecture.md';
/** In two parts, so that no scanner of this repository takes it for one. */
const KEY = `sk_live_${'51Hqx8TNm2vKbRcY7LwZ0dPf'}`;

/**
 * Faults of a section with three services; each line changes one passage of it, or of a document where one is named.
 */
export const FAULTS: readonly Fault[] = [
  // An endpoint that is missing on one side.
  [
    '7.1.1',
    '| `POST /v1/orders` | Stripe',
    '| `POST /v1/order` | Stripe',
    'trace/endpoint',
    'POST /v1/order, missing in Section 4 and in 7.E',
  ],
  [
    '7.1.1',
    '| `GET /auth/google/callback` | Google: token',
    '| `GET /auth/google/return` | Google: token',
    'trace/endpoint',
    'GET /auth/google/return',
  ],
  [
    '7.4',
    '| `POST /webhooks/stripe` | Stripe |',
    '| `POST /hooks/stripe` | Stripe |',
    'trace/endpoint',
    'POST /hooks/stripe',
  ],
  [
    '7.O.3',
    '| `POST /webhooks/postmark` | Postmark, each stream',
    '| `POST /webhooks/postmarks` | Postmark, each stream',
    'trace/endpoint',
    'POST /webhooks/postmarks',
  ],
  [
    '7.P.1.5',
    '**Webhook Endpoint:** `POST /webhooks/stripe`',
    '**Webhook Endpoint:** `PUT /webhooks/stripe`',
    'trace/endpoint',
    'which have POST there',
  ],
  [
    '7.T.2',
    '| `POST /v1/orders/{id}/refund` | new; role support | refunds (7.P.1.3) |\n',
    '',
    'trace/endpoint',
    'POST /v1/orders/{id}/refund',
  ],
  [
    '7.T.2',
    '| T-8 | `POST /v1/orders/{id}/refund` twice',
    '| T-8 | `POST /v1/orders/{id}/refunds` twice',
    'trace/endpoint',
    'POST /v1/orders/{id}/refunds',
  ],
  [
    '7.1.1',
    '| GET | `/auth/google/callback` | ends sign-in |\n',
    '',
    'trace/endpoint',
    'GET /auth/google/callback',
    API,
  ],

  // A column or a table.
  [
    '7.A.1',
    '| `households.google_sub` |',
    '| `households.google_id` |',
    'trace/column',
    'households.google_id, missing',
  ],
  ['7.P.1.4', '| `orders.amount_cents` |', '| `orders.amount_cent` |', 'trace/column', 'did you mean amount_cents?'],
  [
    '7.P.1.4',
    '| `orders.stripe_session_id` |',
    '| `boxes.stripe_session_id` |',
    'trace/column',
    'Unexpected table boxes',
  ],
  ['7.P.1.3', 'writes `orders.paid_at`', 'writes `orders.payed_at`', 'trace/column', 'did you mean paid_at?'],
  [
    '7.P.1.4',
    'ADD COLUMN refunded_cents int NOT NULL DEFAULT 0 CHECK (refunded_cents BETWEEN 0 AND amount_cents)',
    'ADD COLUMN refunded_at timestamptz',
    'trace/column',
    'orders.refunded_cents',
  ],
  [
    '7.C.1',
    'ALTER TABLE mails ADD COLUMN kind text',
    'ALTER TABLE mails ADD COLUMN sort text',
    'trace/column',
    'mails.kind',
  ],
  ['7.C.1', '`mails.state` becomes `bounced`', '`mails.status` becomes `bounced`', 'trace/column', 'mails.status'],
  [
    '7.C.1',
    '| `households.mail_suppressed_at` is written |',
    '| `households.suppressed_at` is written |',
    'trace/column',
    'households.suppressed_at',
  ],
  [
    '7.C.1',
    '| `mails.postmark_message_id` is written afterwards |',
    '| `mails.postmark_id` is written afterwards |',
    'trace/column',
    'mails.postmark_id',
  ],
  [
    '7.0.2',
    '`orders.stripe_payment_intent_id` (7.E)',
    '`orders.stripe_intent_id` (7.E)',
    'trace/column',
    'orders.stripe_intent_id',
  ],

  // SQL that PostgreSQL refuses.
  ['7.E', 'REFERENCES orders,', 'REFERENCES boxes,', 'run/sql', 'relation "boxes" does not exist'],
  [
    '7.E',
    'ADD COLUMN stripe_payment_intent_id text UNIQUE',
    'ADD COLUMN stripe_session_id text UNIQUE',
    'run/sql',
    'already exists',
  ],
  ['7.E', 'BETWEEN 0 AND amount_cents', 'BETWEEN 0 AND price_cents', 'run/sql', 'column "price_cents" does not exist'],
  ['7.E', 'order_id uuid NOT NULL', 'order_id bigint NOT NULL', 'run/sql', 'foreign key constraint'],
  ['7.E', 'ON mails (id) WHERE', 'ON mail (id) WHERE', 'run/sql', 'relation "mail" does not exist'],
  ['7.E', 'found_at timestamptz', 'found_at timestamp_tz', 'run/sql', 'type "timestamp_tz" does not exist'],
  ['7.E', 'int NOT NULL DEFAULT 0', "int NOT NULL DEFAULT 'none'", 'run/sql', 'invalid input syntax for type integer'],
  ['7.E', 'what text NOT NULL\n', 'what text NOT NULL,\n', 'structure/code-syntax', 'in SQL'],

  // A sum that fails, a time that does not fit, a demand above its quota.
  [
    '7.3',
    '| EUR 14,960 | EUR 9,000 (D-1) |',
    '| EUR 14,690 | EUR 9,000 (D-1) |',
    'numbers/registry-cost',
    "the service's own total is EUR 14,960",
  ],
  ['7.P.1.8', '| EUR 10,710 |', '| EUR 10,170 |', 'numbers/cost-total', 'Unexpected total EUR 14,960'],
  [
    '7.P.1.8',
    '17,000 × EUR 0.88 = EUR 14,960',
    '17,000 × EUR 0.78 = EUR 14,960',
    'numbers/equation',
    'Unexpected result EUR 14,960',
  ],
  ['7.2.1', '| 1.4 s | 3 s |', '| 1.4 s | 2 s |', 'numbers/attempts', '2 × 1.4 s + 200 ms of waits = 3 s'],
  ['7.2.1', '| 10 s | 2 h |', '| 10 s | 1 h |', 'numbers/attempts', 'Unexpected total 1 h'],
  [
    '7.1.1',
    'create a Checkout session | 3 s | p95 4 s |',
    'create a Checkout session | 5 s | 4 s |',
    'numbers/time-allowed',
    'above the objective of 4 s',
  ],
  [
    '7.1.1',
    '| Google: token | 1.5 s | p95 2 s |',
    '| Google: token | 2.5 s | 2 s |',
    'numbers/time-allowed',
    'Unexpected time allowed, 2.5 s',
  ],
  [
    '7.P.1.8',
    '| 4 per second on Wednesday, 17:55 |',
    '| 140 per second on Wednesday, 17:55 |',
    'numbers/quota',
    'above the limit of 100 per second',
  ],

  // The scheme of another provider, what has been switched off.
  [
    '7.4',
    '| `Stripe-Signature`, HMAC-SHA256',
    '| `X-Hub-Signature-256`, HMAC-SHA256',
    'facts/signature',
    'expected stripe-signature of Stripe',
  ],
  [
    '7.P.1.5',
    '**Signature Verification:** `Stripe-Signature`',
    '**Signature Verification:** `X-Twilio-Signature`',
    'facts/signature',
    "X-Twilio-Signature, which is Twilio's",
  ],
  [
    '7.P.1.3',
    '  return session.url;',
    "  const again = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription.latest_invoice.payment_intent'] });\n  return again.url;",
    'facts/retired',
    'latest_invoice.payment_intent',
  ],

  // A dead parameter in typed code, code that does not parse.
  ['7.P.1.3', 'success_url:', 'succes_url:', 'run/types', "'succes_url' does not exist"],
  ['7.P.1.3', 'unit_amount: order.amountCents', "unit_amount: 'all'", 'run/types', "'string' is not assignable"],
  ['7.P.1.3', '{ idempotencyKey:', '{ idempotency_key:', 'run/types', 'idempotency_key'],
  [
    '7.P.1.3',
    'stripe.webhooks.constructEvent(raw,',
    'stripe.webhooks.constructEvents(raw,',
    'run/types',
    "'constructEvents' does not exist",
  ],
  ['7.P.1.3', 'quantity: 1,', "quantity: 'one',", 'run/types', "'string' is not assignable"],
  [
    '7.P.1.3',
    '(raw: Buffer, signature: string): Stripe.Event =>',
    'raw: Buffer, signature: string): Stripe.Event =>',
    'structure/code-syntax',
    'TypeScript',
  ],
  ['7.1', 'F2["3.2 Sign-in"] --> A1', 'F2["3.2 Sign-in"] -> A1', 'structure/code-syntax', 'Mermaid'],

  // A decision, correction, assumption, fact or test that is missing on one side.
  ['7', 'the budget is EUR 9,000 (D-1)', 'the budget is EUR 9,000 (D-7)', 'trace/ids', 'D-7, which is no decision'],
  [
    '7.3',
    '| asynchronous, webhook | decided |',
    '| asynchronous, webhook | open (D-9) |',
    'trace/ids',
    'D-9, which is no decision',
  ],
  [
    '7.3',
    '| redirect, real-time API | decided |',
    '| redirect, real-time API | open |',
    'trace/ids',
    'Missing decision for the status "open"',
  ],
  ['7.Q', '| V-3 | One box', '| V-2 | One box', 'trace/ids', 'Unexpected second row V-2'],
  [
    '7.P.1.3',
    'one in a hundred boxes (to confirm, V-3)',
    'one in a hundred boxes (to confirm, V-8)',
    'trace/ids',
    'V-8, which is no fact to confirm',
  ],
  ['7.O.3', 'not known (V-2)', 'not known (V-9)', 'trace/ids', 'V-9, which is no fact to confirm'],
  ['7.Q', 'not known (V-2)', 'not known', 'trace/ids', 'Unused V-2'],
  ['7.O.3', '| T-1 |\n', '| T-11 |\n', 'trace/ids', 'T-11, which is no test'],
  [
    '7.Q',
    "| Ask Postmark's support | 2026-12-14 |",
    '| | 2026-12-14 |',
    'source/to-confirm',
    'Missing how to check in V-2',
  ],

  // A variable.
  [
    '7.P.1.2',
    '| `STRIPE_WEBHOOK_SECRET` | key',
    '| `STRIPE_WEBHOK_SECRET` | key',
    'trace/variable',
    'STRIPE_WEBHOK_SECRET',
  ],
  [
    '7.P.1.3',
    'new Stripe(process.env.STRIPE_SECRET_KEY!',
    'new Stripe(process.env.STRIPE_API_KEY!',
    'trace/variable',
    'STRIPE_API_KEY',
  ],
  [
    '7.O.2',
    '| `POSTMARK_SERVER_TOKEN` | yes |',
    '| `POSTMARK_SERVER_TOKN` | yes |',
    'trace/variable',
    'POSTMARK_SERVER_TOKN',
  ],
  [
    '7.C.1',
    '| `POSTMARK_WEBHOOK_PASSWORD` | password of the webhook | `/run/secrets` | 180 days |',
    '| `POSTMARK_SERVER_TOKEN` | password of the webhook | `/run/secrets` | 30 days |',
    'trace/variable',
    'Unexpected rotation',
  ],

  // A webhook without its row, its set-up or its negative test.
  [
    '7.O.3',
    '| `POST /webhooks/postmark` | Postmark | HTTP Basic, user `postmark`; Postmark signs nothing | none | message id and event type |\n',
    '',
    'trace/webhook',
    'in the webhook table of 7.4',
  ],
  [
    '7.4',
    '| `POST /webhooks/postmark` | Postmark, each stream | not known (V-2) | T-4 |\n',
    '',
    'trace/webhook',
    'in the webhook table of 7.O.3',
  ],
  [
    '7.4',
    '| T-4 | Postmark webhook without the password | 401, no row in `inbox` |\n',
    '',
    'trace/webhook',
    'in the tests of 7.T',
  ],

  // A service, a feature, a job, an environment, a vendor that only one side has.
  [
    '7.C.1',
    '| 7.C.1 | Postmark | Communication | 3.5 | asynchronous, webhook | decided | address, order | DPA | open (D-3) | EUR 60 |\n',
    '',
    'trace/registry',
    'Postmark',
  ],
  ['7.3', '| 7.C.1 | Postmark | Communication |', '| 7.C.2 | Postmark | Communication |', 'trace/registry', '7.C.2'],
  [
    '7.1.2',
    '| Postmark | Everything else | Mails come later | Jobs wait in `jobs` and are sent afterwards |\n',
    '',
    'trace/outage',
    'Postmark',
  ],
  ['7.O.5', '| Google is down | the note on the sign-in page | – |\n', '', 'trace/outage', 'Google'],
  ['7.3', '| 3.5 | Order Mail | Postmark | confirmation, delivery window, receipt |\n', '', 'trace/coverage', '3.5'],
  [
    '7.3',
    '| 3.4 | Checkout | Stripe | hosted',
    '| 3.4 | Checkout | none | hosted',
    'trace/coverage',
    'Missing Stripe for feature 3.4',
  ],
  ['7.3', '| 3.6 | Recipe Cards |', '| 3.7 | Recipe Cards |', 'trace/coverage', 'feature 3.7'],
  [
    '7.C.1',
    '**Status:** decided · **Features Supported:** 3.5',
    '**Status:** decided · **Features Supported:** 3.9',
    'trace/coverage',
    'feature 3.9',
  ],
  ['7.1.1', '| `POST /v1/orders` | Stripe', '| `send-mails` | Stripe', 'trace/job', 'did you mean send-mail?'],
  [
    '7.A.1',
    '| local, staging | own OAuth client',
    '| qa | own OAuth client',
    'trace/environment',
    'Unexpected environment "qa"',
  ],
  ['7', '| SMS | none | 2026-06-01 |', '| SMS | Twilio | 2026-06-01 |', 'trace/vendor', 'Missing Twilio', ARCHITECTURE],
  ['7.4', 'rotation stands in 7.O.2', 'rotation stands in 7.O.6', 'trace/section-reference', '7.O.6'],
  ['7', 'inputs=06ea7e791e3f2e68', 'inputs=06ea7e791e3f2e69', 'trace/stale-inputs', 'the documents have changed'],

  // Sources, secrets, labels, structure.
  [
    '7.P.1.2',
    '[^keys]: Stripe, API keys. https://docs.stripe.com/keys (read 2026-11-26)\n',
    '',
    'source/footnotes',
    'keys',
  ],
  [
    '7.R',
    'https://docs.stripe.com/rate-limits (read 2026-11-26)',
    'https://docs.stripe.com/rate-limits',
    'source/date',
    'limits',
  ],
  ['7.R', 'https://docs.stripe.com/rate-limits (read', 'https://stripe.com/ (read', 'source/page', 'limits'],
  [
    '7.P.1.7',
    '`stripe_calls_total{operation, outcome}`',
    '`stripe_calls_total{operation, email}`',
    'security/metric-labels',
    'email',
  ],
  ['7.P.1.2', '| restricted key: sessions, refunds |', `| restricted key \`${KEY}\` |`, 'security/secret', ''],
  ['7.1', 'Money, mail and identity are bought', '‹what is bought›', 'structure/placeholder', '‹what is bought›'],
  ['7', '### 7.T Integration Testing & Quality Assurance', '### Integration Testing', 'structure/blocks', '7.T'],
  [
    '7.O.5',
    '| Incident | First five minutes |',
    '| Incident | First five minute |',
    'structure/table-header',
    'expected "First five minutes"',
  ],
  ['7.2.2', '#### 7.2.3 Queues and Jobs', '#### 7.2.2 Queues and Jobs', 'structure/markdown', 'second heading 7.2.2'],
  [
    '7.O.1',
    '| week 2 | verify the sending domain at Postmark |',
    '| week 2 | verify `a | b` at Postmark |',
    'structure/markdown',
    'cells',
  ],
];

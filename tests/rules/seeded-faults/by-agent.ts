import type { Fault } from './fault.ts';

const API = 'docs/06-technical-specification/04-api.md';
const ARCHITECTURE = 'docs/02-technical-architecture.md';

/** Faults of a section as an agent wrote it. */
export const FAULTS: readonly Fault[] = [
  // An endpoint or a column that is missing on one side.
  [
    '7.1.1',
    '| `GET /auth/google/callback` | Google: token',
    '| `GET /auth/google/return` | Google: token',
    'trace/endpoint',
    'GET /auth/google/return',
  ],
  [
    '7.4',
    '| `POST /webhooks/postmark` | Postmark | `Authorization`',
    '| `POST /webhooks/mail` | Postmark | `Authorization`',
    'trace/endpoint',
    'POST /webhooks/mail',
  ],
  [
    '7.O.3',
    '| `POST /webhooks/stripe` | Stripe Dashboard',
    '| `PUT /webhooks/stripe` | Stripe Dashboard',
    'trace/endpoint',
    'which have POST there',
  ],
  [
    '7.T.2',
    'Two equal `POST /v1/orders` at once',
    'Two equal `POST /v1/orders/{id}/pay` at once',
    'trace/endpoint',
    'POST /v1/orders/{id}/pay',
  ],
  [
    '7.1.1',
    '| GET | `/auth/google/callback` | ends sign-in |\n',
    '',
    'trace/endpoint',
    'GET /auth/google/callback',
    API,
  ],
  [
    '7.A.1',
    '| `households.google_sub` | `sub` |',
    '| `households.google_id` | `sub` |',
    'trace/column',
    'households.google_id',
  ],
  [
    '7.P.1.4',
    '| `orders.stripe_session_id`, `stripe_payment_intent_id` |',
    '| `orders.stripe_session_id`, `stripe_intent_id` |',
    'trace/column',
    'orders.stripe_intent_id',
  ],
  ['7.P.1.4', '  ADD COLUMN refunded_cents int NOT NULL DEFAULT 0,\n', '', 'trace/column', 'orders.refunded_cents'],
  [
    '7.C.1',
    '`households.mail_suppressed_at` where',
    '`households.suppressed_at` where',
    'trace/column',
    'households.suppressed_at',
  ],
  ['7.2.3', '| `inbox.done_at` |', '| `inbox.finished_at` |', 'trace/column', 'inbox.finished_at'],

  // SQL that PostgreSQL refuses, code that does not parse.
  [
    '7.E',
    'ON orders (household_id, box_week)',
    'ON orders (household_id, week)',
    'run/sql',
    'column "week" does not exist',
  ],
  ['7.E', 'ADD UNIQUE (order_id, kind)', 'ADD UNIQUE (order_id, sort)', 'run/sql', '"sort"'],
  ['7.E', 'delivery_window tstzrange', 'delivery_window timerange', 'run/sql', 'type "timerange" does not exist'],
  [
    '7.E',
    "ADD CHECK (status IN ('pending'",
    "ADD CHECK (state IN ('pending'",
    'run/sql',
    'column "state" does not exist',
  ],
  ['7.E', 'ADD COLUMN sent_at timestamptz,', 'ADD sent_at timestamptz COLUMN,', 'run/sql', 'syntax error'],
  ['7.P.1.3', 'openPage(order: Order,', 'openPage(order Order,', 'structure/code-syntax', 'TypeScript'],

  // Sums, times, schemes.
  ['7.P.1.8', '| EUR 4,250 |', '| EUR 4,520 |', 'numbers/cost-total', 'Unexpected total EUR 14,960'],
  [
    '7.3',
    '| DPA (V-5) | EUR 14,960 |',
    '| DPA (V-5) | EUR 14,690 |',
    'numbers/registry-cost',
    "the service's own total is EUR 14,960",
  ],
  [
    '7.C.1',
    '| Total | 51,000 | | USD 67.20 |',
    '| Total | 51,000 | | USD 76.20 |',
    'numbers/cost-total',
    'Unexpected total USD 76.20',
  ],
  [
    '7.P.1.8',
    '17,000 × EUR 42 = EUR 714,000',
    '17,000 × EUR 42 = EUR 741,000',
    'numbers/equation',
    'Unexpected result EUR 741,000',
  ],
  ['7.2.1', '| 10 s | 370 to 680 s |', '| 10 s | 40 to 50 s |', 'numbers/attempts', '6 × 10 s'],
  [
    '7.4',
    '| Stripe | `Stripe-Signature`, HMAC-SHA256 |',
    '| Stripe | `X-Slack-Signature`, HMAC-SHA256 |',
    'facts/signature',
    "X-Slack-Signature, which is Slack's",
  ],

  // Ids, variables, references.
  ['7', 'packed only when paid (D-1)', 'packed only when paid (D-11)', 'trace/ids', 'D-11, which is no decision'],
  ['7.0.1', 'must use it (V-1)', 'must use it (V-41)', 'trace/ids', 'V-41, which is no fact to confirm'],
  [
    '7.O.2',
    '| `POSTMARK_SERVER_TOKEN` | (V-4) |',
    '| `POSTMARK_SERVER_TOKEN` | (V-14) |',
    'trace/ids',
    'V-14, which is no fact to confirm',
  ],
  ['7.O.1', '| T-1 to T-10 green in', '| T-1 to T-20 green in', 'trace/ids', 'T-20, which is no test'],
  ['7.A.1', 'process.env.GOOGLE_CLIENT_SECRET!', 'process.env.GOOGLE_SECRET!', 'trace/variable', 'GOOGLE_SECRET'],
  [
    '7.2.3',
    '| 7.P.1.5, 7.C.1 | `inbox.done_at` |',
    '| 7.P.1.9, 7.C.1 | `inbox.done_at` |',
    'trace/section-reference',
    '7.P.1.9',
  ],

  // What belongs together.
  [
    '7.4',
    '| `POST /webhooks/postmark` | Postmark, each stream, Bounce and Spam complaint, with HTTP auth | (V-2) | Send to the hard bounce address |\n',
    '',
    'trace/webhook',
    'in the webhook table of 7.O.3',
  ],
  [
    '7.O.3',
    '| `POST /webhooks/postmark` | Postmark | `Authorization`, HTTP Basic, user `postmark` | None: a copy meets the key | `RecordType:ID` |\n',
    '',
    'trace/webhook',
    'in the webhook table of 7.4',
  ],
  [
    '7.C.1',
    '| 7.C.1 | Postmark | asynchronous, webhook | decided; plan open (D-2) | DPA with standard clauses (D-7) | USD 67.20 | EUR 60 |\n',
    '',
    'trace/registry',
    'Postmark',
  ],
  [
    '7.1.2',
    '| Postmark | All but mail | Order page shows `paid` | Late confirmations; the job goes on for hours |\n',
    '',
    'trace/outage',
    'Postmark',
  ],
  ['7.3', '| 3.5 | Order Mail | Postmark | Three mails a box |\n', '', 'trace/coverage', '3.5'],
  ['7.3', '| 3.6 | Recipe Cards | none |', '| 3.8 | Recipe Cards | none |', 'trace/coverage', 'feature 3.8'],
  [
    '7.A.1',
    '| `local`, `staging` | One Cloud project',
    '| `local`, `qa` | One Cloud project',
    'trace/environment',
    'Unexpected environment "qa"',
  ],
  ['7', '| SMS | none | 2026-06-01 |', '| SMS | Twilio | 2026-06-01 |', 'trace/vendor', 'Missing Twilio', ARCHITECTURE],

  // Sources, labels, blanks.
  [
    '7.P.1.2',
    '[^stripe-keys]: Stripe, Restricted API keys. https://docs.stripe.com/keys/restricted-api-keys (read 2026-11-26)\n',
    '',
    'source/footnotes',
    'stripe-keys',
  ],
  [
    '7.R',
    'https://postmarkapp.com/developer/webhooks/webhooks-overview (read',
    'https://postmarkapp.com (read',
    'source/page',
    'pm-webhooks',
  ],
  [
    '7.C.1',
    '`mails_oldest_queued_seconds{kind}`',
    '`mails_oldest_queued_seconds{recipient_email}`',
    'security/metric-labels',
    'recipient_email',
  ],
  ['7.1', 'Stripe decides whether', '‹who› decides whether', 'structure/placeholder', '‹who›'],
];

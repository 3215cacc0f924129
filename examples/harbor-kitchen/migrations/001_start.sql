CREATE TABLE households (
  id uuid PRIMARY KEY, google_sub text NOT NULL UNIQUE, email text NOT NULL,
  stripe_customer_id text UNIQUE, mail_suppressed_at timestamptz
);

CREATE TABLE orders (
  id uuid PRIMARY KEY, household_id uuid NOT NULL REFERENCES households,
  stripe_session_id text UNIQUE, amount_cents int NOT NULL, status text NOT NULL, paid_at timestamptz
);

CREATE TABLE mails (
  id uuid PRIMARY KEY, order_id uuid REFERENCES orders, postmark_message_id text UNIQUE, state text NOT NULL
);

CREATE TABLE inbox (
  source text, event_id text, received_at timestamptz NOT NULL DEFAULT now(), body jsonb, done_at timestamptz,
  PRIMARY KEY (source, event_id)
);

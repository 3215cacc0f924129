ALTER TABLE orders
  ADD COLUMN box_week date NOT NULL,
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN pay_until timestamptz NOT NULL,
  ADD COLUMN stripe_payment_intent_id text UNIQUE,
  ADD COLUMN refunded_cents int NOT NULL DEFAULT 0,
  ADD COLUMN delivery_window tstzrange,
  ADD CHECK (status IN ('pending', 'processing', 'paid', 'failed', 'expired'));

CREATE UNIQUE INDEX orders_one_open ON orders (household_id, box_week)
  WHERE status IN ('pending', 'processing', 'paid');

ALTER TABLE mails
  ADD COLUMN kind text NOT NULL CHECK (kind IN ('confirmation', 'window', 'receipt')),
  ADD COLUMN created_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN sent_at timestamptz,
  ADD CHECK (state IN ('queued', 'sent', 'skipped', 'suppressed', 'bounced', 'complained', 'failed')),
  ADD UNIQUE (order_id, kind);

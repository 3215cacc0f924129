import { randomUUID } from 'node:crypto';
import type Stripe from 'stripe';
import { stateOf } from './stripe.ts';
import type { Database, Log, Metrics, Pool, Queue } from './types.ts';

export interface SyncOptions {
  readonly pool: Pool;
  readonly queue: Queue;
  readonly stripe: Stripe;
  readonly metrics: Metrics;
  readonly log: Log;
}

const MOVE = `
  UPDATE orders SET status = $2, stripe_session_id = $3, stripe_payment_intent_id = $4,
         paid_at = CASE WHEN $2 = 'paid' THEN now() ELSE paid_at END
  WHERE id = $1 AND status IN ('pending', 'processing') AND status <> $2 RETURNING household_id`;

/** Moves an order to what Stripe says of its page. Running it twice changes nothing (7.P.1.4). */
export async function syncOrder(sessionId: string, o: SyncOptions): Promise<void> {
  const session = await o.stripe.checkout.sessions.retrieve(sessionId, { expand: ['payment_intent'] });
  const orderId = session.client_reference_id;
  if (!orderId) return;
  const status = stateOf(session);
  const payment = session.payment_intent as Stripe.PaymentIntent | null;
  await o.pool.transaction(async (client) => {
    const { rows } = await client.query(MOVE, [orderId, status, session.id, payment?.id ?? null]);
    const household = rows[0]?.household_id;
    if (household === undefined) return paidAfterExpired(client, orderId, status, payment?.id ?? null, o);
    if (session.customer)
      await client.query('UPDATE households SET stripe_customer_id = $2 WHERE id = $1 AND stripe_customer_id IS NULL', [
        household,
        String(session.customer),
      ]);
    if (status === 'processing' || status === 'paid') await newMail(client, orderId, 'confirmation', o.queue);
    if (status === 'paid') await newMail(client, orderId, 'receipt', o.queue);
  });
}

/** An expired order that Stripe says is paid all the same: support refunds it. */
async function paidAfterExpired(
  client: Database,
  orderId: string,
  status: string,
  payment: string | null,
  o: SyncOptions,
) {
  if (status !== 'paid') return;
  const { rowCount } = await client.query(
    `UPDATE orders SET stripe_payment_intent_id = $2 WHERE id = $1 AND status = 'expired' AND stripe_payment_intent_id IS NULL`,
    [orderId, payment],
  );
  if (rowCount === 0) return;
  o.metrics.count('paid_after_expired_total');
  o.log('paid_after_expired', { orderId, payment });
}

export async function newMail(
  client: Database,
  orderId: string,
  kind: 'confirmation' | 'window' | 'receipt',
  queue: Queue,
) {
  const id = randomUUID();
  const { rowCount } = await client.query(
    `INSERT INTO mails (id, order_id, kind, state) VALUES ($1, $2, $3, 'queued') ON CONFLICT DO NOTHING`,
    [id, orderId, kind],
  );
  if (rowCount === 1) await queue.send('mail', { mailId: id }, client);
}

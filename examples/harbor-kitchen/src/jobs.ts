import { newMail, syncOrder, type SyncOptions } from './sync-order.ts';

type Event = { type: string; objectId?: string; inactive?: boolean; mailId?: string };

/** Job `webhook`: applies a stored event once (7.P.1.5, 7.C.1). */
export async function applyEvent(source: string, eventId: string, o: SyncOptions): Promise<void> {
  const { rows } = await o.pool.query(
    'SELECT body FROM inbox WHERE source = $1 AND event_id = $2 AND done_at IS NULL',
    [source, eventId],
  );
  const event = rows[0]?.body as Event | undefined;
  if (!event) return;
  if (source === 'stripe')
    await (event.type.startsWith('refund.') ? refunded(event.objectId!, o) : syncOrder(event.objectId!, o));
  else await mailEvent(event, o);
  await o.pool.query('UPDATE inbox SET done_at = now() WHERE source = $1 AND event_id = $2', [source, eventId]);
}

/** The sum of the refunds that stand; no order yet means that the job is repeated. */
async function refunded(refundId: string, { stripe, pool }: SyncOptions): Promise<void> {
  const { payment_intent } = await stripe.refunds.retrieve(refundId);
  const { data } = await stripe.refunds.list({ payment_intent: String(payment_intent), limit: 100 });
  const cents = data
    .filter(({ status }) => status !== 'failed' && status !== 'canceled')
    .reduce((sum, { amount }) => sum + amount, 0);
  const { rowCount } = await pool.query('UPDATE orders SET refunded_cents = $2 WHERE stripe_payment_intent_id = $1', [
    String(payment_intent),
    cents,
  ]);
  if (rowCount === 0) throw new Error('no order of this payment yet');
}

async function mailEvent({ type, inactive, mailId }: Event, { pool }: SyncOptions): Promise<void> {
  if (type === 'Bounce' && inactive) await pool.query(`UPDATE mails SET state = 'bounced' WHERE id = $1`, [mailId]);
  if (type !== 'SpamComplaint') return;
  await pool.query(`UPDATE mails SET state = 'complained' WHERE id = $1`, [mailId]);
  await pool.query(
    `UPDATE households SET mail_suppressed_at = now() WHERE mail_suppressed_at IS NULL AND id =
       (SELECT o.household_id FROM mails m JOIN orders o ON o.id = m.order_id WHERE m.id = $1)`,
    [mailId],
  );
}

/** Job `checkout-sweep`, every 5 minutes: finds payments whose event was lost. */
export async function sweep(o: SyncOptions): Promise<void> {
  const { rows } = await o.pool.query(
    `SELECT id, stripe_session_id FROM orders WHERE status = 'pending' AND pay_until < now() - interval '5 minutes'`,
  );
  for (const { id, stripe_session_id: session } of rows) {
    if (session) await syncOrder(String(session), o);
    else await o.pool.query(`UPDATE orders SET status = 'expired' WHERE id = $1 AND status = 'pending'`, [id]);
  }
}

/** Job `window-mails`, every hour (D-5). */
export async function windowMails({ pool, queue }: SyncOptions): Promise<void> {
  const { rows } = await pool.query(`SELECT id FROM orders WHERE status = 'paid' AND delivery_window IS NOT NULL`);
  for (const { id } of rows) await pool.transaction((client) => newMail(client, String(id), 'window', queue));
}

/** Job `inbox-empty`, daily: the key stays, the body goes. */
export async function emptyInbox({ pool }: SyncOptions): Promise<void> {
  await pool.query(`UPDATE inbox SET body = NULL WHERE received_at < now() - interval '14 days' AND body IS NOT NULL`);
}

import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type Stripe from 'stripe';
import { deadlineOf, payUntil } from './deadline.ts';
import { cookieOf } from './sign-in.ts';
import { openPage } from './stripe.ts';
import { syncOrder } from './sync-order.ts';
import type { Log, Metrics, Pool, Queue, Sessions } from './types.ts';

export interface OrderOptions {
  readonly pool: Pool;
  readonly queue: Queue;
  readonly stripe: Stripe;
  readonly sessions: Sessions;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly publicBaseUrl: string;
  readonly now: () => Date;
}

type StripeFailure = { statusCode?: number; code?: string; type?: string };

const PRICE_CENTS = 4200;
const isTwin = ({ created_at }: Record<string, unknown>, now: Date) =>
  now.getTime() - new Date(String(created_at)).getTime() < 30_000;

/** Section 7.P.1.3. */
export async function orders(app: FastifyInstance, o: OrderOptions) {
  app.post('/orders', async (request, reply) => {
    const householdId = o.sessions.householdOf(cookieOf(request.headers.cookie, 'session'));
    if (householdId === null) return reply.code(401).send();
    const now = o.now();
    const deadline = deadlineOf(now);
    if (deadline === null) return reply.code(409).send({ title: 'Orders of this week are closed' });
    const order = { id: randomUUID(), amountCents: PRICE_CENTS, payUntil: payUntil(now, deadline.closes) };
    const insert = () =>
      o.pool.query(
        `INSERT INTO orders (id, household_id, amount_cents, status, box_week, created_at, pay_until)
         VALUES ($1, $2, $3, 'pending', $4, $5, $6) ON CONFLICT DO NOTHING`,
        [order.id, householdId, order.amountCents, deadline.boxWeek, now, order.payUntil],
      );
    if ((await insert()).rowCount === 0) {
      const { rows } = await o.pool.query(
        `SELECT id, status, stripe_session_id, created_at FROM orders
         WHERE household_id = $1 AND box_week = $2 AND status IN ('pending', 'processing', 'paid')`,
        [householdId, deadline.boxWeek],
      );
      const first = rows[0];
      if (first && first.status !== 'pending') return reply.code(409).send({ orderId: first.id });
      if (first && !first.stripe_session_id && isTwin(first, now))
        return reply.code(409).header('retry-after', '5').send();
      if (first && !(await closed(first, reply))) return reply;
      if ((await insert()).rowCount === 0) return reply.code(409).header('retry-after', '5').send();
    }
    const { rows } = await o.pool.query('SELECT email, stripe_customer_id FROM households WHERE id = $1', [
      householdId,
    ]);
    const household = {
      email: String(rows[0]!.email),
      stripeCustomerId: (rows[0]!.stripe_customer_id as string | null) ?? null,
    };
    try {
      const page = await openPage(o.stripe, o.publicBaseUrl, order, household);
      o.metrics.count('outgoing_calls_total', { service: 'stripe', operation: 'create', outcome: 'ok' });
      const { rowCount } = await o.pool.query(
        `UPDATE orders SET stripe_session_id = $2 WHERE id = $1 AND status = 'pending'`,
        [order.id, page.id],
      );
      return rowCount === 1 ? reply.code(201).send({ orderId: order.id, url: page.url }) : reply.code(409).send();
    } catch (error) {
      return refused('create', error as StripeFailure, reply);
    }
  });

  app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
    const householdId = o.sessions.householdOf(cookieOf(request.headers.cookie, 'session'));
    if (householdId === null) return reply.code(401).send();
    const { rows } = await o.pool.query('SELECT id, status, box_week FROM orders WHERE id = $1 AND household_id = $2', [
      request.params.id,
      householdId,
    ]);
    return rows[0] ?? reply.code(404).send();
  });

  /** Closes the page of an earlier order. Where it was just paid or closed, the answer is 409; without Stripe, 503. */
  async function closed(first: Record<string, unknown>, reply: FastifyReply): Promise<boolean> {
    const session = first.stripe_session_id as string | null;
    try {
      if (session !== null && !(await expired(session))) {
        await syncOrder(session, o);
        void reply.code(409).send({ orderId: first.id });
        return false;
      }
    } catch (error) {
      refused('close', error as StripeFailure, reply);
      return false;
    }
    await o.pool.query(`UPDATE orders SET status = 'expired' WHERE id = $1 AND status = 'pending'`, [first.id]);
    return true;
  }

  /** False where Stripe refuses, because the page is not open any more. */
  const expired = (session: string) =>
    o.stripe.checkout.sessions.expire(session, {}, { timeout: 1000 }).then(
      () => true,
      (error: StripeFailure) => {
        if (error.statusCode === 400) return false;
        throw error;
      },
    );

  function refused(operation: string, { statusCode, code, type }: StripeFailure, reply: FastifyReply) {
    o.metrics.count('outgoing_calls_total', { service: 'stripe', operation, outcome: 'failed' });
    // Never the message: it may repeat an address.
    o.log('stripe_rejected', { operation, statusCode, code, type });
    return reply.code(statusCode === 400 ? 500 : 503).send();
  }
}

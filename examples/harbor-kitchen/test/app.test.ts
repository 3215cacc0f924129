import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { deadlineOf, payUntil } from '../src/deadline.ts';
import { applyEvent, sweep } from '../src/jobs.ts';
import { sendMail } from '../src/mail.ts';
import type { Pool } from '../src/types.ts';
import { idToken, newApp, newDatabase, STRIPE_SECRET } from './fakes.ts';

let pool: Pool;
let household: string;
let one: ReturnType<typeof newApp>;
beforeAll(async () => void (pool = await newDatabase()), 300_000);
beforeEach(async () => {
  await pool.query('TRUNCATE households, orders, mails, inbox');
  household = randomUUID();
  await pool.query(`INSERT INTO households (id, google_sub, email) VALUES ($1, 'sub-0', 'h@example.com')`, [household]);
  one = newApp(pool);
  one.world.answers.set('POST api.stripe.com/v1/checkout/sessions', () => ({
    body: { id: 'cs_1', url: 'https://pay.example/1' },
  }));
});

const order = () => one.app.inject({ method: 'POST', url: '/v1/orders', headers: { cookie: `session=${household}` } });
const statuses = async () =>
  (await pool.query('SELECT status, stripe_session_id FROM orders ORDER BY created_at')).rows;

function stripeEvent(
  id: string,
  object: object,
  { secret = STRIPE_SECRET, age = 0, type = 'checkout.session.completed' } = {},
) {
  const payload = JSON.stringify({ id, object: 'event', type, data: { object } });
  const timestamp = Math.floor(Date.now() / 1000) - age;
  const signature = one.stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  return {
    method: 'POST' as const,
    url: '/webhooks/stripe',
    payload,
    headers: { 'content-type': 'application/json', 'stripe-signature': signature },
  };
}

/** The page of the one order, as Stripe has it. */
async function pageIs(state: object) {
  const { rows } = await pool.query('SELECT id FROM orders');
  const session = {
    id: 'cs_1',
    client_reference_id: rows[0]!.id,
    payment_intent: { id: 'pi_1', status: 'succeeded' },
    customer: 'cus_1',
    ...state,
  };
  one.world.answers.set('GET api.stripe.com/v1/checkout/sessions/cs_1', () => ({ body: session }));
}

describe('webhooks of Stripe', () => {
  test('T-1: a wrong signature, another secret and an old delivery are refused, and nothing is stored', async () => {
    const good = stripeEvent('evt_1', { id: 'cs_1' });
    const bad = [
      { ...good, payload: good.payload.replace('cs_1', 'cs_2') },
      stripeEvent('evt_1', {}, { secret: 'whsec_other' }),
      stripeEvent('evt_1', {}, { age: 400 }),
    ];
    for (const delivery of bad) expect((await one.app.inject(delivery)).statusCode).toBe(400);
    expect((await pool.query('SELECT * FROM inbox')).rows).toEqual([]);
  });

  test('T-2: the same event twice is one row, one job and one mail of each kind', async () => {
    await order();
    await pageIs({ payment_status: 'paid', status: 'complete' });
    for (let n = 0; n < 2; n++)
      expect((await one.app.inject(stripeEvent('evt_2', { id: 'cs_1' }))).statusCode).toBe(200);
    expect(one.world.jobs.filter(({ name }) => name === 'webhook')).toHaveLength(1);
    for (let n = 0; n < 2; n++) await applyEvent('stripe', 'evt_2', one.shared);
    expect((await pool.query('SELECT kind FROM mails ORDER BY kind')).rows).toEqual([
      { kind: 'confirmation' },
      { kind: 'receipt' },
    ]);
    expect((await statuses())[0]).toMatchObject({ status: 'paid' });
  });

  test('T-3: a complete page whose payment is under way sends no receipt', async () => {
    await order();
    await pageIs({
      payment_status: 'unpaid',
      status: 'complete',
      payment_intent: { id: 'pi_1', status: 'processing' },
    });
    await one.app.inject(stripeEvent('evt_3', { id: 'cs_1' }));
    await applyEvent('stripe', 'evt_3', one.shared);
    expect((await statuses())[0]).toMatchObject({ status: 'processing' });
    expect((await pool.query('SELECT kind FROM mails')).rows).toEqual([{ kind: 'confirmation' }]);
  });

  test('T-5: a payment without any event is found by the sweep', async () => {
    await order();
    await pageIs({ payment_status: 'paid', status: 'complete' });
    await pool.query(`UPDATE orders SET pay_until = now() - interval '10 minutes'`);
    await sweep(one.shared);
    expect((await statuses())[0]).toMatchObject({ status: 'paid' });
  });

  test('T-9: of two part refunds the failed one does not count', async () => {
    await order();
    await pool.query(`UPDATE orders SET stripe_payment_intent_id = 'pi_1'`);
    one.world.answers.set('GET api.stripe.com/v1/refunds/re_1', () => ({
      body: { id: 're_1', payment_intent: 'pi_1' },
    }));
    const data = [
      { amount: 500, status: 'succeeded' },
      { amount: 700, status: 'failed' },
    ];
    one.world.answers.set('GET api.stripe.com/v1/refunds', () => ({ body: { object: 'list', data } }));
    await one.app.inject(stripeEvent('evt_9', { id: 're_1' }, { type: 'refund.created' }));
    await applyEvent('stripe', 'evt_9', one.shared);
    expect((await pool.query('SELECT refunded_cents FROM orders')).rows).toEqual([{ refunded_cents: 500 }]);
  });
});

describe('orders', () => {
  test('T-6: two equal orders at once: 201 and 409, one open order', async () => {
    const codes = (await Promise.all([order(), order()])).map(({ statusCode }) => statusCode);
    expect(codes.sort()).toEqual([201, 409]);
    expect(await statuses()).toHaveLength(1);
  });

  test('T-7: Wednesday, 18:00 in Berlin, summer and winter', () => {
    for (const [before, after, until] of [
      ['2026-12-02T16:59:30Z', '2026-12-02T17:00:00Z', '2026-12-02T17:30:30.000Z'],
      ['2026-07-01T15:59:30Z', '2026-07-01T16:00:00Z', '2026-07-01T16:30:30.000Z'],
    ] as const) {
      expect(payUntil(new Date(before), deadlineOf(new Date(before))!.closes).toISOString()).toBe(until);
      expect(deadlineOf(new Date(after))).toBe(null);
    }
  });

  test('T-8: a second order just after the first was paid', async () => {
    await order();
    await pageIs({ payment_status: 'paid', status: 'complete' });
    const error = { type: 'invalid_request_error', message: 'Only open pages can be expired' };
    one.world.answers.set('POST api.stripe.com/v1/checkout/sessions/cs_1/expire', () => ({
      status: 400,
      body: { error },
    }));
    one.world.now = new Date('2026-11-30T12:05:00Z');
    expect((await order()).statusCode).toBe(409);
    expect(await statuses()).toEqual([{ status: 'paid', stripe_session_id: 'cs_1' }]);
  });

  test('T-10: Stripe does not answer: 503, and the order waits', async () => {
    one.world.answers.clear();
    expect((await order()).statusCode).toBe(503);
    expect((await statuses())[0]).toMatchObject({ status: 'pending' });
    expect(one.world.counted).toContain('outgoing_calls_total stripe create failed');
  });

  test('T-10: Stripe does not answer when an earlier page is to be closed: 503, and nothing changes', async () => {
    await order();
    one.world.answers.clear();
    expect((await order()).statusCode).toBe(503);
    expect(await statuses()).toEqual([{ status: 'pending', stripe_session_id: 'cs_1' }]);
  });

  test('T-10: no call of Stripe waits longer than the checkout may', () => {
    expect(one.stripe.getApiField('timeout')).toBe(2500);
  });

  test('the log has the code of an error of Stripe, not its message', async () => {
    const error = {
      type: 'invalid_request_error',
      code: 'email_invalid',
      message: 'Invalid email address: h@example.com',
    };
    one.world.answers.set('POST api.stripe.com/v1/checkout/sessions', () => ({ status: 400, body: { error } }));
    expect((await order()).statusCode).toBe(500);
    expect(one.world.logged.join()).toContain('"code":"email_invalid"');
    expect(one.world.logged.join()).not.toContain('@');
  });

  test('a household sees its own order and no other', async () => {
    const { orderId } = (await order()).json() as { orderId: string };
    const get = (cookie: string) =>
      one.app.inject({ url: `/v1/orders/${orderId}`, headers: { cookie: `session=${cookie}` } });
    expect((await get(household)).json()).toMatchObject({ status: 'pending' });
    expect((await get(randomUUID())).statusCode).toBe(404);
  });
});

describe('mail', () => {
  const deliver = (password: string) =>
    one.app.inject({
      method: 'POST',
      url: '/webhooks/postmark',
      payload: JSON.stringify({ RecordType: 'SpamComplaint', ID: 7 }),
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`postmark:${password}`).toString('base64')}`,
      },
    });

  test('T-11: a wrong password, and the second of two', async () => {
    expect([(await deliver('wrong')).statusCode, (await deliver('old')).statusCode]).toEqual([401, 200]);
    expect((await pool.query('SELECT event_id FROM inbox')).rows).toEqual([{ event_id: 'SpamComplaint:7' }]);
  });

  test('T-12: after a complaint the confirmation is skipped and the receipt goes out', async () => {
    await order();
    await pageIs({ payment_status: 'paid', status: 'complete' });
    await pool.query('UPDATE households SET mail_suppressed_at = now()');
    await one.app.inject(stripeEvent('evt_12', { id: 'cs_1' }));
    await applyEvent('stripe', 'evt_12', one.shared);
    one.world.answers.set('POST api.postmarkapp.com/email', () => ({ body: { ErrorCode: 0, MessageID: 'm-1' } }));
    const options = { ...one.shared, fetch: one.fetch, serverToken: 't', from: 'box@example.com' };
    for (const { data } of one.world.jobs.filter(({ name }) => name === 'mail'))
      await sendMail(String(data.mailId), options);
    expect((await pool.query('SELECT kind, state FROM mails ORDER BY kind')).rows).toEqual([
      { kind: 'confirmation', state: 'skipped' },
      { kind: 'receipt', state: 'sent' },
    ]);
  });
});

describe('a mail that fails', () => {
  /** The state of one mail after Postmark's answer, and what was logged. */
  async function sent(answer?: { status: number; body: object }) {
    await order();
    await pool.query(
      `INSERT INTO mails (id, order_id, kind, state) SELECT gen_random_uuid(), id, 'receipt', 'queued' FROM orders`,
    );
    if (answer) one.world.answers.set('POST api.postmarkapp.com/email', () => answer);
    const { rows } = await pool.query('SELECT id FROM mails');
    const repeated = await sendMail(String(rows[0]!.id), {
      ...one.shared,
      fetch: one.fetch,
      serverToken: 't',
      from: 'box@example.com',
    }).then(
      () => false,
      () => true,
    );
    const state = (await pool.query('SELECT state FROM mails')).rows[0]!.state;
    return { state, repeated, logged: one.world.logged.map((line) => line.replace(/"mailId":"[^"]+",/, '')) };
  }

  test.each([
    ['no answer, or a 5xx', undefined, 'queued', true, ['mail_failed {"reason":"no answer"}']],
    [
      'a wrong token',
      { status: 401, body: { ErrorCode: 10 } },
      'queued',
      true,
      ['mail_failed {"status":401,"code":10}'],
    ],
    [
      'a mail that is wrong',
      { status: 422, body: { ErrorCode: 300, Message: "Invalid 'To' address: 'h@example'." } },
      'failed',
      false,
      ['mail_failed {"status":422,"code":300}'],
    ],
    ['a blocked address', { status: 422, body: { ErrorCode: 406 } }, 'suppressed', false, []],
  ])('%s', async (_, answer, state, repeated, logged) => {
    expect(await sent(answer)).toEqual({ state, repeated, logged });
  });
});

describe('sign-in', () => {
  async function callback(change: { state?: string; nonce?: string; status?: number } = {}) {
    const start = await one.app.inject('/auth/google');
    const cookie = String(start.headers['set-cookie']).split(';')[0]!;
    const { searchParams } = new URL(String(start.headers.location));
    const token = await idToken({ aud: 'client', nonce: change.nonce ?? searchParams.get('nonce') });
    one.world.answers.set('POST oauth2.googleapis.com/token', () => ({
      status: change.status ?? 200,
      body: { id_token: token },
    }));
    return one.app.inject({
      url: `/auth/google/callback?code=c&state=${change.state ?? searchParams.get('state')}`,
      headers: { cookie },
    });
  }

  test('a household is made and its address renewed', async () => {
    expect((await callback()).statusCode).toBe(302);
    expect((await pool.query(`SELECT email FROM households WHERE google_sub = 'sub-1'`)).rows).toEqual([
      { email: 'a@example.com' },
    ]);
  });

  test('T-13: a foreign state and a wrong nonce make no household', async () => {
    expect([(await callback({ state: 'x' })).statusCode, (await callback({ nonce: 'x' })).statusCode]).toEqual([
      400, 400,
    ]);
    expect((await pool.query(`SELECT * FROM households WHERE google_sub = 'sub-1'`)).rows).toEqual([]);
  });

  test('T-13: a code that Google does not take is the fault of nobody; a wrong secret is ours', async () => {
    expect([(await callback({ status: 400 })).statusCode, (await callback({ status: 401 })).statusCode]).toEqual([
      400, 503,
    ]);
    expect(one.world.counted).toEqual(['signin_total rejected', 'signin_total failed']);
    expect((await pool.query(`SELECT * FROM households WHERE google_sub = 'sub-1'`)).rows).toEqual([]);
  });
});

test('a variable that is missing is named', () => {
  expect(() => readConfig({})).toThrow('DATABASE_URL is not set');
});

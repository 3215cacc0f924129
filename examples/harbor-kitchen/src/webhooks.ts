import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type Stripe from 'stripe';
import type { Pool, Queue } from './types.ts';

export interface WebhookOptions {
  readonly pool: Pool;
  readonly queue: Queue;
  readonly stripe: Stripe;
  readonly stripeSecret: string;
  readonly postmarkPasswords: readonly string[];
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Section 7.2.2. Registered without fastify-plugin: the parser then holds for these two routes only. */
export async function webhooks(app: FastifyInstance, o: WebhookOptions) {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const store = (source: string, eventId: string, body: object) =>
    o.pool.transaction(async (client) => {
      const { rowCount } = await client.query(
        'INSERT INTO inbox (source, event_id, body) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        [source, eventId, JSON.stringify(body)],
      );
      if (rowCount === 1) await o.queue.send('webhook', { source, eventId }, client);
    });

  app.post('/webhooks/stripe', async (request, reply) => {
    let event: Stripe.Event;
    try {
      const signature = String(request.headers['stripe-signature'] ?? '');
      event = o.stripe.webhooks.constructEvent(request.body as Buffer, signature, o.stripeSecret);
    } catch {
      return reply.code(400).send();
    }
    await store('stripe', event.id, { type: event.type, objectId: (event.data.object as { id?: string }).id });
    return reply.code(200).send();
  });

  app.post('/webhooks/postmark', async (request, reply) => {
    const given = digest(request.headers.authorization ?? '');
    const valid = o.postmarkPasswords.map((p) => digest(`Basic ${Buffer.from(`postmark:${p}`).toString('base64')}`));
    if (!valid.some((v) => timingSafeEqual(v, given))) return reply.code(401).send();
    const e = JSON.parse((request.body as Buffer).toString());
    await store('postmark', `${e.RecordType}:${e.ID}`, {
      type: e.RecordType,
      inactive: e.Inactive === true,
      mailId: e.Metadata?.mail_id,
      messageId: e.MessageID,
    });
    return reply.code(200).send();
  });
}

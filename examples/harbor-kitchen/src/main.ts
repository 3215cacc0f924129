import { randomBytes } from 'node:crypto';
import { Pool as PgPool, type PoolClient } from 'pg';
import { PgBoss } from 'pg-boss';
import { register } from 'prom-client';
import { buildApp } from './app.ts';
import { readConfig } from './config.ts';
import { remoteKeys } from './google.ts';
import { httpFetch } from './http.ts';
import { applyEvent, emptyInbox, sweep, windowMails } from './jobs.ts';
import { giveUp, sendMail } from './mail.ts';
import { gauges, metrics } from './metrics.ts';
import { newStripe } from './stripe.ts';
import type { Database, Pool, Queue, Sessions } from './types.ts';

const config = readConfig();
const pg = new PgPool({ connectionString: config.databaseUrl });
const boss = new PgBoss(config.databaseUrl);
const log = (event: string, details: object) => console.log(JSON.stringify({ event, ...details }));

const databaseOf = (client: PgPool | PoolClient): Database => ({
  query: async (text, values = []) => {
    const { rows, rowCount } = await client.query(text, [...values]);
    return { rows, rowCount: rowCount ?? 0 };
  },
});
const pool: Pool = {
  ...databaseOf(pg),
  async transaction(work) {
    const client = await pg.connect();
    try {
      await client.query('BEGIN');
      const result = await work(databaseOf(client));
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  },
};
const queue: Queue = {
  send: (name, data, client) =>
    boss.send(name, data, client ? { db: { executeSql: (text, values) => client.query(text, values) } } : {}),
};

// In memory until Section 6 says where sessions live.
const known = new Map<string, string>();
const sessions: Sessions = {
  start(householdId) {
    const token = randomBytes(32).toString('base64url');
    known.set(token, householdId);
    return token;
  },
  householdOf: (cookie) => known.get(cookie ?? '') ?? null,
};

const stripe = newStripe(config.stripe.secretKey, httpFetch);
const shared = { pool, queue, stripe, metrics, log };
const mail = { db: pool, fetch: httpFetch, metrics, log, ...config.postmark };

await boss.start();
// Section 7.2.1: six reads of Stripe, thirteen attempts of a mail.
await boss.createQueue('webhook', { retryLimit: 5, retryDelay: 10, retryBackoff: true });
await boss.createQueue('mail', { retryLimit: 12, retryDelay: 5, retryBackoff: true });
for (const name of ['checkout-sweep', 'window-mails', 'inbox-empty']) await boss.createQueue(name);
// A worker takes one job every 2 s: too few when 4,000 households meet one deadline (7.2.3).
const tenWorkers = { localConcurrency: 10 };
await boss.work<{ source: string; eventId: string }>('webhook', tenWorkers, async ([job]) =>
  applyEvent(job!.data.source, job!.data.eventId, shared),
);
const withMetadata = { ...tenWorkers, includeMetadata: true } as const;
await boss.work<{ mailId: string }, void, typeof withMetadata>('mail', withMetadata, async ([job]) => {
  const { data, retryCount, retryLimit } = job!;
  await sendMail(data.mailId, mail).catch(async (error: unknown) => {
    if (retryCount >= retryLimit) await giveUp(data.mailId, mail);
    throw error;
  });
});
await boss.work('checkout-sweep', () => sweep(shared));
await boss.work('window-mails', () => windowMails(shared));
await boss.work('inbox-empty', () => emptyInbox(shared));
await boss.schedule('checkout-sweep', '*/5 * * * *');
await boss.schedule('window-mails', '0 * * * *');
await boss.schedule('inbox-empty', '0 3 * * *');

gauges(pool);
const app = buildApp({
  ...shared,
  db: pool,
  sessions,
  google: {
    ...config.google,
    redirectUri: `${config.publicBaseUrl}/auth/google/callback`,
    fetch: httpFetch,
    keys: remoteKeys(httpFetch),
  },
  publicBaseUrl: config.publicBaseUrl,
  stripeSecret: config.stripe.webhookSecret,
  postmarkPasswords: config.postmark.webhookPasswords,
  now: () => new Date(),
});
app.get('/metrics', async (_request, reply) => reply.type(register.contentType).send(await register.metrics()));
await app.listen({ host: '0.0.0.0', port: 3000 });

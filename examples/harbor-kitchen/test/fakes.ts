import { readdirSync, readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { exportJWK, generateKeyPair, createLocalJWKSet, SignJWT } from 'jose';
import { buildApp } from '../src/app.ts';
import { newStripe } from '../src/stripe.ts';
import type { Database, Pool } from '../src/types.ts';

const MIGRATIONS = new URL('../migrations/', import.meta.url);

/** The real schema in an embedded PostgreSQL. */
export async function newDatabase(): Promise<Pool> {
  const lite = new PGlite();
  for (const name of readdirSync(MIGRATIONS).sort()) await lite.exec(readFileSync(new URL(name, MIGRATIONS), 'utf8'));
  const of = (db: Pick<PGlite, 'query'>): Database => ({
    async query(text, values = []) {
      const { rows, affectedRows } = await db.query<Record<string, unknown>>(text, [...values]);
      return { rows, rowCount: rows.length > 0 ? rows.length : (affectedRows ?? 0) };
    },
  });
  return { ...of(lite), transaction: (work) => lite.transaction((client) => work(of(client))) as never };
}

const { privateKey, publicKey } = await generateKeyPair('RS256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] });

export interface World {
  /** What Stripe and Google answer, by method and path. */
  readonly answers: Map<string, (body: URLSearchParams) => { status?: number; body: object }>;
  readonly jobs: { name: string; data: Record<string, unknown> }[];
  readonly counted: string[];
  readonly logged: string[];
  now: Date;
}

export const STRIPE_SECRET = 'whsec_test';

export function newApp(pool: Pool) {
  const world: World = { answers: new Map(), jobs: [], counted: [], logged: [], now: new Date('2026-11-30T12:00:00Z') };
  const fakeFetch: typeof fetch = async (input, init) => {
    const url = new URL(String(input));
    const answer = world.answers.get(`${init?.method ?? 'GET'} ${url.host}${url.pathname}`);
    if (!answer) throw new Error('no answer');
    const { status = 200, body } = answer(new URLSearchParams(String(init?.body ?? '')));
    return Response.json(body, { status });
  };
  const stripe = newStripe('rk_test', fakeFetch);
  const shared = {
    pool,
    db: pool,
    stripe,
    queue: { send: async (name: string, data: object) => void world.jobs.push({ name, data: { ...data } }) },
    metrics: {
      count: (name: string, labels = {}) => void world.counted.push([name, ...Object.values(labels)].join(' ')),
    },
    log: (event: string, details: object) => void world.logged.push(`${event} ${JSON.stringify(details)}`),
  };
  const app = buildApp({
    ...shared,
    // The cookie is the household.
    sessions: { start: (id) => id, householdOf: (cookie) => cookie ?? null },
    google: {
      clientId: 'client',
      clientSecret: 'secret',
      redirectUri: 'https://box.example/auth/google/callback',
      fetch: fakeFetch,
      keys,
    },
    publicBaseUrl: 'https://box.example',
    stripeSecret: STRIPE_SECRET,
    postmarkPasswords: ['new', 'old'],
    now: () => world.now,
  });
  return { app, world, shared, fetch: fakeFetch, stripe };
}

export const idToken = (claims: Record<string, unknown>) =>
  new SignJWT({ email: 'a@example.com', email_verified: true, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'k' })
    .setIssuer('accounts.google.com')
    .setSubject('sub-1')
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(privateKey);

import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { AUTHORIZE, identify, type GoogleOptions } from './google.ts';
import type { Database, Log, Metrics, Sessions } from './types.ts';

export interface SignInOptions {
  readonly db: Database;
  readonly google: GoogleOptions;
  readonly sessions: Sessions;
  readonly metrics: Metrics;
  readonly log: Log;
}

const COOKIE = '__Host-oidc';
const token = () => randomBytes(32).toString('base64url');

/** The value of a cookie in a header. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([key]) => key === name)?.[1];
}

/** Section 7.A.1: authorization code with PKCE. */
export async function signIn(app: FastifyInstance, o: SignInOptions) {
  app.get('/auth/google', async (_request, reply) => {
    const [state, nonce, verifier] = [token(), token(), token()];
    // Strict would lose the cookie on the way back from Google.
    const cookie = `${COOKIE}=${state}.${nonce}.${verifier}; HttpOnly; Secure; SameSite=Lax; Path=/; Max-Age=600`;
    const query = new URLSearchParams({
      client_id: o.google.clientId,
      redirect_uri: o.google.redirectUri,
      response_type: 'code',
      scope: 'openid email',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    return reply.header('set-cookie', cookie).redirect(`${AUTHORIZE}?${query}`);
  });

  app.get<{ Querystring: { state?: string; code?: string; error?: string } }>(
    '/auth/google/callback',
    async (request, reply) => {
      const [state, nonce, verifier] = (cookieOf(request.headers.cookie, COOKIE) ?? '').split('.');
      reply.header('set-cookie', `${COOKIE}=; HttpOnly; Secure; SameSite=Lax; Path=/; Max-Age=0`);
      const { code, error } = request.query;
      if (error === 'access_denied') {
        o.metrics.count('signin_total', { outcome: 'cancelled' });
        return reply.redirect('/');
      }
      if (!state || !nonce || !verifier || !code || request.query.state !== state) {
        o.metrics.count('signin_total', { outcome: 'rejected' });
        return reply.code(400).send();
      }
      try {
        const { sub, email } = await identify(code, verifier, nonce, o.google);
        const { rows } = await o.db.query(
          `INSERT INTO households (id, google_sub, email) VALUES ($1, $2, $3)
         ON CONFLICT (google_sub) DO UPDATE SET email = excluded.email RETURNING id`,
          [randomUUID(), sub, email],
        );
        o.metrics.count('signin_total', { outcome: 'ok' });
        const session = o.sessions.start(String(rows[0]!.id));
        return reply
          .header('set-cookie', `session=${session}; HttpOnly; Secure; SameSite=Lax; Path=/; Max-Age=2592000`)
          .redirect('/');
      } catch (failure) {
        o.log('google_token', { message: (failure as Error).message });
        // The token call answers 400 to a code that was used or is too old.
        const rejected = /^google (?:claims|token 400)|"(?:aud|iss)"/.test((failure as Error).message);
        o.metrics.count('signin_total', { outcome: rejected ? 'rejected' : 'failed' });
        return reply.code(rejected ? 400 : 503).send();
      }
    },
  );
}

import { createRemoteJWKSet, customFetch, jwtVerify, type JWTVerifyGetKey } from 'jose';

export const AUTHORIZE = 'https://accounts.google.com/o/oauth2/v2/auth';
const TOKEN = 'https://oauth2.googleapis.com/token';
const KEYS = 'https://www.googleapis.com/oauth2/v3/certs';

export interface GoogleOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  readonly fetch: typeof fetch;
  readonly keys: JWTVerifyGetKey;
}

export const remoteKeys = (httpFetch: typeof fetch): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(KEYS), { [customFetch]: httpFetch, timeoutDuration: 500 });

/** Who signed in. A code is valid once, so nothing is repeated. */
export async function identify(code: string, verifier: string, nonce: string, o: GoogleOptions) {
  const answer = await o.fetch(TOKEN, {
    method: 'POST',
    signal: AbortSignal.timeout(1200),
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      code_verifier: verifier,
      client_id: o.clientId,
      client_secret: o.clientSecret,
      redirect_uri: o.redirectUri,
    }),
  });
  if (!answer.ok) throw new Error(`google token ${answer.status}`);
  const { id_token } = (await answer.json()) as { id_token: string };
  // Both issuers occur.
  const issuer = ['https://accounts.google.com', 'accounts.google.com'];
  const { payload } = await jwtVerify(id_token, o.keys, { audience: o.clientId, issuer });
  if (payload.nonce !== nonce || payload.email_verified !== true) throw new Error('google claims');
  return { sub: String(payload.sub), email: String(payload.email) };
}

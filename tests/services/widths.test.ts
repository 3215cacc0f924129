import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import { verifyWebhook, type Delivery } from '../../scripts/services/webhook/verify.ts';

const NOW = 1_796_000_000;
const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const said = (family: string, delivery: Omit<Delivery, 'now'>): string => {
  const verdict = verifyWebhook(findWebhook(catalog, family)!.webhook.scheme!, { ...delivery, now: NOW });
  return verdict.valid ? 'valid' : verdict.reason;
};

describe('twilio', () => {
  const secret = 'token';
  const form = 'B=2&A=it%27s';
  const signed = (content: string, hash = 'sha1') => createHmac(hash, secret).update(content).digest('base64');
  const of = (signedUrl: string, url: string) =>
    said('twilio', { headers: { 'X-Twilio-Signature': signed(`${signedUrl}Ait'sB2`) }, rawBody: form, url, secret });

  test.each([
    ['https://example.com/x', 'https://example.com:443/x'],
    ['https://example.com:443/x', 'https://example.com/x'],
    ['http://example.com:80/x', 'http://example.com/x'],
    ['https://example.com:8443/x', 'https://example.com:8443/x'],
    ['https://user:pass@example.com/x', 'https://user:pass@example.com:8443/x'],
    ['https://[2001:db8::1]/x', 'https://[2001:db8::1]:9443/x'],
    ['https://[2001:db8::1]:443/x', 'https://[2001:db8::1]/x'],
    ["https://example.com/x?q=it's", 'https://example.com/x?q=it%27s'],
    ['https://example.com/x?q=it%27s', "https://example.com/x?q=it's"],
  ])('signed %s, received %s', (signedUrl, url) => expect(of(signedUrl, url)).toBe('valid'));

  test.each([
    ['https://example.com/x', 'https://example.org/x'],
    ['https://example.com:8443/x', 'https://example.com:8444/x'],
    ['https://example.com/x', 'http://example.com/x'],
  ])('signed %s, not %s', (signedUrl, url) => expect(of(signedUrl, url)).toBe('signature-mismatch'));

  test('the algorithm that the settings name, and no other', () => {
    const url = 'https://example.com/x';
    const by = (settings: string, hash: string) =>
      said('twilio', {
        headers: {
          'X-Twilio-Signature': signed(`${url}Ait'sB2`, hash),
          'X-Twilio-Webhooks-Signature-Settings': settings,
        },
        rawBody: form,
        url,
        secret,
      });
    expect([
      by('key=k,algorithm=HMAC_SHA256', 'sha256'),
      by('key=k,algorithm=HMAC_SHA256', 'sha1'),
      by('key=k', 'sha1'),
      by('algorithm=HMAC_SHA512', 'sha512'),
      by('algorithm=constructor', 'sha1'),
    ]).toEqual(['valid', 'signature-mismatch', 'valid', 'unexpected-header', 'unexpected-header']);
  });

  test('a body whose digest is in the URL, in lower case', () => {
    const hash = createHash('sha256').update('{}').digest('hex');
    const json = (url: string, rawBody = '{}') =>
      said('twilio-json', { headers: { 'X-Twilio-Signature': signed(url) }, rawBody, url, secret });
    expect([
      json(`https://a.example/?bodySHA256=${hash}`),
      json(`https://a.example/?bodySHA256=${hash}`, '{ }'),
      json(`https://a.example/?bodySHA256=${hash.toUpperCase()}`),
      json(`https://a.example/#bodySHA256=${hash}`),
    ]).toEqual(['valid', 'body-hash-mismatch', 'body-hash-mismatch', 'body-hash-mismatch']);
  });
});

describe('names and secrets of Svix and Standard Webhooks', () => {
  const base64 = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  const signature = `v1,${createHmac('sha256', Buffer.from(base64, 'base64')).update(`m1.${NOW}.{}`).digest('base64')}`;
  const headers = (prefix: string) => ({
    [`${prefix}id`]: 'm1',
    [`${prefix}timestamp`]: `${NOW}`,
    [`${prefix}signature`]: `v1,AAAA v2,x ${signature}`,
  });
  test.each<[string, string, string, string]>([
    ['svix', 'svix-', `whsec_${base64}`, 'valid'],
    ['svix', 'webhook-', `whsec_${base64}`, 'valid'],
    ['clerk', 'webhook-', `whsec_${base64}`, 'valid'],
    ['resend', 'webhook-', `whsec_${base64}`, 'valid'],
    ['standard-webhooks', 'svix-', `whsec_${base64}`, 'missing-header'],
    ['standard-webhooks', 'webhook-', base64, 'valid'],
    ['standard-webhooks', 'webhook-', `v1,whsec_${base64}`, 'unreadable-key'],
    ['supabase-auth-hooks', 'webhook-', `v1,whsec_${base64}`, 'valid'],
    ['supabase-auth-hooks', 'webhook-', base64, 'valid'],
    ['openai', 'webhook-', `whsec_${base64}`, 'valid'],
    ['openai', 'webhook-', base64, 'signature-mismatch'],
    ['standard-webhooks', 'webhook-', 'sk_live_x', 'unreadable-key'],
    ['standard-webhooks', 'webhook-', 'whsec_', 'unreadable-key'],
  ])('%s with %s… and %s: %s', (family, prefix, secret, expected) => {
    expect(said(family, { headers: headers(prefix), rawBody: '{}', secret })).toBe(expected);
  });
});

describe('bodies and keys in other forms', () => {
  test('mailgun and adyen as forms; a field that is there twice is refused', () => {
    const signature = createHmac('sha256', 'key').update(`${NOW}tok`).digest('hex');
    const mailgun = (rawBody: string) => said('mailgun', { headers: {}, rawBody, secret: 'key' });
    const form = `timestamp=${NOW}&token=tok&signature=${signature}`;
    const part = (name: string, value: string) =>
      `--X\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const parts = `${part('timestamp', `${NOW}`)}${part('token', 'tok')}${part('signature', signature)}`;
    expect([
      mailgun(form),
      mailgun(`${parts}--X--\r\n`),
      mailgun(`${form}&token=other`),
      mailgun(form.replace('tok&', 'tak&')),
      mailgun('a=b'),
    ]).toEqual(['valid', 'valid', 'unreadable-body', 'signature-mismatch', 'unreadable-body']);
    const secret = '00ff';
    const hmac = createHmac('sha256', Buffer.from(secret, 'hex'))
      .update('1::Shop:o:1:7500:SEK:AUTHORISATION:true'.replace(':o:1:', ':o:'))
      .digest('base64');
    const adyen = {
      pspReference: '1',
      originalReference: '',
      merchantAccountCode: 'Shop',
      merchantReference: 'o',
      value: '7500',
      currency: 'SEK',
      eventCode: 'AUTHORISATION',
      success: 'true',
      'additionalData.hmacSignature': hmac,
    };
    const of = (fields: Record<string, string>, more = '') =>
      said('adyen-payments', { headers: {}, rawBody: new URLSearchParams(fields).toString() + more, secret });
    expect([of(adyen), of(adyen, '&value=1'), of({ ...adyen, value: '1' })]).toEqual([
      'valid',
      'unreadable-body',
      'signature-mismatch',
    ]);
  });

  test('a key that a lenient decoder would read as an empty one is refused', () => {
    const forged = createHmac('sha256', '').update('{}').digest('base64');
    for (const secret of ['zz', 'RHgt71R6qgbJEMQ5', ' ', '\n'])
      expect(said('adyen-platform', { headers: { hmacsignature: forged }, rawBody: '{}', secret })).not.toBe('valid');
  });

  test('plaid: the answer of its key endpoint, and a key that has expired', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const content = [
      { alg: 'ES256', kid: 'k' },
      { iat: NOW, request_body_sha256: createHash('sha256').update('{}').digest('hex') },
    ]
      .map((p) => Buffer.from(JSON.stringify(p)).toString('base64url'))
      .join('.');
    const jwt = `${content}.${sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    const key = { ...publicKey.export({ format: 'jwk' }), kid: 'k', expired_at: null };
    const of = (secret: unknown) =>
      said('plaid', { headers: { 'plaid-verification': jwt }, rawBody: '{}', secret: JSON.stringify(secret) });
    expect([
      of({ key, request_id: 'r' }),
      of(key),
      of({ keys: [key] }),
      of({ key: { ...key, expired_at: NOW + 5 } }),
      of({ key: { ...key, kid: 'x' } }),
      of('x'),
      of({ key: { ...key, x: '' } }),
    ]).toEqual(['valid', 'valid', 'valid', 'expired-key', 'unknown-key', 'unknown-key', 'unreadable-key']);
  });

  test('headers as pairs, as the list of HAR, as lists of values', () => {
    const value = `sha256=${createHmac('sha256', 's').update('{}').digest('hex')}`;
    for (const headers of [
      [['X-Hub-Signature-256', value]],
      [{ name: 'x-hub-signature-256', value }],
      { 'X-Hub-Signature-256': [value] },
      new Map([['X-Hub-Signature-256', value]]),
    ]) {
      expect(said('github', { headers: headers as Delivery['headers'], rawBody: '{}', secret: 's' })).toBe('valid');
    }
    expect(said('github', { headers: [1] as unknown as Delivery['headers'], rawBody: '{}', secret: 's' })).toBe(
      'unreadable-delivery',
    );
  });
});

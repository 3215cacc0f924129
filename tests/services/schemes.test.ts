import { createHash, createHmac, createSign, generateKeyPairSync, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import type { Scheme } from '../../scripts/services/webhook/scheme.ts';
import { crc32 } from '../../scripts/services/webhook/crc32.ts';
import { verifyWebhook, type Delivery, type Verdict } from '../../scripts/services/webhook/verify.ts';

const NOW = 1_795_442_400;
const root = new URL('../..', import.meta.url).pathname;
const catalog = readSheets(root);
const schemeOf = (family: string): Scheme => findWebhook(catalog, family)!.webhook.scheme!;
const load = (path: string): any => createRequire(import.meta.url)(join(root, 'node_modules', path));
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const said = (verdict: Verdict): string => (verdict.valid ? 'valid' : verdict.message);
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }) as string;

describe('signatures inside the body', () => {
  test('braintree: a sample of the SDK, and what the SDK refuses', async () => {
    const { BraintreeGateway, Environment } = load('braintree');
    const gateway = new BraintreeGateway({
      environment: Environment.Sandbox,
      merchantId: 'm',
      publicKey: 'pub',
      privateKey: 'private one',
    });
    const { bt_signature, bt_payload } = gateway.webhookTesting.sampleNotification(
      'subscription_went_past_due',
      'sub_1',
    );
    const accepts = async (signature: string, payload: string) => {
      const sdk = await gateway.webhookNotification.parse(signature, payload).then(
        () => true,
        () => false,
      );
      const ours = verifyWebhook(schemeOf('braintree'), {
        headers: {},
        rawBody: new URLSearchParams({ bt_signature: signature, bt_payload: payload }).toString(),
        secret: 'private one',
      });
      expect(ours.valid).toBe(sdk);
      return sdk;
    };
    expect(await accepts(bt_signature, bt_payload)).toBe(true);
    expect(await accepts(`other|${'0'.repeat(40)}&${bt_signature}`, bt_payload)).toBe(true);
    expect(await accepts(bt_signature, bt_payload.replace('PG', 'PH'))).toBe(false);
    expect(await accepts('pub|', bt_payload)).toBe(false);
  });

  test('adyen: every item of a batch must verify', () => {
    const Validator = load('@adyen/api-library/lib/src/utils/hmacValidator.js').default;
    const secret = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
    const item = (pspReference: string) => {
      const bare = {
        amount: { currency: 'EUR', value: 1999 },
        eventCode: 'AUTHORISATION',
        merchantAccountCode: 'shop:1',
        merchantReference: 'a\\b',
        originalReference: '',
        pspReference,
        success: 'true',
        additionalData: {},
      };
      return {
        NotificationRequestItem: {
          ...bare,
          additionalData: { hmacSignature: new Validator().calculateHmac(bare, secret) },
        },
      };
    };
    const verdict = (...items: unknown[]) =>
      said(
        verifyWebhook(schemeOf('adyen-payments'), {
          headers: {},
          rawBody: JSON.stringify({ notificationItems: items }),
          secret,
        }),
      );
    const forged = { NotificationRequestItem: { ...item('2').NotificationRequestItem, pspReference: '3' } };
    expect([verdict(item('1'), item('2')), verdict(item('1'), forged), verdict()]).toEqual([
      'valid',
      'no signature matches',
      'no notificationItems in the body',
    ]);
  });

  test('mailgun: timestamp and token are signed, the event is not', () => {
    const signature = createHmac('sha256', 'key').update(`${NOW}token`).digest('hex');
    const verdict = (timestamp: number | string, token = 'token', now = NOW) =>
      said(
        verifyWebhook(schemeOf('mailgun'), {
          headers: {},
          rawBody: JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': { event: 'opened' } }),
          secret: 'key',
          now,
        }),
      );
    expect([
      verdict(String(NOW)),
      verdict(NOW),
      verdict(NOW, 'other'),
      verdict(NOW + 1),
      verdict(NOW, 'token', NOW + 301),
    ]).toEqual([
      'valid',
      'valid',
      'no signature matches',
      'no signature matches',
      'the timestamp is 301 s old, more than 300 s',
    ]);
  });

  test.each(['1', '2'])('amazon sns: signature version %s, as sns-validator judges it', async (version) => {
    const message = {
      Type: 'Notification',
      MessageId: 'm1',
      TopicArn: 'arn:aws:sns:eu-central-1:1:t',
      Message: '{"a":1}',
      Timestamp: '2026-11-23T14:00:00.000Z',
      SignatureVersion: version,
      SigningCertURL: 'https://sns.eu-central-1.amazonaws.com/c.pem',
    };
    const text = (['Message', 'MessageId', 'Timestamp', 'TopicArn', 'Type'] as const)
      .map((k) => `${k}\n${message[k]}\n`)
      .join('');
    const Signature = createSign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256')
      .update(text)
      .sign(rsa.privateKey, 'base64');
    const Validator = load('sns-validator');
    const verdict = async (changes: object) => {
      const rawBody = JSON.stringify({ ...message, Signature, ...changes });
      const ours = verifyWebhook(schemeOf(`sns-v${version}`), { headers: {}, rawBody, secret: pem }).valid;
      const sdk = await new Promise((resolve) =>
        new Validator().validate(rawBody, (error: Error | null) => resolve(error === null)),
      );
      expect(ours).toBe(sdk);
      return ours;
    };
    // The validator fetches the certificate: it is given our key instead.
    const response = {
      statusCode: 200,
      on: (event: string, listener: (chunk?: string) => void) => (
        listener(event === 'data' ? pem : undefined), response
      ),
    };
    const get = vi
      .spyOn(createRequire(import.meta.url)('https') as typeof import('node:https'), 'get')
      .mockImplementation(
        ((_: string, listener: (r: unknown) => void) => (listener(response), { on: () => undefined })) as never,
      );
    expect([
      await verdict({}),
      await verdict({ Message: '{"a":2}' }),
      await verdict({ Subject: 'added' }),
      await verdict({ SignatureVersion: '3' }),
      await verdict({ Signature: undefined }),
    ]).toEqual([true, false, false, false, false]);
    get.mockRestore();
  });
});

describe('what no SDK for Node verifies: signed here as the provider documents it', () => {
  test('plaid: ES256 JWT, body hash, age, algorithm, unknown key', () => {
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const body = '{"webhook_type":"ITEM"}';
    const token = (header: object, claims: object) => {
      const content = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
      return `${content}.${sign('sha256', Buffer.from(content), { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
    };
    const secret = JSON.stringify({ keys: [{ ...ec.publicKey.export({ format: 'jwk' }), kid: 'k1' }] });
    const claims = { iat: NOW - 10, request_body_sha256: createHash('sha256').update(body).digest('hex') };
    const verdict = (jwt: string, rawBody = body, now = NOW) =>
      said(verifyWebhook(schemeOf('plaid'), { headers: { 'plaid-verification': jwt }, rawBody, secret, now }));
    const good = token({ alg: 'ES256', kid: 'k1' }, claims);
    expect(verdict(good)).toEqual('valid');
    expect([
      verdict(good, `${body} `),
      verdict(good, body, NOW + 300),
      verdict(token({ alg: 'none', kid: 'k1' }, claims)),
      verdict(token({ alg: 'ES256', kid: 'k2' }, claims)),
      verdict(`${good.slice(0, -2)}AA`),
      verdict('a.b'),
    ]).toEqual([
      'claim request_body_sha256 is not the digest of the body',
      'the timestamp is 310 s old, more than 300 s',
      'the JWT is not signed with ES256',
      'no key of the key set has the kid of the JWT',
      'no signature matches',
      'the header holds no compact JWT',
    ]);
  });

  test('paypal: RSA over id, time, webhook id and CRC-32 of the body', () => {
    const body = '{"id":"WH-1"}';
    const time = '2026-11-23T14:00:00Z';
    const signature = createSign('RSA-SHA256')
      .update(`t1|${time}|WEBHOOK|${crc32(Buffer.from(body))}`)
      .sign(rsa.privateKey, 'base64');
    const headers = {
      'paypal-transmission-id': 't1',
      'paypal-transmission-time': time,
      'paypal-transmission-sig': signature,
      'paypal-auth-algo': 'SHA256withRSA',
    };
    const verdict = (delivery: Partial<Delivery>) =>
      verifyWebhook(schemeOf('paypal'), { headers, rawBody: body, secret: pem, webhookId: 'WEBHOOK', ...delivery })
        .valid;
    expect([
      verdict({}),
      verdict({ webhookId: 'OTHER' }),
      verdict({ rawBody: '{"id":"WH-2"}' }),
      verdict({ headers: { ...headers, 'paypal-auth-algo': 'SHA1withRSA' } }),
    ]).toEqual([true, false, false, false]);
  });

  test('bird: HMAC over time, URL and the bytes of the body hash', () => {
    const url = 'https://example.com/hooks/bird';
    const body = '{"id":"1"}';
    const content = Buffer.concat([Buffer.from(`${NOW}\n${url}\n`), createHash('sha256').update(body).digest()]);
    const headers = {
      'messagebird-signature': createHmac('sha256', 'key').update(content).digest('base64'),
      'messagebird-request-timestamp': `${NOW}`,
    };
    const verdict = (delivery: Partial<Delivery>) =>
      verifyWebhook(schemeOf('messagebird'), { headers, rawBody: body, url, secret: 'key', now: NOW, ...delivery })
        .valid;
    expect([
      verdict({}),
      verdict({ rawBody: '{"id":"2"}' }),
      verdict({ url: `${url}/` }),
      verdict({ now: NOW + 301 }),
    ]).toEqual([true, false, false, false]);
  });

  test('crc32: the check value of the algorithm', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926);
  });
});

describe('verifyWebhook', () => {
  const stripe = schemeOf('stripe');
  const header = (secret: string, body: Uint8Array | string, t = NOW) =>
    `t=${t},v1=${createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex')}`;

  test('takes the bytes as they came: invalid UTF-8 verifies as bytes, not as text', () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);
    const headers = { 'STRIPE-signature': header('s', bytes) };
    expect(
      [bytes, new Uint8Array(bytes), bytes.toString('utf8')].map(
        (rawBody) => verifyWebhook(stripe, { headers, rawBody, secret: 's', now: NOW }).valid,
      ),
    ).toEqual([true, true, false]);
  });

  test('takes several secrets while one is replaced, seconds, milliseconds, dates and Headers', () => {
    const headers = { 'Stripe-Signature': header('new', '{}') };
    const verdict = (delivery: Partial<Delivery>) =>
      verifyWebhook(stripe, { headers, rawBody: '{}', secret: ['old', 'new'], now: NOW, ...delivery }).valid;
    expect([
      verdict({}),
      verdict({ now: NOW * 1000 }),
      verdict({ now: new Date(NOW * 1000) }),
      verdict({ headers: new Headers(headers) }),
      verdict({ secret: 'old' }),
      verdict({ now: Number.NaN }),
    ]).toEqual([true, true, true, true, false, false]);
  });

  test('refuses an empty secret, whoever signed with it', () => {
    expect(
      verifyWebhook(stripe, { headers: { 'stripe-signature': header('', '{}') }, rawBody: '{}', secret: '', now: NOW }),
    ).toEqual({ valid: false, reason: 'no-secret', message: 'no secret is given' });
  });

  test('twilio: a JSON body that the URL does not hash is not covered by the signature', () => {
    const url = 'https://example.com/hook';
    const signature = createHmac('sha1', 'token').update(url).digest('base64');
    expect(
      said(
        verifyWebhook(schemeOf('twilio-json'), {
          headers: { 'x-twilio-signature': signature },
          rawBody: '{"a":1}',
          url,
          secret: 'token',
        }),
      ),
    ).toBe('no signature matches');
  });

  const schemes = catalog.sheets.flatMap((s) => s.webhooks).filter((w) => w.scheme);
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      't=1,v1=',
      '{"notificationItems":[null]}',
      '{"signature":null}',
      '[]',
      'bt_signature=|&bt_payload=',
      'a.b.c',
      '=',
      ',,,',
      'v1,',
    ),
  );

  test.each(schemes.map((w) => [w.id, w.scheme!] as const))(
    '%s: nothing makes it throw, and noise is never valid',
    (_id, scheme) => {
      const names = [
        scheme.header,
        scheme.altHeader,
        scheme.idHeader,
        scheme.timestampHeader,
        ...Object.keys(scheme.required ?? {}),
      ].filter((n) => n !== undefined);
      const arbitrary = fc.record({
        headers: fc.record(Object.fromEntries(names.map((n) => [n, hostile]))),
        rawBody: hostile,
        url: hostile,
        secret: hostile,
      });
      fc.assert(
        fc.property(arbitrary, (delivery) => verifyWebhook(scheme, { ...delivery, now: NOW }).valid === false),
        { numRuns: 60 },
      );
    },
  );

  test('one flipped bit of the body or of the signature makes a delivery invalid', () => {
    const body = Buffer.from('{"id":"evt_1","amount":1999}');
    const good = header('s', body);
    const flip = (bytes: Buffer, bit: number) => {
      const copy = Buffer.from(bytes);
      copy[bit >> 3]! ^= 1 << (bit & 7);
      return copy;
    };
    for (let bit = 0; bit < body.length * 8; bit++)
      expect(
        verifyWebhook(stripe, {
          headers: { 'stripe-signature': good },
          rawBody: flip(body, bit),
          secret: 's',
          now: NOW,
        }).valid,
      ).toBe(false);
    for (let bit = 0; bit < good.length * 8; bit++)
      expect(
        verifyWebhook(stripe, {
          headers: { 'stripe-signature': flip(Buffer.from(good), bit).toString('latin1') },
          rawBody: body,
          secret: 's',
          now: NOW,
        }).valid,
      ).toBe(false);
  });

  test.each([
    [null],
    [undefined],
    [5],
    [{}],
    [{ headers: null, rawBody: null, secret: null }],
    [{ headers: {}, rawBody: { id: 1 }, secret: 's' }],
    [{ headers: { 'stripe-signature': 'x' }, rawBody: '', secret: [] }],
  ])('%j is refused', (delivery) => {
    expect(verifyWebhook(stripe, delivery as unknown as Delivery).valid).toBe(false);
  });
});

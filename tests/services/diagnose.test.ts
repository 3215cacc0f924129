import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import { diagnose } from '../../scripts/services/webhook/diagnose/index.ts';
import { familiesFor, type Family } from '../../scripts/services/webhook/families.ts';
import { readHeaders } from '../../scripts/services/webhook/headers.ts';
import type { Recorded } from '../../scripts/services/webhook/recorded.ts';
import { signed } from './sign.ts';

const NOW = 1_796_000_000;
const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const familyOf = (id: string): Family => ({
  ...findWebhook(catalog, id)!,
  scheme: findWebhook(catalog, id)!.webhook.scheme!,
});

interface Sent {
  body?: string;
  url?: string;
  method?: string;
  secret?: string;
}
interface Got extends Sent {
  bytes?: Buffer;
  headers?: Record<string, string>;
  webhookId?: string;
  now?: number;
}

/** What is said of a delivery that was sent one way and received another. */
function said(family: string, sent: Sent, got: Got) {
  const { scheme } = familyOf(family);
  const secret = sent.secret ?? 'own secret';
  const body = sent.body ?? '{}';
  const headers = signed(
    { ...scheme, content: scheme.content.replace('{method}', sent.method ?? 'POST') },
    { body, url: sent.url ?? '', time: NOW, id: 'msg_1' },
    secret,
  );
  const recorded: Recorded = {
    name: 'x',
    delivery: {
      headers: { ...headers, ...got.headers },
      rawBody: got.bytes ?? Buffer.from(got.body ?? body),
      url: got.url ?? sent.url,
      method: got.method,
      webhookId: got.webhookId,
      now: got.now ?? NOW,
    },
    secrets: [],
    expected: true,
  };
  return diagnose([familyOf(family)], recorded, [got.secret ?? secret]);
}
const changes = (...args: Parameters<typeof said>) => said(...args).changes.map(({ part, code }) => `${part}: ${code}`);

describe('with which one change it would verify: the body', () => {
  const json = '{"a":"é/😀","n":[1,2]}';
  const pretty = (indent: number | string) => JSON.stringify(JSON.parse(json), null, indent);
  test.each<[string, string, string | Buffer, string]>([
    ['its newline was lost', `${json}\n`, json, 'final-newline'],
    ['its CRLF was lost', `${json}\r\n`, json, 'final-newline'],
    ['it got a newline', json, `${json}\n`, 'final-newline'],
    ['CRLF became LF', '{\r\n"a":1\r\n}', '{\n"a":1\n}', 'crlf'],
    ['LF became CRLF', '{\n"a":1\n}', '{\r\n"a":1\r\n}', 'crlf'],
    ['its BOM was lost', `\uFEFF${json}`, json, 'bom'],
    ['it got a BOM', json, `\uFEFF${json}`, 'bom'],
    ['it got spaces', json, `  ${json}\n\n`, 'trimmed'],
    ['it was made compact', pretty(2), json, 're-serialised'],
    ['it was made pretty', json, pretty(4), 're-serialised'],
    ['with tabs', pretty('\t'), pretty(2), 're-serialised'],
    ['as Python writes it', '{"a": "\\u00e9/\\ud83d\\ude00", "n": [1, 2]}', json, 're-serialised'],
    ['as PHP writes it', '{"a":"\\u00e9\\/\\ud83d\\ude00","n":[1,2]}', json, 're-serialised'],
    ['as Go writes it', '{"a":"\\u003cb\\u003e"}', '{"a":"<b>"}', 're-serialised'],
    ['base64 of a gateway', json, Buffer.from(json).toString('base64'), 'base64'],
    ['UTF-8 read as Latin-1', '{"a":"é😀"}', Buffer.from(Buffer.from('{"a":"é😀"}').toString('latin1')), 'latin1'],
    ['written as a JSON string', json, JSON.stringify(json), 'json-string'],
    ['without the quotes of the string', json, JSON.stringify(json).slice(1, -1), 'json-string'],
    ['a field taken out of its form', new URLSearchParams({ payload: json }).toString(), json, 'form-field'],
    ['a form encoded again', 'a=b%20c&d=%27', 'a=b+c&d=%27', 'form-encoded-again'],
  ])('%s', (_, sent, got, code) => {
    expect(changes('github', { body: sent }, Buffer.isBuffer(got) ? { bytes: got } : { body: got })).toEqual([
      `body: ${code}`,
    ]);
  });

  test('a form parsed and written as JSON', () => {
    const url = 'https://example.com/sms';
    expect(
      changes(
        'twilio',
        { url, body: 'From=%2B1&Body=It%27s+caf%C3%A9' },
        { body: '{"From":"+1","Body":"It\'s café"}' },
      ),
    ).toEqual(['body: form-as-json']);
  });

  test.each([
    ['', 'The body is empty'],
    ['{"a":"\uFFFD"}', 'U+FFFD'],
    ['{"livemode":true,"b":1}', 'live mode'],
  ])('%j gets a note', (body, note) => {
    expect(said('github', { body: '{"other":1}' }, { body }).notes.join()).toContain(note);
  });
});

describe('the URL', () => {
  const at = 'https://example.com/hook?b=1&a=x%40y&c=3';
  test.each<[string, string, Partial<Got>, string]>([
    ['http behind a proxy', at, { url: at.replace('https', 'http') }, 'scheme'],
    [
      'another host, said by the proxy',
      at,
      { url: at.replace('example.com', '10.0.0.7:3000'), headers: { 'x-forwarded-host': 'example.com' } },
      'host',
    ],
    [
      'another host and scheme',
      at,
      {
        url: 'http://app:3000/hook?b=1&a=x%40y&c=3',
        headers: { 'x-forwarded-host': 'example.com, a', 'x-forwarded-proto': 'https' },
      },
      'host',
    ],
    ['a port', at, { url: at.replace('.com', '.com:8443') }, 'port'],
    ['no port', at.replace('.com', '.com:443'), { url: at }, 'port'],
    ['a slash too much', at, { url: at.replace('hook?', 'hook/?') }, 'slash'],
    ['a slash too few', at.replace('hook?', 'hook/?'), { url: at }, 'slash'],
    ['a sorted query', 'https://example.com/?a=1&b=2&c=3', { url: 'https://example.com/?c=3&a=1&b=2' }, 'query-order'],
    ['another order', 'https://example.com/?b=1&c=3&a=2', { url: 'https://example.com/?a=2&b=1&c=3' }, 'query-order'],
    [
      'a query that was encoded again',
      'https://example.com/?a=x+y',
      { url: 'https://example.com/?a=x%20y' },
      'query-encoding',
    ],
    ['no query', 'https://example.com/hook', { url: 'https://example.com/hook?utm=1' }, 'query'],
    ['a user', 'https://example.com/hook', { url: 'https://u:p@example.com/hook' }, 'user'],
    [
      'another path',
      'https://example.com/public/hook',
      { url: 'https://example.com/hook', headers: { 'x-original-uri': '/public/hook' } },
      'path',
    ],
  ])('%s', (_, sent, got, code) => {
    expect(changes('square', { url: sent }, got)).toEqual([`url: ${code}`]);
  });

  test('hubspot: the characters that it decodes', () => {
    const url = 'https://example.com/card?mail=a@b.example&portal=x:y';
    expect(changes('hubspot-v3', { url }, { url: url.replace('@', '%40').replace('x:y', 'x%3Ay') })).toEqual([
      'url: query-encoding',
    ]);
  });

  test('the method', () => {
    const {
      changes: [change],
    } = said('hubspot-v3', { url: 'https://example.com/', method: 'GET' }, {});
    expect(change).toEqual({
      part: 'method',
      code: 'method',
      what: 'it was called with GET; POST is assumed where none is given',
    });
  });
});

describe('the secret', () => {
  const hex = '00112233445566778899aabbccddeeff';
  test.each<[string, string, string, string, string]>([
    ['github', 'a newline', 's3cret', 's3cret\n', 'newline'],
    ['github', 'quotes', 's3cret', '"s3cret"', 'quotes'],
    ['github', 'quotes and a newline', 's3cret', "'s3cret'\n", 'quotes'],
    ['github', 'the name of the variable', 's3cret', 'GITHUB_SECRET="s3cret"', 'assignment'],
    ['stripe', 'a lost prefix', 'whsec_abc', 'abc', 'prefix'],
    ['github', 'a prefix too much', 'abc', 'whsec_abc', 'prefix'],
    [
      'standard-webhooks',
      'v1, of Supabase',
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'prefix',
    ],
    [
      'supabase-auth-hooks',
      'several',
      'v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'v1,whsec_AAAA|v1,whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'several',
    ],
    ['github', 'percent-encoded', 'a/b+c', 'a%2Fb+c', 'escapes'],
    ['adyen-platform', 'base64 for hexadecimal', hex, Buffer.from(hex, 'hex').toString('base64'), 'encoding'],
    [
      'standard-webhooks',
      'hexadecimal for base64',
      `whsec_${Buffer.from(hex, 'hex').toString('base64')}`,
      hex,
      'encoding',
    ],
    ['github', 'base64 of the text', 'secret', Buffer.from('secret').toString('base64'), 'encoding'],
  ])('%s: %s', (family, _, secret, given, code) => {
    expect(changes(family, { secret }, { secret: given })).toEqual([`secret: ${code}`]);
  });

  test.each(['sk_live_x', 'sk_test_x', 'SG.x', 'ghp_x', 'xoxb-1', `AC${'0'.repeat(32)}`, 'https://example.com'])(
    '%s is named as another kind, and not repeated',
    (secret) => {
      const diagnosis = said('github', {}, { secret });
      expect(diagnosis.notes.join()).toMatch(/The secret looks like .*; expected the text of the signing secret\./);
      if (secret.length > 9) expect(JSON.stringify(diagnosis)).not.toContain(secret);
    },
  );

  test('a key in PEM whose newlines were escaped', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string;
    const headers = {
      'X-Twilio-Email-Event-Webhook-Timestamp': `${NOW}`,
      'X-Twilio-Email-Event-Webhook-Signature': sign('sha256', Buffer.from(`${NOW}{}`), privateKey).toString('base64'),
    };
    const recorded: Recorded = {
      name: 'x',
      delivery: { headers, rawBody: Buffer.from('{}'), now: NOW },
      secrets: [],
      expected: true,
    };
    expect(diagnose([familyOf('sendgrid')], recorded, [pem]).verdict).toEqual({ valid: true });
    expect(diagnose([familyOf('sendgrid')], recorded, [pem.trim().replaceAll('\n', '\\n')]).changes).toMatchObject([
      { part: 'secret', code: 'escapes' },
    ]);
    expect(diagnose([familyOf('sendgrid')], recorded, ['SG.x']).verdict).toEqual({
      valid: false,
      reason: 'unreadable-key',
      message: 'the public key cannot be read, expected a P-256 public key as base64 (MFkw…) or PEM',
    });
  });
});

describe('the rest', () => {
  test('the clock, and nothing else', () => {
    expect(said('stripe', {}, { now: NOW + 4000 })).toMatchObject({
      verdict: { reason: 'too-old' },
      changes: [{ part: 'clock', code: 'old' }],
    });
    expect(said('stripe', {}, { now: NOW - 4000 })).toMatchObject({
      verdict: { reason: 'in-the-future' },
      changes: [{ part: 'clock', code: 'future' }],
    });
    expect(said('stripe', {}, { now: NOW + 4000, body: '{} ' })).toMatchObject({
      verdict: { reason: 'too-old' },
      changes: [{ part: 'body' }],
    });
  });

  test('which secret it was, when several are given', () => {
    const { scheme } = familyOf('github');
    const recorded: Recorded = {
      name: 'x',
      delivery: { headers: signed(scheme, { body: '{}', time: NOW, id: '' }, 'two'), rawBody: Buffer.from('{}') },
      secrets: [],
      expected: true,
    };
    expect(diagnose([familyOf('github')], recorded, ['one', 'two'])).toMatchObject({
      verdict: { valid: true },
      secret: 2,
    });
  });

  test('what is missing has a name', () => {
    const missing = (...args: Parameters<typeof said>) => {
      const { verdict, inputs } = said(...args);
      return [verdict.valid ? 'valid' : verdict.reason, ...inputs.filter((i) => !i.there).map((i) => i.name)];
    };
    expect(missing('square', {}, {})).toEqual(['missing-url', 'url']);
    expect(missing('hubspot-v3', {}, {})).toEqual(['missing-url', 'url', 'method']);
    expect(missing('stripe', {}, { headers: { 'Stripe-Signature': '' } })).toEqual([
      'missing-header',
      'header Stripe-Signature',
    ]);
    expect(missing('github', {}, { secret: '' })).toEqual(['no-secret', 'secret']);
    expect(missing('slack', {}, { headers: { 'X-Slack-Request-Timestamp': '', 'X-Slack-Signature': '' } })).toEqual([
      'missing-header',
      'header X-Slack-Signature',
      'header X-Slack-Request-Timestamp',
    ]);
  });

  test('a body of megabytes ends the search early', () => {
    const body = `{"a":"${'x'.repeat(8_000_000)}"}`;
    const diagnosis = said('github', { body: '{}' }, { body });
    expect(diagnosis.tried).toBeLessThan(20);
  });

  test.each([
    '[',
    '"\\ud800"',
    '%',
    '%E0%A4%A',
    `${'['.repeat(50_000)}`,
    'a=%',
    '\0',
    '{"__proto__":1}',
    '--\r\n--',
    '{"notificationItems":[{}]}',
  ])('nothing throws: %j', (body) => {
    for (const id of [
      'github',
      'twilio',
      'mailgun',
      'adyen-payments',
      'sns-v1',
      'braintree',
      'plaid',
      'paypal',
      'sendgrid',
      'linear',
    ]) {
      const recorded: Recorded = {
        name: 'x',
        delivery: { headers: {}, rawBody: Buffer.from(body), url: 'http://[', method: 'x' },
        secrets: [],
        expected: true,
      };
      for (const secret of ['', '\0', '%', '-----BEGIN', '{"keys":[null]}'])
        expect(diagnose([familyOf(id)], recorded, [secret]).verdict.valid).toBe(false);
    }
  });
});

describe('whose delivery it is', () => {
  const found = (headers: Record<string, string>, body = '{}', service?: string) =>
    familiesFor(catalog, service, readHeaders(headers), body).map((f) => f.webhook.id);
  test.each<[Record<string, string>, string, string[]]>([
    [{ 'stripe-signature': 't=1,v1=x' }, '{}', ['stripe']],
    [{ 'x-hub-signature-256': 'sha256=x' }, '{}', ['github', 'meta-graph']],
    [{ 'svix-id': 'a', 'svix-timestamp': '1', 'svix-signature': 'v1,x' }, '{}', ['clerk', 'resend', 'svix']],
    [{ 'x-hubspot-signature-v3': 'x', 'x-hubspot-request-timestamp': '1' }, '{}', ['hubspot-v3']],
    [{}, '{"signature":{"signature":"x"}}', ['mailgun']],
    [{}, 'timestamp=1&token=2&signature=3', ['mailgun']],
    [{}, 'bt_signature=a%7Cb&bt_payload=x', ['braintree']],
    [{}, 'additionalData.hmacSignature=x&value=1', ['adyen-payments']],
    [{ hmacsignature: 'x' }, '{}', ['adyen-platform']],
    [{}, '{}', []],
  ])('%j %s', (headers, body, ids) => expect(found(headers, body)).toEqual(expect.arrayContaining(ids)));

  test('of a named service, the family that it looks like', () => {
    expect(found({ 'x-hubspot-signature': 'x' }, '{}', 'hubspot')).toEqual(['hubspot-v1', 'hubspot-v2']);
    expect(found({}, '{}', 'stripe')).toEqual(['stripe']);
    expect(found({}, '{}', 'nobody')).toEqual([]);
    const hmac = createHmac('sha1', 'x').update('x').digest('base64');
    expect(found({ 'x-twilio-signature': hmac }, 'a=1', 'twilio-json')).toEqual(['twilio-json']);
  });
});

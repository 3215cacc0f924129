import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import type { Scheme } from '../../scripts/services/webhook/scheme.ts';
import { verifyWebhook } from '../../scripts/services/webhook/verify.ts';
import { JUDGES, type Judge, type Received } from './sdk.ts';
import { signed } from './sign.ts';

const NOW = 1_795_442_400;
const catalog = readSheets(new URL('../..', import.meta.url).pathname);
const JSON_BODY = '{"id":"evt_1","event":"paid","events":[{"total":1999,"name":"Łódź ☕"}]}';
const FORM_BODY = 'CallSid=CA1&Body=hello+world&From=%2B14158675309';

const ed25519 = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')] as const;
const p256 = [
  generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  generateKeyPairSync('ec', { namedCurve: 'P-256' }),
] as const;

const WHSEC = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'];

interface Keys {
  readonly signWith: string | KeyObject;
  readonly verifyWith: string;
}

/** A pair of keys for a scheme; `n` chooses the first or the second. */
function keys({ key }: Scheme, n: 0 | 1): Keys {
  const raw = (encoding: 'hex' | 'base64'): Keys => ({
    signWith: ed25519[n].privateKey,
    verifyWith: Buffer.from(ed25519[n].publicKey.export({ format: 'jwk' }).x!, 'base64url').toString(encoding),
  });
  if (key === 'raw-hex') return raw('hex');
  if (key === 'raw-base64') return raw('base64');
  if (key === 'spki-base64')
    return {
      signWith: p256[n].privateKey,
      verifyWith: p256[n].publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    };
  const text = {
    hex: ['44782def547aaa06', '00112233445566aa'],
    'base64-after-whsec_': WHSEC,
    'whsec_-or-utf8': WHSEC,
    'base64-after-v1,whsec_': WHSEC.map((s) => `v1,${s}`),
  }[key as string] ?? ['secret one', 'secret two'];
  return { signWith: text[n]!, verifyWith: text[n]! };
}

/** What may reach a receiver, from one good delivery. */
function* variants(scheme: Scheme, body: string, url: string): Generator<[string, Received]> {
  const [one, two] = [keys(scheme, 0), keys(scheme, 1)];
  /** Where the timestamp stands in the body, the body differs with it. */
  const bodyAt = (time: number) =>
    scheme.timestampField ? JSON.stringify({ ...JSON.parse(body), [scheme.timestampField]: time * 1000 }) : body;
  const at = (time: number, key = one.signWith, text = bodyAt(time)) =>
    signed(scheme, { body: text, url, time, id: 'msg_1' }, key);
  const good: Received = { headers: at(NOW - 2), body: bodyAt(NOW - 2), url, secret: one.verifyWith };
  const sent = (time: number): Received => ({ ...good, headers: at(time), body: bodyAt(time) });
  const name = scheme.header!;
  yield ['as it was signed', good];
  yield ['another value', { ...good, body: good.body.replace('1', '2') }];
  yield [
    'written anew',
    { ...good, body: body.startsWith('{') ? JSON.stringify(JSON.parse(good.body), null, 2) : `${body}&Extra=1` },
  ];
  yield ['signed with another key', { ...good, headers: at(NOW - 2, two.signWith) }];
  yield [
    'no signature',
    { ...good, headers: Object.fromEntries(Object.entries(good.headers).filter(([n]) => n !== name)) },
  ];
  yield ['empty signature', { ...good, headers: { ...good.headers, [name]: '' } }];
  yield ['signature cut short', { ...good, headers: { ...good.headers, [name]: good.headers[name]!.slice(0, -4) } }];
  yield ['signature of an empty body', { ...good, headers: at(NOW - 2, one.signWith, '') }];
  yield ['plain text for a signature', { ...good, headers: { ...good.headers, [name]: 'not a signature' } }];
  if (scheme.content.includes('{url}')) yield ['another URL', { ...good, url: url.replace('/hooks', '/other') }];
  if (scheme.content.includes('{id}'))
    yield ['another id', { ...good, headers: { ...good.headers, [scheme.idHeader!]: 'msg_2' } }];
  if (scheme.timestampField)
    yield ['no timestamp in the body', { ...good, headers: at(NOW, one.signWith, body), body }];
  if (scheme.timestampUnit) {
    yield ['as old as is allowed', sent(NOW - scheme.tolerance!)];
    yield ['too old', sent(NOW - scheme.tolerance! - 2)];
    yield ['from the future', sent(NOW + scheme.tolerance! + 60)];
    if (scheme.timestampHeader)
      yield [
        'another timestamp',
        { ...good, headers: { ...good.headers, [scheme.timestampHeader]: at(NOW - 3)[scheme.timestampHeader]! } },
      ];
  }
  const separator = scheme.separator ?? (scheme.pairs?.take === 'all' ? scheme.pairs.separator : undefined);
  if (separator !== undefined) {
    const other = at(NOW - 2, two.signWith)[name]!;
    const own = good.headers[name]!;
    const signature = (value: string) =>
      scheme.pairs ? value.slice(value.indexOf(`${scheme.pairs.signature}=`)) : value;
    yield [
      'two signatures, ours last',
      {
        ...good,
        headers: {
          ...good.headers,
          [name]: scheme.pairs
            ? own.replace(signature(own), signature(other) + separator + signature(own))
            : other + separator + own,
        },
      },
    ];
    yield [
      'two signatures, ours first',
      { ...good, headers: { ...good.headers, [name]: own + separator + signature(other) } },
    ];
  }
}

/** Where a receiver must refuse what the SDK lets through: it does not look at the age, or not at the future. */
const LAX: Record<string, readonly string[]> = {
  stripe: ['from the future'],
  slack: ['from the future'],
  'hubspot-v3': ['from the future'],
  paddle: ['from the future'],
  mux: ['from the future'],
  cloudinary: ['from the future'],
  workos: ['from the future', 'written anew'],
  zoom: ['too old', 'from the future', 'written anew'],
  sendgrid: ['too old', 'from the future'],
  discord: ['too old', 'from the future'],
};

async function sdkSays(judge: Judge, delivery: Received): Promise<boolean> {
  try {
    return Boolean(await judge(delivery));
  } catch {
    return false;
  }
}

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1000 }));
afterAll(() => void vi.useRealTimers());

describe.each(Object.keys(JUDGES))('%s: our verdict is that of the official SDK', (family) => {
  const scheme = findWebhook(catalog, family)!.webhook.scheme!;
  const body = family === 'twilio' ? FORM_BODY : JSON_BODY;
  const cases = [...variants(scheme, body, 'https://example.com/hooks?a=1')];
  let judge: Judge;
  beforeAll(() => void (judge = JUDGES[family]!()));

  test.each(cases)('%s', async (name, delivery) => {
    const ours = verifyWebhook(scheme, {
      headers: delivery.headers,
      rawBody: delivery.body,
      url: delivery.url,
      secret: delivery.secret,
      now: NOW,
    });
    const sdk = await sdkSays(judge, delivery);
    const lax = LAX[family]?.includes(name) ?? false;
    expect({ ours: ours.valid, sdk }).toEqual({ ours: lax ? false : sdk, sdk: lax ? true : sdk });
    if (name === 'as it was signed') expect(ours).toEqual({ valid: true });
  });
});

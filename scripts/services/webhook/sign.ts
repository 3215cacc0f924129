import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { bodySignatures } from './body.ts';
import { signedContents } from './content.ts';
import { digest, hashOf } from './keys.ts';
import type { Scheme } from './scheme.ts';

/** What a provider would sign with, and what its receiver verifies with: the same text for a shared secret. */
export interface Key {
  readonly secret: string;
  readonly privateKey?: KeyObject;
}

export interface Unsigned {
  readonly body: string;
  readonly url: string;
  readonly id: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly webhookId?: string | undefined;
}

export interface Signed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A JWT says by itself what it holds, and for Amazon SNS receivers fetch the certificate from Amazon. */
export const canSign = ({ algorithm, body }: Scheme): boolean => !algorithm.startsWith('jwt-') && body !== 'sns';

/** Signs as the provider does. */
export function signDelivery(scheme: Scheme, message: Unsigned, key: Key): Signed {
  const ts = timestamp(scheme, message.time);
  if (scheme.body) {
    return { url: message.url, headers: {}, body: signedBody(scheme, scheme.body, { ...message, ts }, key) };
  }
  const body = scheme.timestampField ? withTime(message.body, scheme.timestampField, Number(ts)) : message.body;
  const url = urlFor(scheme, message.url, body);
  const signature = signatureOf(scheme, { ...message, url, body }, { ts, id: message.id }, key);
  const headers: Record<string, string> = { ...scheme.required };
  if (scheme.idHeader) headers[scheme.idHeader] = message.id;
  if (scheme.timestampHeader) headers[scheme.timestampHeader] = ts;
  const { pairs, header = '', prefix = '' } = scheme;
  headers[header] = pairs
    ? `${pairs.timestamp}=${ts}${pairs.separator}${pairs.signature}=${signature}`
    : prefix + signature;
  return { url, headers, body };
}

function timestamp({ timestampUnit }: Scheme, time: number): string {
  if (timestampUnit === 'iso') return new Date(time * 1000).toISOString();
  return String(Math.floor(timestampUnit === 'ms' ? time * 1000 : time));
}

type Fields = Readonly<Record<string, string>>;

function signatureOf(scheme: Scheme, message: Unsigned, fields: Fields, { secret, privateKey }: Key): string {
  const [content] = signedContents(scheme, { ...message, body: Buffer.from(message.body), secret, fields });
  const hash = hashOf(scheme);
  const bytes = hash !== undefined && privateKey ? sign(hash, content!, privateKey) : digest(scheme, secret, content!);
  return bytes.toString(scheme.encoding);
}

function withTime(body: string, field: string, time: number): string {
  return JSON.stringify({ ...(JSON.parse(body) as object), [field]: time });
}

/** Where the URL states the digest of the body (Twilio with JSON), it does so for a body that is no form. */
function urlFor({ bodyHashParameter }: Scheme, url: string, body: string): string {
  if (!bodyHashParameter || !body.startsWith('{')) return url;
  const hash = digest({ algorithm: 'sha256' } as Scheme, '', Buffer.from(body)).toString('hex');
  return `${url}${url.includes('?') ? '&' : '?'}${bodyHashParameter}=${hash}`;
}

type BodyForm = NonNullable<Scheme['body']>;
type Stamped = Unsigned & { readonly ts: string };

/** Bodies that carry their signature: it is put where the verifier looks for it. */
function signedBody(scheme: Scheme, form: BodyForm, message: Stamped, key: Key): string {
  const build = BODIES[form]!(message);
  const [unsigned] = bodySignatures(form, build('x'));
  return build(signatureOf(scheme, message, unsigned!.fields, key));
}

type Build = (signature: string) => string;

const BODIES: Readonly<Record<string, (message: Stamped) => Build>> = {
  mailgun:
    ({ ts, body }) =>
    (signature) => {
      const token = randomToken(body);
      return JSON.stringify({
        signature: { timestamp: ts, token, signature },
        'event-data': JSON.parse(body) as object,
      });
    },
  'adyen-items':
    ({ id, time }) =>
    (hmacSignature) => {
      const eventDate = new Date(time * 1000).toISOString();
      const payment = {
        pspReference: id,
        merchantAccountCode: 'TestMerchant',
        merchantReference: 'order-1',
        amount: { value: 1999, currency: 'EUR' },
      };
      const item = {
        ...payment,
        eventCode: 'AUTHORISATION',
        eventDate,
        success: 'true',
        additionalData: { hmacSignature },
      };
      return JSON.stringify({ live: 'false', notificationItems: [{ NotificationRequestItem: item }] });
    },
  'braintree-form':
    ({ body }) =>
    (signature) => {
      const subject = `<subject><check type="boolean">true</check></subject><!--${body.length}-->`;
      const xml = `<notification><kind>check</kind>${subject}</notification>`;
      return new URLSearchParams({
        bt_signature: `public_key|${signature}`,
        bt_payload: `${Buffer.from(xml).toString('base64')}\n`,
      }).toString();
    },
};

/** The same for one body, so that it can be signed and then written. */
const randomToken = (body: string): string =>
  digest({ algorithm: 'sha256' } as Scheme, '', Buffer.from(body))
    .toString('hex')
    .slice(0, 50);

/** A key for tests: a secret in the form that the scheme expects, or a key pair. */
export function generateKey(scheme: Scheme): Key {
  const { algorithm, key } = scheme;
  if (hashOf(scheme) === undefined) return { secret: randomSecret(key) };
  const { publicKey, privateKey } = keyPair(algorithm);
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const raw = der.subarray(-32);
  const secret =
    key === 'pem'
      ? String(publicKey.export({ type: 'spki', format: 'pem' }))
      : key === 'raw-hex'
        ? raw.toString('hex')
        : (key === 'raw-base64' ? raw : der).toString('base64');
  return { secret, privateKey };
}

function keyPair(algorithm: Scheme['algorithm']) {
  if (algorithm === 'ed25519') return generateKeyPairSync('ed25519');
  if (algorithm.startsWith('rsa')) return generateKeyPairSync('rsa', { modulusLength: 2048 });
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

function randomSecret(key: Scheme['key']): string {
  const bytes = randomBytes(32);
  if (key === 'utf8' || key === 'hex' || key === 'sha1' || key === 'appended') return bytes.toString('hex');
  const prefix = key === 'base64' ? '' : key === 'base64-after-v1,whsec_' ? 'v1,whsec_' : 'whsec_';
  return prefix + bytes.toString('base64');
}

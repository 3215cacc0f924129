import { refuse } from './refused.ts';
import type { Scheme } from './scheme.ts';

/** What the body says is signed, and its signatures: several while keys are being rotated. */
export interface BodySignatures {
  readonly signatures: readonly string[];
  /** Version of the scheme that the body claims. */
  readonly version?: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** Signatures that providers put inside the body, one group for each item of a batch. */
export function bodySignatures(form: NonNullable<Scheme['body']>, body: string): readonly BodySignatures[] {
  if (form === 'braintree-form') return braintree(body);
  const json = body.trimStart().startsWith('{') || form === 'sns';
  if (form === 'sns') return sns(parse(body));
  if (form === 'mailgun') return mailgun(json ? object(parse(body).signature) : parameters(body));
  return json ? adyen(parse(body)) : [adyenItem(adyenForm(body))];
}

type Json = Record<string, unknown>;

function unreadable(message: string): never {
  refuse('unreadable-body', message);
}

const object = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
const string = (value: unknown): string => (value === undefined || value === null ? '' : String(value));

function parse(body: string): Json {
  try {
    return object(JSON.parse(body));
  } catch {
    unreadable('the body is no JSON');
  }
}

/** Fields of a form, urlencoded or multipart. A field that is there twice is refused: each reader may take another. */
function parameters(body: string): Readonly<Record<string, string>> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [name, value] of body.startsWith('--') ? multipart(body) : new URLSearchParams(`&${body}`)) {
    if (found[name] !== undefined) unreadable('a form field is there twice');
    found[name] = value;
  }
  return found;
}

/** Fields of a multipart form; its first line is the boundary. */
function* multipart(body: string): Generator<readonly [string, string]> {
  const boundary = body.slice(0, Math.max(body.indexOf('\r\n'), 0));
  for (const part of boundary === '' ? [] : `\r\n${body}`.split(`\r\n${boundary}`)) {
    const at = part.indexOf('\r\n\r\n');
    const name = /^content-disposition:[^\r\n]*[; ]name="([^"\r\n]*)"/im.exec(part.slice(0, Math.max(at, 0)))?.[1];
    if (name !== undefined) yield [name, part.slice(at + 4)];
  }
}

/** Adyen payments. Every item of a batch is signed by itself. */
function adyen(body: Json): BodySignatures[] {
  const items = body.notificationItems;
  if (!Array.isArray(items) || items.length === 0) unreadable('no notificationItems in the body');
  return items.map((entry) => adyenItem(object(object(entry).NotificationRequestItem)));
}

/** An item as it comes in a form: names with dots for what is nested. */
function adyenForm(body: string): Json {
  const { value, currency, 'additionalData.hmacSignature': hmacSignature, ...item } = parameters(body);
  return { ...item, amount: { value, currency }, additionalData: { hmacSignature } };
}

/** Eight fields joined by colons; `\` and `:` inside a value are not escaped (@adyen/api-library 32.1.0, run). */
function adyenItem(item: Json): BodySignatures {
  const amount = object(item.amount);
  if (amount !== item.amount) unreadable('an item has no amount');
  const signature = string(object(item.additionalData).hmacSignature);
  if (signature === '') unreadable('an item has no additionalData.hmacSignature');
  const { pspReference, originalReference, merchantAccountCode, merchantReference, eventCode, success } = item;
  const signed = [
    pspReference,
    originalReference,
    merchantAccountCode,
    merchantReference,
    amount.value,
    amount.currency,
    eventCode,
    success,
  ];
  return { signatures: [signature], fields: { field: signed.map(string).join(':') } };
}

/** Braintree: form fields `bt_signature` ("publicKey|hex", several joined by "&") and `bt_payload`. */
function braintree(body: string): BodySignatures[] {
  const { bt_signature: given, bt_payload: payload } = parameters(body);
  if (!given || !payload) unreadable('no bt_signature or bt_payload in the form');
  if (!/^[A-Za-z0-9+=/\n]+$/.test(payload)) unreadable('bt_payload is no base64');
  return [{ signatures: given.split('&').map((pair) => pair.split('|')[1] ?? ''), fields: { field: payload } }];
}

/** Mailgun signs a timestamp and a token, not the event. */
function mailgun({ timestamp, token, signature }: Json): BodySignatures[] {
  if (!string(signature)) unreadable('no signature in the body');
  return [
    { signatures: [string(signature)], fields: { field: string(timestamp) + string(token), ts: string(timestamp) } },
  ];
}

/** In the order of the alphabet (sns-validator 0.3.5, run). Only confirmations have a Token. */
const SNS_SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];
const SNS_CERTIFICATE = /^https:\/\/sns\.[a-zA-Z0-9-]{3,}\.amazonaws\.com(?:\.cn)?\/[^?#]*\.pem$/;

/** Amazon SNS signs names and values of the fields that its message type has, each on a line of its own. */
function sns({ Subject, ...rest }: Json): BodySignatures[] {
  const message: Json = Subject === null || Subject === undefined ? rest : { ...rest, Subject };
  const confirms = message.Type === 'SubscriptionConfirmation' || message.Type === 'UnsubscribeConfirmation';
  const needed = [
    'Message',
    'MessageId',
    'Timestamp',
    'TopicArn',
    'Type',
    'Signature',
    'SignatureVersion',
    ...(confirms ? ['SubscribeURL', 'Token'] : []),
  ];
  const missing = needed.find((key) => typeof message[key] !== 'string' || message[key] === '');
  if (missing) unreadable(`no ${missing} in the body`);
  // A receiver fetches the certificate from there.
  if (!SNS_CERTIFICATE.test(string(message.SigningCertURL))) {
    unreadable('SigningCertURL is no certificate of Amazon SNS');
  }
  const keys = SNS_SIGNED.filter((key) => message[key] !== undefined && (confirms || key !== 'Token'));
  if (keys.some((key) => typeof message[key] !== 'string')) unreadable('a signed field is no text');
  const field = keys.map((key) => `${key}\n${string(message[key])}\n`).join('');
  const { Signature, SignatureVersion, Timestamp } = message;
  return [
    { signatures: [string(Signature)], version: string(SignatureVersion), fields: { field, ts: string(Timestamp) } },
  ];
}

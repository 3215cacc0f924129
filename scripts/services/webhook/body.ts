import type { Scheme } from './scheme.ts';
import type { Candidate } from './verify.ts';

/** Signatures that providers put inside the body. A string says why there are none. */
export function bodySignatures(form: NonNullable<Scheme['body']>, body: string): readonly Candidate[] | string {
  if (form === 'braintree-form') return braintree(body);
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return 'the body is no JSON';
  }
  if (form === 'adyen-items') return adyen(parsed);
  return form === 'sns' ? sns(parsed) : mailgun(parsed);
}

type Json = Record<string, unknown>;

const object = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});
const string = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '');

/** Adyen payments: eight fields of each item, joined by colons; `\` and `:` inside a value are not escaped (SDK 32, run). */
function adyen(body: unknown): readonly Candidate[] | string {
  const items = object(body).notificationItems;
  if (!Array.isArray(items) || items.length === 0) return 'no notificationItems in the body';
  const found: Candidate[] = [];
  for (const entry of items) {
    const item = object(object(entry).NotificationRequestItem);
    const amount = object(item.amount);
    const signature = string(object(item.additionalData).hmacSignature);
    if (signature === '') return 'an item has no additionalData.hmacSignature';
    const signed = [item.pspReference, item.originalReference, item.merchantAccountCode, item.merchantReference, amount.value, amount.currency, item.eventCode, item.success];
    found.push({ signatures: [signature], fields: { field: signed.map(string).join(':') } });
  }
  return found;
}

/** Braintree: form fields `bt_signature` ("publicKey|hex", several joined by "&") and `bt_payload`. */
function braintree(body: string): readonly Candidate[] | string {
  const form = new URLSearchParams(body);
  const payload = form.get('bt_payload');
  const signatures = form.get('bt_signature')?.split('&').map((pair) => pair.split('|')[1] ?? '') ?? [];
  return payload && signatures.length > 0 ? [{ signatures, fields: { field: payload } }] : 'no bt_signature or bt_payload in the form';
}

/** Mailgun signs a timestamp and a token, not the event. */
function mailgun(body: unknown): readonly Candidate[] | string {
  const { timestamp, token, signature } = object(object(body).signature);
  if (!string(signature)) return 'no signature object in the body';
  return [{ signatures: [string(signature)], fields: { field: string(timestamp) + string(token), ts: string(timestamp) } }];
}

/** In the order of the alphabet; only confirmations have a Token (sns-validator 0.3.5, run). */
const SNS_SIGNED = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'];

/** Amazon SNS signs names and values of the fields that its message type has, each on a line of its own. */
function sns(body: unknown): readonly Candidate[] | string {
  const message = object(body);
  const notification = message.Type === 'Notification';
  const signature = string(message.Signature);
  if (signature === '') return 'no Signature in the body';
  const keys = SNS_SIGNED.filter((key) => message[key] !== undefined && !(notification && key === 'Token'));
  return [{ signatures: [signature], version: string(message.SignatureVersion), fields: { field: keys.map((key) => `${key}\n${string(message[key])}\n`).join(''), ts: string(message.Timestamp) } }];
}

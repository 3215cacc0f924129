import { randomUUID } from 'node:crypto';
import type { Family } from './families.ts';
import { generateKey, signDelivery, type Key, type Signed, type Unsigned } from './sign.ts';
import type { Scheme } from './scheme.ts';

/** A delivery to try a receiver with, and what it has to do with it. */
export interface Case extends Signed {
  readonly case: string;
  readonly expect: 'accepted' | 'refused';
  readonly why: string;
}

export interface Wish {
  readonly family: Family;
  readonly key: Key;
  /** The secret that is being replaced: both are accepted. */
  readonly secondKey?: Key | undefined;
  readonly url: string;
  readonly event: string;
  /** Instead of a made-up one. */
  readonly body?: string | undefined;
  readonly webhookId?: string | undefined;
}

/** One after the other, each signed when it is asked for: some schemes allow an age of seconds. */
export function* cases({ family, key, secondKey, url, event, body, webhookId }: Wish): Generator<Case> {
  const { scheme } = family;
  const message = (age = 0): Unsigned => {
    const id = `msg_${randomUUID().replaceAll('-', '')}`;
    const time = Date.now() / 1000 - age;
    return { id, time, url, webhookId, body: body ?? sampleBody(family, event, id, time) };
  };
  const signed = (age?: number, other = key, as = scheme) => signDelivery(as, message(age), other);
  const typed = (delivery: Signed): Signed => ({
    ...delivery,
    headers: { 'Content-Type': typeOf(delivery.body), ...delivery.headers },
  });
  const accepted = (name: string, why: string, delivery: Signed): Case => ({
    case: name,
    expect: 'accepted',
    why,
    ...typed(delivery),
  });
  const refused = (name: string, why: string, delivery: Signed): Case => ({
    case: name,
    expect: 'refused',
    why,
    ...typed(delivery),
  });

  const valid = signed();
  yield accepted('valid', 'signed, fresh', valid);
  yield accepted('duplicate', 'the same again: providers deliver at least once', valid);
  if (secondKey) yield accepted('second-secret', 'signed with the secret that is being replaced', signed(0, secondKey));
  yield refused('tampered', 'changed after it was signed', tampered(scheme, signed()));
  if (scheme.tolerance !== undefined) {
    yield refused('stale', `older than ${scheme.tolerance} s`, signed(scheme.tolerance + 60));
  }
  yield refused('wrong-secret', 'signed with a secret that nobody gave', signed(0, generateKey(scheme)));
  yield refused(
    'wrong-scheme',
    'signed with the right key, by another algorithm',
    signed(0, { secret: key.secret }, otherAlgorithm(scheme)),
  );
  yield refused('unsigned', 'without a signature', withoutSignature(scheme, signed()));
}

function sampleBody({ scheme, webhook }: Family, event: string, id: string, time: number): string {
  const form = scheme.content.includes('{sortedParams}') && !webhook.id.endsWith('-json');
  if (form) return new URLSearchParams({ MessageSid: id, From: '+15550001111', Body: `It's ${event}` }).toString();
  return JSON.stringify({ id, type: event, event, created: Math.floor(time), data: { amount: 1999, name: 'Zoë' } });
}

function typeOf(body: string): string {
  return /^[{[]/.test(body) ? 'application/json' : 'application/x-www-form-urlencoded';
}

/** Changes what is signed. Spaces would not do: there are receivers that parse first. */
function tampered(scheme: Scheme, delivery: Signed): Signed {
  const { body } = delivery;
  if (scheme.body === 'mailgun') return { ...delivery, body: body.replace('"token":"', '"token":"0') };
  if (scheme.body === 'braintree-form') return { ...delivery, body: body.replace('bt_payload=', 'bt_payload=AAAA') };
  if (scheme.body) return { ...delivery, body: body.replace('1999', '9999') };
  if (!/[}\]]\s*$/.test(body)) return { ...delivery, body: `${body}&Tampered=1` };
  return {
    ...delivery,
    body: body.replace(/[}\]]\s*$/, (end) => (end.startsWith('}') ? `,"tampered":true${end}` : `,"tampered"${end}`)),
  };
}

function otherAlgorithm(scheme: Scheme): Scheme {
  const { algorithm, key } = scheme;
  return {
    ...scheme,
    algorithm: algorithm === 'hmac-sha256' ? 'hmac-sha1' : 'hmac-sha256',
    key: algorithm.startsWith('hmac-') ? key : 'utf8',
  };
}

function withoutSignature({ header, body: inBody }: Scheme, delivery: Signed): Signed {
  if (inBody) {
    return { ...delivery, body: delivery.body.replace(/("(?:hmacS|s)ignature":")[^"]*|(bt_signature=)[^&]*/g, '$1$2') };
  }
  const headers = Object.entries(delivery.headers).filter(([name]) => name !== header);
  return { ...delivery, headers: Object.fromEntries(headers) };
}

/** For the shell, one request after the other. */
export function asCurl({ case: name, expect, url, headers, body }: Case): string {
  const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;
  const lines = Object.entries(headers).map(([k, v]) => `-H ${quoted(`${k}: ${v}`)}`);
  const first = `curl -sS -o /dev/null -w '${name}: %{http_code}\\n' -X POST ${quoted(url)}`;
  return `# ${name}: expected ${expect}\n${[first, ...lines, `--data-binary ${quoted(body)}`].join(' \\\n  ')}\n`;
}

/** As a .http file, which editors send. */
export function asHttp({ case: name, expect, url, headers, body }: Case): string {
  const lines = Object.entries(headers).map(([k, v]) => `${k}: ${v}`);
  return [`### ${name}: expected ${expect}`, `POST ${url} HTTP/1.1`, ...lines, '', body, ''].join('\n');
}

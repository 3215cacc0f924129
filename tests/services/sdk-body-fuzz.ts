import { createHash, createHmac } from 'node:crypto';
import type { Scheme } from '../../scripts/services/webhook/scheme.ts';
import { NOW } from './sdk-changes.ts';
import { randomFrom, RSA_PEM, rsaSignature, type Fuzzed } from './sdk-fuzz.ts';

/** The same for families whose signature stands in the body. */
export function* bodyDeliveries(
  family: string,
  scheme: Scheme,
  count: number,
  seed: number,
  braintreeSample: string,
): Generator<Fuzzed> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const build = { 'adyen-payments': adyen, braintree, 'sns-v1': sns, 'sns-v2': sns }[family]!;
  for (let i = 0; i < count; i++) {
    const plain = random() < 0.25;
    const change = <T>(value: T, ...others: readonly T[]): T => (plain || random() < 0.8 ? value : pick(others));
    const { body, secret } = build(change);
    yield { headers: {}, body, url: '', secret, now: NOW, plain };
  }

  type Change = <T>(value: T, ...others: readonly T[]) => T;

  function adyen(change: Change): { body: string; secret: string } {
    const secret = '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056';
    const items = Array.from({ length: change(1, 2, 3, 0) }, () => {
      const item = {
        pspReference: change<unknown>('853', 1, null, ''),
        originalReference: change<unknown>('', undefined, 'x:y'),
        merchantAccountCode: change<unknown>('Shop\\1', {}, [], ['a']),
        merchantReference: pick(['a:b', 'ü']),
      };
      const rest = {
        eventCode: change<unknown>('AUTHORISATION', 'REFUND', true),
        success: change<unknown>('true', true, false),
      };
      const amount = change<unknown>(
        { value: 1999, currency: 'EUR' },
        { value: '1999', currency: 'EUR' },
        { value: 0 },
        {},
        null,
      );
      const { value, currency } = (amount ?? {}) as { value?: unknown; currency?: unknown };
      const text = [
        item.pspReference,
        item.originalReference,
        item.merchantAccountCode,
        item.merchantReference,
        value,
        currency,
        rest.eventCode,
        rest.success,
      ].join(':');
      const bytes = createHmac('sha256', change(Buffer.from(secret, 'hex'), Buffer.from(secret), Buffer.alloc(0)))
        .update(text)
        .digest();
      const hmacSignature = change<unknown>(
        bytes.toString('base64'),
        bytes.toString('hex'),
        '',
        undefined,
        bytes.toString('base64').slice(0, -1),
      );
      return {
        NotificationRequestItem: {
          ...item,
          ...rest,
          ...change({}, { pspReference: 'other' }, { success: 'false' }),
          amount,
          additionalData: change<unknown>({ hmacSignature }, {}, undefined, null),
        },
      };
    });
    return {
      body: JSON.stringify({ live: 'false', notificationItems: items }),
      secret: change(
        secret,
        secret.toLowerCase(),
        secret.slice(2),
        'zz',
        '',
        'RHgt71R6qgbJEMQ5MrHrDHH8aNnQwFdVDEjsKs9roFY=',
      ),
    };
  }

  function braintree(change: Change): { body: string; secret: string } {
    const payload = change(braintreeSample, braintreeSample.trim(), `${braintreeSample} `, '', `${braintreeSample}!`);
    const hash = createHash('sha1')
      .update(change('private', 'other', ''))
      .digest();
    const hex = createHmac('sha1', change(hash, Buffer.from('private'), Buffer.alloc(0)))
      .update(change(payload, braintreeSample))
      .digest('hex');
    const signature = change(
      `pub|${hex}`,
      `pub|${hex.toUpperCase()}`,
      hex,
      '',
      `x|y&pub|${hex}`,
      `pub|${hex}&pub|x`,
      `pub|${hex}|x`,
      `|&pub|${hex}`,
    );
    return {
      body: new URLSearchParams(
        change<Record<string, string>>({ bt_signature: signature, bt_payload: payload }, { bt_payload: payload }),
      ).toString(),
      secret: change('private', 'other', 'private '),
    };
  }

  function sns(change: Change): { body: string; secret: string } {
    const version = scheme.version!;
    const message: Record<string, unknown> = {
      Type: change<unknown>('Notification', 'SubscriptionConfirmation', 'x'),
      MessageId: 'm1',
      TopicArn: 'arn:aws:sns:eu-central-1:1:t',
      Message: pick(['{"a":1}', 'ü\n']),
      Timestamp: '2026-11-23T14:00:00.000Z',
      ...change({}, { Subject: 's' }, { Token: 't', SubscribeURL: 'https://sns.eu-central-1.amazonaws.com/x' }),
    };
    const keys = ['Message', 'MessageId', 'Subject', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'].filter(
      (k) => message[k] !== undefined && !(message.Type === 'Notification' && (k === 'Token' || k === 'SubscribeURL')),
    );
    const bytes = rsaSignature(
      change(version === '1' ? 'sha1' : 'sha256', 'sha1', 'sha256'),
      keys.map((k) => `${k}\n${message[k] as string}\n`).join(''),
    );
    const Signature = change<unknown>(bytes.toString('base64'), bytes.toString('hex'), '', undefined, 'x', 1);
    const SigningCertURL = 'https://sns.eu-central-1.amazonaws.com/c.pem';
    return {
      body: JSON.stringify({
        ...message,
        ...change({}, { Message: 'other' }, { Subject: 'other' }, { Type: 'Notification' }),
        SignatureVersion: change<unknown>(version, '1', '2', '3', undefined),
        Signature,
        SigningCertURL,
      }),
      secret: RSA_PEM,
    };
  }
}

import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { asyncapi } from '../../scripts/export/asyncapi.ts';
import { exportExample } from './example.ts';

interface Document {
  readonly info: { readonly version: string };
  readonly channels: Readonly<Record<string, { address: string; parameters?: object; messages: Record<string, { name: string; summary: string }> }>>;
  readonly operations: Readonly<Record<string, { security?: { $ref: string }[]; description: string; messages?: []; bindings: { http: { method: string } } }>>;
  readonly components?: { readonly securitySchemes: Readonly<Record<string, { name: string; description: string }>> };
}
const parsed = (right: string, wrong: string) => parse(exportExample(asyncapi, right, wrong).exported) as Document;

const parser = new Parser();
/** What the AsyncAPI initiative's own parser finds wrong; a newer version of the format is no fault. */
async function faults(document: string): Promise<string[]> {
  const { diagnostics } = await parser.parse(document);
  return diagnostics.filter((d) => d.severity < 2 && d.code !== 'asyncapi-latest-version').map((d) => `${d.path.join('.')}: ${d.message}`);
}

const ENDPOINT = '**Webhook Endpoint:** `POST /webhooks/stripe`';

test('the example, whole, and valid', async () => {
  const { exported, gaps } = exportExample(asyncapi);
  expect(gaps).toEqual([]);
  expect(exported).toBe(readFileSync(new URL('harbor-kitchen.asyncapi.yml', import.meta.url), 'utf8'));
  expect(await faults(exported)).toEqual([]);
});

test('the parser would see a fault', async () => {
  expect(await faults(exportExample(asyncapi).exported.replace('action: receive', 'action: take'))).toEqual([expect.stringContaining('operations.receive-Stripe.action: "action" property must be equal to one of the allowed values')]);
});

describe('endpoints', () => {
  test('two calls of one path are one channel; a call without a body carries no event', async () => {
    const wrong = '**Webhook Endpoint:** `GET /webhooks/stripe/{tenant}`, `POST /webhooks/stripe/{tenant}`';
    const { channels, operations } = parsed(ENDPOINT, wrong);
    expect(channels.Stripe).toMatchObject({ address: '/webhooks/stripe/{tenant}', parameters: { tenant: {} } });
    expect(Object.keys(channels)).toEqual(['Stripe', 'Postmark']);
    expect([operations['receive-Stripe']!.messages, operations['receive-Stripe']!.bindings.http.method]).toEqual([[], 'GET']);
    expect([operations['receive-Stripe-2']!.messages, operations['receive-Stripe-2']!.bindings.http.method]).toEqual([undefined, 'POST']);
    expect(await faults(exportExample(asyncapi, ENDPOINT, wrong).exported)).toEqual([]);
  });

  test('a query is a gap', () => {
    const { gaps, sources } = exportExample(asyncapi, ENDPOINT, '**Webhook Endpoint:** `POST /webhooks?from=stripe`');
    expect(gaps).toEqual(['Unexpected endpoint "/webhooks?from=stripe" with a query, expected a path: a channel\'s address has none']);
    expect(sources).toEqual(['`POST /webhooks?from=stripe`']);
  });
});

describe('signatures', () => {
  const HEADER = '| `Stripe-Signature` |';
  test.each([
    ['two headers: the first is the scheme, the text names both', '| `X-Sig`, `X-Time` |', 'X-Sig', 'X-Sig, X-Time: HMAC-SHA256'],
    ['in the body: no scheme, but said', '| in the body: `Signature` |', undefined, 'in the body: Signature: HMAC-SHA256'],
  ])('%s', async (_, wrong, name, description) => {
    const { operations, components } = parsed(HEADER, wrong);
    expect(components?.securitySchemes.StripeSignature?.name).toBe(name);
    expect(operations['receive-Stripe']!.security).toEqual(name === undefined ? undefined : [{ $ref: '#/components/securitySchemes/StripeSignature' }]);
    expect(operations['receive-Stripe']!.description).toContain(description);
    expect(await faults(exportExample(asyncapi, HEADER, wrong).exported)).toEqual([]);
  });
});

test('events whose names are no keys, or the same key', async () => {
  const wrong = '| `order / päid: #1` | x: "y" # z |\n| `order – paid, 1` | yes |\n| `*` | no |\n| `charge.refunded` |';
  const { channels } = parsed('| `charge.refunded` |', wrong);
  expect(Object.entries(channels.Stripe!.messages).slice(3, 6)).toEqual([
    ['order-paid-1', { name: 'order / päid: #1', summary: 'x: "y" # z' }],
    ['order-paid-1-2', { name: 'order – paid, 1', summary: 'yes' }],
    ['webhook', { name: '*', summary: 'no' }],
  ]);
  expect(await faults(exportExample(asyncapi, '| `charge.refunded` |', wrong).exported)).toEqual([]);
});

test('the version is the inputs’ fingerprint; without one there is none', () => {
  expect(parsed('', '').info.version).toBe('06ea7e791e3f2e68');
  const { gaps, sources } = exportExample(asyncapi, ' inputs=06ea7e791e3f2e68', '');
  expect(gaps).toEqual(['Unexpected format comment without inputs=…, which is the version of what is exported, expected one such as vibe-specs apply writes']);
  expect(sources).toEqual(['<!-- vibe-specs format=1 -->']);
});

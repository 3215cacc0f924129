import { Parser } from '@asyncapi/parser';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { asyncapi } from '../../scripts/export/asyncapi.ts';
import { exportExample } from './example.ts';

interface Document {
  readonly info: { readonly version: string };
  readonly channels: Readonly<
    Record<
      string,
      { address: string; parameters?: object; messages: Record<string, { name: string; summary: string }> }
    >
  >;
  readonly operations: Readonly<
    Record<string, { security: { $ref: string }[]; description: string; bindings: { http: { method: string } } }>
  >;
  readonly components: { readonly securitySchemes: Readonly<Record<string, { name: string; description: string }>> };
}
type Change = readonly [from: string, to: string];
const exported = (...changes: Change[]) => {
  const { text, left } = exportExample(asyncapi, ...changes);
  return { text, left, document: parse(text) as Document };
};

const parser = new Parser();
/** What the AsyncAPI initiative's own parser finds wrong; a newer version of the format is no fault. */
async function faults(document: string): Promise<string[]> {
  const { diagnostics } = await parser.parse(document);
  return diagnostics
    .filter((d) => d.severity < 2 && d.code !== 'asyncapi-latest-version')
    .map((d) => `${d.path.join('.')}: ${d.message}`);
}

const ENDPOINT = '| `POST /webhooks/stripe` | Stripe |';
const SCHEME = '`Stripe-Signature`, HMAC-SHA256 over time and raw body';

test('the example, whole, and valid', async () => {
  const { text, left } = exported();
  expect([text, left]).toEqual([readFileSync(new URL('harbor-kitchen.asyncapi.yml', import.meta.url), 'utf8'), []]);
  expect(await faults(text)).toEqual([]);
});

test('the parser would see a fault', async () => {
  expect(await faults(exported().text.replace('action: receive', 'action: take'))).toEqual([
    expect.stringContaining('operations.receive-Stripe.action'),
  ]);
});

describe('endpoints', () => {
  test('with parameters', async () => {
    const { text, document } = exported([ENDPOINT, '| `POST /webhooks/stripe/{tenant}` | Stripe |']);
    expect(document.channels.Stripe).toMatchObject({
      address: '/webhooks/stripe/{tenant}',
      parameters: { tenant: {} },
    });
    expect(await faults(text)).toEqual([]);
  });

  test('two rows of one sender are two channels', async () => {
    const { text, document } = exported([
      ENDPOINT,
      `${ENDPOINT} x | y | z |\n| \`PUT /webhooks/stripe-v2\` | Stripe |`,
    ]);
    expect(Object.keys(document.channels)).toEqual(['Stripe', 'Stripe-2', 'Postmark']);
    expect(document.operations['receive-Stripe-2']!.bindings.http.method).toBe('PUT');
    expect(await faults(text)).toEqual([]);
  });

  test.each(['`POST /webhooks?from=stripe`', 'Stripe calls us', ''])(
    '%s is named as left: a channel has a path',
    (endpoint) => {
      const { document, left } = exported([ENDPOINT, `| ${endpoint} | Stripe |`]);
      expect([Object.keys(document.channels), left]).toEqual([
        ['Postmark'],
        [expect.stringMatching(/^line \d+: ".*" names no method and path$/)],
      ]);
    },
  );
});

test.each([
  ['two headers: the first is the scheme, the text names both', '`X-Sig`, `X-Time`: HMAC', 'X-Sig'],
  ['Basic authentication', 'HTTP Basic', 'Authorization'],
])('signatures: %s', async (_, scheme, name) => {
  const { text, document } = exported([SCHEME, scheme]);
  expect(document.components.securitySchemes.StripeSignature).toMatchObject({
    name,
    description: scheme.replaceAll('`', ''),
  });
  expect(await faults(text)).toEqual([]);
});

test('events whose names are no keys, or the same key', async () => {
  const { text, document } = exported([
    '| `charge.refunded` |',
    '| `order / päid: #1` | x: "y" # z |\n| `order – paid, 1` | yes |\n| `*` | no |\n| `charge.refunded` |',
  ]);
  expect(Object.entries(document.channels.Stripe!.messages).slice(3, 6)).toEqual([
    ['order-paid-1', { name: 'order / päid: #1', summary: 'x: "y" # z' }],
    ['order-paid-1-2', { name: 'order – paid, 1', summary: 'yes' }],
    ['webhook', { name: '*', summary: 'no' }],
  ]);
  expect(await faults(text)).toEqual([]);
});

test('the version is the inputs’ fingerprint; without one it is 0', async () => {
  expect(exported().document.info.version).toMatch(/^[0-9a-f]{16}$/);
  const { text, document } = exported(['format=2 inputs=', 'format=2 nothing=']);
  expect([document.info.version, await faults(text)]).toEqual(['0', []]);
});

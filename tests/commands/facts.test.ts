import { describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { facts } from '../../scripts/cli/commands/facts.ts';

const root = new URL('../..', import.meta.url).pathname;
const catalog = readSheets(root);
vi.mock('../../scripts/cli/commands/catalog.ts', () => ({ loadCatalog: () => catalog }));

async function run(...args: string[]): Promise<{ status: number | string; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = {
    cwd: root,
    env: {},
    isTTY: false,
    out: (t: string) => void (out += t),
    err: (t: string) => void (err += t),
    stdin: async () => Buffer.alloc(0),
    today: '2026-11-23',
  };
  const status = await facts.run(args, io).catch((error: Error) => error.message);
  return { status, out, err };
}

describe('facts', () => {
  test('prints a sheet with its evidence', async () => {
    expect(await run('razorpay', '--language', 'node')).toEqual({
      status: 0,
      err: '',
      out: [
        'Razorpay [razorpay] · Payment & Financial',
        'Docs: https://razorpay.com/docs/api',
        'Auth: HTTP Basic key_id:key_secret [^sdk]',
        'Base URL: https://api.razorpay.com/v1 [^host]',
        'Variables: RAZORPAY_KEY_ID; RAZORPAY_KEY_SECRET; RAZORPAY_WEBHOOK_SECRET',
        'SDK: node: razorpay 2.9.8 [^sdk]',
        'Webhook: razorpay, signed; header X-Razorpay-Signature [^sdk]; algorithm HMAC-SHA256; content {rawBody}; encoding hex; key webhook secret text, not the API secret; redelivery exponential backoff for 24 h, then the webhook is disabled [^best-practices]; dedupe x-razorpay-event-id',
        'Trap: Checkout signature is another one: order_id|payment_id (of a subscription payment_id|subscription_id, of a payment link four fields) with the API secret. [^sdk]',
        'Unknown (not looked for): sandboxHost, quotas, idempotency, events, prices, lead, deprecations, compliance, webhooks.acknowledge, webhooks.replay',
        '[^sdk]: razorpay@2.9.8 (run, 2026-11-23)',
        '[^host]: razorpay@2.9.8 dist/razorpay.js:29 (2026-11-30)',
        '[^best-practices]: https://razorpay.com/docs/webhooks/best-practices (2026-11-24)',
        '',
      ].join('\n'),
    });
  });

  test('prints one product in one language', async () => {
    const { out } = await run('stripe/connect', '--language', 'python', '--full');
    expect(out).toContain('Stripe Connect [stripe/connect]');
    expect(out).toContain('account.updated');
    expect(out).not.toMatch(/checkout\.session|verify node|^SDK: node/m);
    expect(out).toMatch(/^SDK: python: stripe /m);
    const { out: json } = await run('stripe/connect', '--language', 'python', '--json');
    expect(JSON.parse(json)).toMatchObject([
      {
        id: 'stripe/connect',
        name: 'Stripe Connect',
        language: 'python',
        none: [],
        facts: expect.arrayContaining([expect.objectContaining({ fact: 'auth' })]),
      },
    ]);
  });

  test('names the products of a vendor', async () => {
    expect((await run('stripe')).out).toContain(
      "\nProducts: stripe/checkout, stripe/payments, stripe/billing, stripe/connect, stripe/identity, stripe/tax (each with what is the vendor's)\n",
    );
    expect(await run('stripe/issuing')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^No product "stripe\/issuing"; the sheet of Stripe knows stripe\/checkout, /),
    });
    expect((await run('stripe', '--language', 'cobol')).status).toBe(
      'unknown language "cobol", expected one of node, python, java, go, dotnet, php, ruby',
    );
    expect((await run('--search', 'verification_checks polled')).out).toBe(
      'twilio/verify              C  Twilio Verify\n',
    );
  });

  test('names what an unknown id may have meant', async () => {
    expect(await run('strype')).toEqual({
      status: 2,
      out: '',
      err: 'No sheet for "strype"; did you mean stripe? Facts about it need a footnote each.\n',
    });
  });

  test('finds sheets by words of their text', async () => {
    expect((await run('--search', 'ed25519', '--category', 'c')).out).toBe(
      ['discord                    C  Discord', 'telnyx                     C  Telnyx', ''].join('\n'),
    );
    expect(await run('--search', 'no such words')).toEqual({
      status: 2,
      out: '',
      err: 'No sheet matches "no such words".\n',
    });
  });

  test('refuses a category that does not exist', async () => {
    expect((await run('--list', '--category', 'Z')).status).toBe(
      'Unexpected category Z, expected one of A, P, C, S, N, D, I, G, M, B.',
    );
  });
});

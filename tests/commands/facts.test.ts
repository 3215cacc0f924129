import { describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { facts } from '../../scripts/commands/facts.ts';

const root = new URL('../..', import.meta.url).pathname;
const catalog = readSheets(root);
vi.mock('../../scripts/commands/catalog.ts', () => ({ loadCatalog: () => catalog }));

async function run(...args: string[]): Promise<{ status: number | string; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = { cwd: root, env: {}, isTTY: false, out: (t: string) => void (out += t), err: (t: string) => void (err += t), stdin: async () => Buffer.alloc(0), today: '2026-11-23' };
  const status = await facts.run(args, io).catch((error: Error) => error.message);
  return { status, out, err };
}

describe('facts', () => {
  test('prints a sheet with its evidence', async () => {
    expect(await run('razorpay')).toEqual({
      status: 0,
      err: '',
      out: [
        'Razorpay [razorpay] · Payment & Financial',
        'Docs: https://razorpay.com/docs/api',
        'Auth: HTTP Basic key_id:key_secret',
        'Base URL: https://api.razorpay.com/v1',
        'Sandbox: Same host, rzp_test_ keys.',
        'Variables: RAZORPAY_KEY_ID, RAZORPAY_KEY_SECRET, RAZORPAY_WEBHOOK_SECRET',
        'SDK: razorpay',
        'Webhook razorpay: X-Razorpay-Signature; HMAC-SHA256, hex; signs {rawBody}; key: webhook secret text, not the API secret',
        '  redelivery: exponential backoff for 24 h, then the webhook is disabled; deduplicate on x-razorpay-event-id',
        'Status: https://status.razorpay.com (unverified)',
        'Source: razorpay@2.9.8 (sdk-run, 2026-11-23); https://razorpay.com/docs/webhooks/best-practices (documentation, 2026-11-24)',
        'Unverified besides: test key prefix',
        '- Checkout signature is another one: order_id|payment_id with the API secret.',
        '',
      ].join('\n'),
    });
  });

  test('names what an unknown id may have meant', async () => {
    expect(await run('strype')).toEqual({ status: 2, out: '', err: 'No sheet for "strype"; did you mean stripe? Facts about it need a footnote each, or the word unverified.\n' });
  });

  test('finds sheets by words of their text', async () => {
    expect((await run('--search', 'ed25519', '--category', 'c')).out).toBe(['discord                    C  Discord', 'standard-webhooks          C  Standard Webhooks', 'telnyx                     C  Telnyx', ''].join('\n'));
    expect(await run('--search', 'no such words')).toEqual({ status: 2, out: '', err: 'No sheet matches "no such words".\n' });
  });

  test('refuses a category that does not exist', async () => {
    expect((await run('--list', '--category', 'Z')).status).toBe('Unexpected category Z, expected one of A, P, C, S, N, D, I, G, M, B.');
  });
});

import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { facts } from '../../scripts/commands/facts.ts';

const root = new URL('../..', import.meta.url).pathname;
const catalog = readSheets(root);
vi.mock('../../scripts/commands/catalog.ts', () => ({ loadCatalog: () => catalog }));

async function run(...args: string[]): Promise<{ status: number | string; out: string; err: string }> {
  let out = '';
  let err = '';
  const io = { cwd: folder, env: {}, isTTY: false, out: (t: string) => void (out += t), err: (t: string) => void (err += t), stdin: async () => readFileSync(vectorsFile), today: '2026-11-23' };
  const status = await facts.run(args, io).catch((error: Error) => error.message);
  return { status, out, err };
}

let folder = '';
const vectorsFile = join(root, 'tests/services/vectors.json');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'facts-'));
  const [first] = JSON.parse(readFileSync(vectorsFile, 'utf8')) as { valid: boolean }[];
  writeFileSync(join(folder, 'wrong.json'), JSON.stringify([{ ...first, valid: false }]));
  writeFileSync(join(folder, 'broken.json'), '[{');
  writeFileSync(join(folder, 'secret.txt'), 'password: hunter2\n');
  writeFileSync(join(folder, 'no-body.json'), '[{"valid":true,"secret":"s"}]');
});

describe('facts', () => {
  test('prints a sheet with its evidence', async () => {
    expect(await run('razorpay')).toEqual({
      status: 0,
      err: '',
      out: [
        'Razorpay [razorpay] · Payment & Financial',
        'Docs: https://razorpay.com/docs/api',
        'Auth: HTTP Basic key_id:key_secret [^sdk]',
        'Base URL: https://api.razorpay.com/v1 [^host]',
        'Variables: RAZORPAY_KEY_ID, RAZORPAY_KEY_SECRET, RAZORPAY_WEBHOOK_SECRET',
        'SDK: node: razorpay 2.9.8 [^sdk]',
        'Webhook razorpay: signed; header X-Razorpay-Signature [^sdk]; algorithm HMAC-SHA256; content {rawBody}; encoding hex; key webhook secret text, not the API secret; redelivery exponential backoff for 24 h, then the webhook is disabled [^best-practices]; dedupe x-razorpay-event-id',
        'Trap: Checkout signature is another one: order_id|payment_id with the API secret. [^sdk] +1',
        'Unknown (not looked for): sandboxHost, quotas, idempotency, events, prices, lead, deprecations, compliance, webhooks.acknowledge, webhooks.replay',
        '[^sdk]: razorpay@2.9.8 (run, 2026-11-23)',
        '[^host]: razorpay@2.9.8 dist/razorpay.js:29 (2026-11-30)',
        '[^best-practices]: https://razorpay.com/docs/webhooks/best-practices (2026-11-24)',
        '',
      ].join('\n'),
    });
  });

  test('names what an unknown id may have meant', async () => {
    expect(await run('strype')).toEqual({ status: 2, out: '', err: 'No sheet for "strype"; did you mean stripe? Facts about it need a footnote each.\n' });
  });

  test('finds sheets by words of their text', async () => {
    expect((await run('--search', 'ed25519', '--category', 'c')).out).toBe(['discord                    C  Discord', 'telnyx                     C  Telnyx', ''].join('\n'));
    expect(await run('--search', 'no such words')).toEqual({ status: 2, out: '', err: 'No sheet matches "no such words".\n' });
  });

  test('refuses a category that does not exist', async () => {
    expect((await run('--list', '--category', 'Z')).status).toBe('Unexpected category Z, expected one of A, P, C, S, N, D, I, G, M, B.');
  });
});

describe('facts verify', () => {
  test('prints for each delivery whether file and scheme agree', async () => {
    const { status, out } = await run('verify', '--service', 'hubspot-v1', '--vectors', '-');
    expect(status).toBe(0);
    expect(out.split('\n').slice(-5)).toEqual([
      'agreed     hubspot-v1: wrong-secret       invalid: no signature matches',
      'agreed     hubspot-v1: plain-hex-hmac     invalid: no signature matches',
      'agreed     hubspot-v1: signature-missing  invalid: missing header X-HubSpot-Signature',
      '16 of 16 agreed',
      '',
    ]);
  });

  test('exits 1 on a disagreement', async () => {
    expect(await run('verify', '--service', 'stripe', '--vectors', 'wrong.json')).toEqual({ status: 1, err: '', out: 'DISAGREED  stripe: valid  valid (the file expects invalid)\n0 of 1 agreed\n' });
  });

  test.each([
    [['--service', 'stripe', '--vectors', 'absent.json'], 'cannot read absent.json: there is no such file'],
    [['--service', 'stripe', '--vectors', 'no-body.json'], 'Delivery 1: unexpected rawBody, expected the body as a string.'],
    [['--service', 'mailgun', '--vectors', '-'], 'No delivery of the file is of Mailgun, expected provider mailgun.'],
    [['--service', 'nobody', '--vectors', '-'], 'No sheet for "nobody".'],
    [['--service', 'postmark', '--vectors', '-'], 'Postmark has no signature scheme that can be executed: HTTP Basic (HttpAuth of the webhook, or in its URL), own headers (HttpHeaders), or the IP allow-list.'],
    [['--service', 'stripe'], 'Unexpected end of the command, expected --service ID and --vectors FILE.'],
  ])('%j could not run', async (args, message) => {
    expect((await run('verify', ...args)).status).toBe(message);
  });

  test('a file that is no JSON could not run', async () => {
    expect((await run('verify', '--service', 'stripe', '--vectors', 'broken.json')).status).toMatch(/^broken\.json: unexpected text at position 2(?: \(line 1 column 3\))?, expected a JSON array of deliveries\.$/);
    // Not a word of a file that is none of ours.
    expect((await run('verify', '--service', 'stripe', '--vectors', 'secret.txt')).status).toBe('secret.txt: unexpected text, expected a JSON array of deliveries.');
  });
});

import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { main } from '../../scripts/cli/cli.ts';

const catalog = readSheets(new URL('../..', import.meta.url).pathname);
vi.mock('../../scripts/cli/commands/catalog.ts', () => ({ loadCatalog: () => catalog }));

const folder = mkdtempSync(join(tmpdir(), 'webhook-verify-'));
afterAll(() => rmSync(folder, { recursive: true }));

const SECRET = 'Kq7mXw2pVb9tRz4';
const OTHER = 'Hf3yLd8nGs6cJu1';
const BODY = '{"event":"Zoë ☕"}';
const HEADER = `sha256=${createHmac('sha256', SECRET).update(BODY).digest('hex')}`;
const delivery = (changes: object = {}) => ({
  headers: { 'X-Hub-Signature-256': HEADER, 'X-GitHub-Event': 'push' },
  rawBody: BODY,
  ...changes,
});

async function verify(input: string | Buffer | object, ...args: string[]) {
  let [out, err] = ['', ''];
  const bytes = Buffer.isBuffer(input) ? input : Buffer.from(typeof input === 'string' ? input : JSON.stringify(input));
  const io = {
    cwd: folder,
    env: { HOOK_SECRET: SECRET, OTHER_SECRET: OTHER, EMPTY: '' },
    isTTY: false,
    out: (t: string) => void (out += t),
    err: (t: string) => void (err += t),
    stdin: async () => bytes,
    today: '2026-11-30',
  };
  const status = await main(['webhook', 'verify', ...args], io);
  for (const text of [out, err])
    for (const secret of [SECRET, OTHER])
      for (let i = 0; i + 6 <= secret.length; i++) expect(text).not.toContain(secret.slice(i, i + 6));
  return { status, out, err };
}
const ENV = ['--secret-env', 'HOOK_SECRET'];
const GOOD = {
  status: 0,
  err: '',
  out: 'github, meta-graph: verified\n  header X-Hub-Signature-256  there\n  secret                      there\n',
};

describe('a delivery in each form', () => {
  const request = (...more: string[]) =>
    ['POST /hook?a=1 HTTP/1.1', 'Host: example.com', `X-Hub-Signature-256: ${HEADER}`, ...more].join('\r\n');
  const length = `Content-Length: ${Buffer.byteLength(BODY)}`;
  test.each<[string, string | Buffer | object]>([
    ['JSON', delivery()],
    ['JSON with a byte order mark', `\uFEFF${JSON.stringify(delivery())}`],
    ['names in lower case', delivery({ headers: { 'x-hub-signature-256': HEADER } })],
    ['names of CGI', delivery({ headers: { HTTP_X_HUB_SIGNATURE_256: HEADER } })],
    ['pairs', delivery({ headers: [['X-Hub-Signature-256', HEADER]] })],
    ['lists of values', delivery({ headers: { 'X-Hub-Signature-256': [HEADER] } })],
    ['the list of HAR', delivery({ headers: [{ name: 'X-Hub-Signature-256', value: HEADER }] })],
    [
      'HAR',
      {
        log: {
          entries: [
            {
              request: {
                method: 'POST',
                url: 'https://example.com',
                headers: [{ name: 'X-Hub-Signature-256', value: HEADER }],
                postData: { text: BODY },
              },
            },
          ],
        },
      },
    ],
    [
      'an event of a gateway',
      { headers: { 'X-Hub-Signature-256': HEADER }, body: Buffer.from(BODY).toString('base64'), isBase64Encoded: true },
    ],
    ['a raw request', `${request(length)}\r\n\r\n${BODY}`],
    ['a raw request with the newline of an editor', `${request(length)}\r\n\r\n${BODY}\n`],
    ['a raw request with LF', `${request().replaceAll('\r', '')}\n\n${BODY}`],
  ])('%s', async (_, input) => expect(await verify(input, ...ENV)).toEqual(GOOD));

  test('bytes that are no text', async () => {
    const body = Buffer.from([0xff, 0x00, 0x80]);
    const signature = createHmac('sha256', SECRET).update(body).digest('hex');
    const raw = Buffer.concat([
      Buffer.from(`POST / HTTP/1.1\r\nX-Hub-Signature-256: sha256=${signature}\r\n\r\n`),
      body,
    ]);
    expect(await verify(raw, ...ENV)).toEqual(GOOD);
  });

  test('the URL of a raw request', async () => {
    const url = 'https://example.com/hook?a=1';
    const signature = createHmac('sha256', SECRET)
      .update(url + BODY)
      .digest('base64');
    const raw = `${request().replace(/X-Hub.*/, `x-square-hmacsha256-signature: ${signature}`)}\r\n\r\n${BODY}`;
    expect((await verify(raw, ...ENV)).status).toBe(0);
    expect((await verify(raw.replace('Host: example.com', 'Host: 10.0.0.1'), ...ENV, '--url', url)).status).toBe(0);
    expect(
      (await verify(raw.replace('Host: example.com', 'Host: 10.0.0.1\r\nX-Forwarded-Host: example.com'), ...ENV)).out,
    ).toContain('url       the provider calls the host example.com');
  });
});

describe('what it says', () => {
  test('of a change', async () => {
    expect(await verify(delivery({ rawBody: `${BODY}\n` }), ...ENV, '--service', 'github')).toEqual({
      status: 1,
      err: '',
      out: [
        'github: NOT verified: no signature matches (signature-mismatch)',
        '  header X-Hub-Signature-256  there',
        '  secret                      there',
        '',
        'With this one change it would verify:',
        '  body      it was signed without the newline at its end',
        '',
      ].join('\n'),
    });
  });

  test('as JSON', async () => {
    const { status, out } = await verify(delivery({ rawBody: `${BODY}\n` }), ...ENV, '--service', 'github', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      service: 'github',
      family: 'github',
      verdict: { valid: false, reason: 'signature-mismatch' },
      changes: [{ part: 'body', code: 'final-newline' }],
      inputs: [
        { name: 'header X-Hub-Signature-256', there: true },
        { name: 'secret', there: true },
      ],
    });
  });

  test('of several secrets and deliveries', async () => {
    expect((await verify(delivery(), '--secret-env', 'OTHER_SECRET', ...ENV)).out).toMatch(
      /^github, meta-graph: verified with secret 2\n/,
    );
    const { status, out } = await verify(
      [delivery(), delivery({ case: 'bad', rawBody: 'x', valid: false }), delivery({ case: 'worse', rawBody: 'x' })],
      ...ENV,
    );
    expect(status).toBe(1);
    expect(out.split('\n').map((line) => line.slice(0, 30).trim())).toEqual([
      'ok  github: delivery 1  verifi',
      'ok  github: bad         not ve',
      'NO  github: worse       not ve',
      '2 of 3 as expected',
      '',
    ]);
  });

  test('a wrong secret and nothing else', async () => {
    const { out } = await verify(delivery(), '--secret-env', 'OTHER_SECRET', '--service', 'github');
    expect(out).toMatch(
      /None of \d+ single changes makes it verify\. It may be the secret of another endpoint, account or mode\./,
    );
  });

  test('a recorded delivery, by the clock of then', async () => {
    const t = 1_700_000_000;
    const stripe = {
      headers: { 'Stripe-Signature': `t=${t},v1=${createHmac('sha256', SECRET).update(`${t}.{}`).digest('hex')}` },
      rawBody: '{}',
    };
    expect((await verify(stripe, ...ENV)).out).toContain('clock     the signature is right, the delivery is old');
    for (const at of [`${t + 5}`, new Date(t * 1000).toISOString()])
      expect((await verify(stripe, ...ENV, '--at', at)).status).toBe(0);
  });
});

describe('where the secret comes from', () => {
  test('a file, its last newline apart; standard input; the delivery', async () => {
    writeFileSync(join(folder, 'secret'), `${SECRET}\n`);
    writeFileSync(join(folder, 'delivery.json'), JSON.stringify(delivery()));
    expect(await verify(delivery(), '--secret-file', 'secret')).toEqual(GOOD);
    expect(await verify(`${SECRET}\n`, 'delivery.json', '--secret-stdin')).toEqual(GOOD);
    expect(await verify(delivery({ secret: [OTHER, SECRET] }))).toMatchObject({ status: 0 });
    expect((await verify(delivery())).out).toMatch(/NOT verified: no secret is given \(no-secret\)/);
  });

  test('never the command line', async () => {
    for (const args of [['--secret', SECRET], [`--secret=${SECRET}`]]) {
      expect(await verify(delivery(), ...args)).toEqual({
        status: 2,
        out: '',
        err: 'vibe-specs: a secret on the command line is seen by every process: use --secret-env, --secret-file or --secret-stdin\n',
      });
    }
  });
});

describe('could not run', () => {
  test.each<[string | object, string[], string]>([
    ['', [], 'standard input: unexpected text, expected a delivery as JSON, HAR or a raw HTTP request.'],
    [
      'password: hunter2',
      [],
      'standard input: unexpected text, expected a delivery as JSON, HAR or a raw HTTP request.',
    ],
    ['[]', [], 'standard input: unexpected number of deliveries, expected 1 to 1000.'],
    [[1], [], 'standard input: Delivery 1: unexpected value, expected an object.'],
    [
      delivery({ rawBody: { a: 1 } }),
      [],
      'standard input: Delivery 1: unexpected rawBody, expected the body as a string, as it was received.',
    ],
    [delivery({ headers: 'x' }), [], 'standard input: Delivery 1: unexpected headers, expected an object or a list.'],
    [delivery({ secret: 5 }), [], 'standard input: Delivery 1: unexpected secret, expected a string or a few.'],
    [
      delivery({ clockUnix: 'x' }),
      [],
      'standard input: Delivery 1: unexpected clockUnix, expected seconds since 1970.',
    ],
    [delivery({ valid: 'x' }), [], 'standard input: Delivery 1: unexpected valid, expected true or false.'],
    [{ log: { entries: [null] } }, [], 'standard input: Delivery 1: unexpected value, expected an object.'],
    [
      'POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n',
      [],
      'standard input: unexpected Transfer-Encoding, expected the body as one piece.',
    ],
    [delivery(), ['--service', 'strype'], 'no sheet for "strype"; did you mean stripe?'],
    [
      delivery(),
      ['--service', 'postmark'],
      'Postmark has no signature scheme that can be executed: HTTP Basic (HttpAuth of the webhook, or in its URL), own headers (HttpHeaders), or the IP allow-list.',
    ],
    [
      delivery({ headers: {} }),
      [],
      'no header of the delivery tells whose it is. Name the service with --service; facts --list names them',
    ],
    [delivery({ provider: 'github' }), ['--service', 'stripe'], 'no delivery of - is of stripe'],
    [delivery(), ['--secret-env', 'NONE'], 'the variable NONE is not set'],
    [delivery(), ['--secret-env', 'EMPTY'], 'the variable EMPTY is empty'],
    [delivery(), ['absent.json'], 'cannot read absent.json: there is no such file'],
    [delivery(), ['--at', 'noon'], 'unexpected --at, expected a time as ISO 8601 or in seconds since 1970'],
    [delivery(), ['--secret-stdin'], 'standard input holds the secret: name a file that holds the delivery'],
    [delivery(), ['--servce', 'x'], 'unknown option --servce, did you mean --service? See vibe-specs webhook --help'],
  ])('%j %j', async (input, args, message) => {
    expect(await verify(input, ...args)).toEqual({ status: 2, out: '', err: `vibe-specs: ${message}\n` });
  });

  test('JSON that breaks off shows nothing of itself', async () => {
    expect((await verify(`{"secret": "${SECRET}" x`)).err).toMatch(
      /^vibe-specs: standard input: unexpected text(?: at position \d+(?: \(line 1 column \d+\))?)?, expected a delivery as JSON\.\n$/,
    );
  });

  test('an unknown action', async () => {
    const io = {
      cwd: folder,
      env: {},
      isTTY: false,
      out: () => undefined,
      err: (t: string) => void (said += t),
      stdin: async () => Buffer.alloc(0),
      today: '2026-11-30',
    };
    let said = '';
    expect(await main(['webhook', 'check'], io)).toBe(2);
    expect(said).toBe('vibe-specs: unexpected check, expected verify, sign or send. See vibe-specs webhook --help\n');
  });
});

test('the deliveries that SDKs have judged come out as they judged, but for one that is refused outside of the scheme', async () => {
  const { out } = await verify(readFileSync(new URL('../services/vectors.json', import.meta.url)));
  expect(out).toMatch(/\n184 of 185 as expected\n$/);
});

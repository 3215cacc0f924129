import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import fastify from 'fastify';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { webhook } from '../../scripts/cli/commands/webhook.ts';
import { findWebhook } from '../../scripts/services/catalog.ts';
import type { Case } from '../../scripts/services/webhook/cases.ts';
import type { Answer } from '../../scripts/services/webhook/answers.ts';
import { BODY_JUDGES, JUDGES, type Received } from '../services/sdk.ts';

const catalog = readSheets(new URL('../..', import.meta.url).pathname);
vi.mock('../../scripts/cli/commands/catalog.ts', () => ({ loadCatalog: () => catalog }));

const folder = mkdtempSync(join(tmpdir(), 'webhook-send-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A handler: the status it answers with. */
type Handler = (delivery: Omit<Received, 'secret'>) => Promise<number> | number;

let close: () => unknown = () => undefined;
afterEach(() => close());

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => (server.closeAllConnections(), server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
};
const plain = (headers: object) => headers as Record<string, string>;

/** The three servers that a handler is most often written for; each keeps the raw body. */
const SERVERS: Record<string, (handler: Handler) => Promise<string>> = {
  'node:http': async (handler) =>
    await listening(
      createServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => void chunks.push(chunk));
        request.on(
          'end',
          () =>
            void (async () => {
              const status = await handler({
                headers: plain(request.headers),
                body: Buffer.concat(chunks).toString(),
                url: `http://${request.headers.host}${request.url}`,
              });
              response.writeHead(status).end();
            })(),
        );
      }),
    ),
  express: async (handler) => {
    const app = express();
    app.post('/hook', express.raw({ type: () => true }), async (request, response) => {
      const url = `http://${request.headers.host}${request.originalUrl}`;
      response.sendStatus(
        await handler({ headers: plain(request.headers), body: (request.body as Buffer).toString(), url }),
      );
    });
    return await listening(createServer(app));
  },
  fastify: async (handler) => {
    const app = fastify();
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    app.post('/hook', async (request, reply) => {
      const url = `http://${request.headers.host}${request.url}`;
      await reply
        .code(await handler({ headers: plain(request.headers), body: (request.body as Buffer).toString(), url }))
        .send();
    });
    const address = await app.listen({ port: 0, host: '127.0.0.1' });
    close = () => app.close();
    return address.replace('127.0.0.1', 'localhost');
  },
};

async function run(args: readonly string[], env: Record<string, string> = {}) {
  let [out, err] = ['', ''];
  const io = {
    cwd: folder,
    env,
    isTTY: false,
    out: (t: string) => void (out += t),
    err: (t: string) => void (err += t),
    stdin: async () => Buffer.from(''),
    today: '2026-11-30',
  };
  const status = await webhook.run(args, io).catch((error: Error) => error.message);
  return { status, out, err };
}

const SECRETS: Record<string, string> = {
  hex: '44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056',
  utf8: 'shared secret',
};
const PUBLIC = ['spki-base64', 'raw-base64', 'raw-hex', 'pem'];
/** SDKs that leave the age to the receiver. */
const AGELESS = new Set(['sendgrid', 'discord', 'zoom']);

/** With the official SDK as the handler: 200, 400, or 400 when it throws. */
const verifying = (family: string, secret: string): Handler => {
  const judge = (JUDGES[family] ?? BODY_JUDGES[family]!)();
  return async (delivery) =>
    await Promise.resolve()
      .then(() => judge({ ...delivery, secret }))
      .then(
        (good) => (good ? 200 : 400),
        () => 400,
      );
};

const families = [...Object.keys(JUDGES), 'adyen-payments', 'braintree'];

describe.each(families.map((family, i) => [family, Object.keys(SERVERS)[i % 3]!] as const))(
  '%s, verified by its SDK behind %s',
  (family, server) => {
    test('accepts the valid one and its duplicate, refuses each other', async () => {
      for (const name of ['debug', 'error', 'log', 'warn'] as const)
        vi.spyOn(console, name).mockImplementation(() => undefined);
      const scheme = findWebhook(catalog, family)!.webhook.scheme!;
      const whsec = `${scheme.key === 'base64-after-v1,whsec_' ? 'v1,' : ''}whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw`;
      let secret = scheme.key.includes('whsec_') ? whsec : (SECRETS[scheme.key] ?? 'private');
      let args = ['--service', family, '--secret-env', 'SECRET'];
      const handler: { current: Handler } = { current: () => 500 };
      const url = `${await SERVERS[server]!((delivery) => handler.current(delivery))}/hook`;
      if (PUBLIC.includes(scheme.key)) {
        // The key is made when the deliveries are: the handler gets it then.
        const signed = await run(['sign', '--service', family, '--generate-key', '--url', url]);
        writeFileSync(join(folder, `${family}.json`), signed.out);
        secret = signed.err.split('\n')[1]!;
        args = ['--from', `${family}.json`];
      }
      if (family === 'braintree')
        handler.current = (d) => verifying(family, secret)({ ...d, body: d.body.replaceAll('public_key', 'pub') });
      else handler.current = verifying(family, secret);
      const { status, out, err } = await run(['send', url, ...args, '--ack', '20s', '--json'], { SECRET: secret });
      expect(err).toBe('');
      const answers = JSON.parse(out) as Answer[];
      const unexpected = answers.filter((a) => !a.agreed).map((a) => `${a.case}: ${a.outcome}`);
      expect(unexpected).toEqual(
        AGELESS.has(family) && answers.some((a) => a.case === 'stale') ? ['stale: accepted, expected refused'] : [],
      );
      expect(status).toBe(unexpected.length === 0 ? 0 : 1);
      expect(answers.map((a) => a.case)).toEqual(
        expect.arrayContaining(['valid', 'duplicate', 'tampered', 'wrong-secret', 'wrong-scheme', 'unsigned']),
      );
      vi.restoreAllMocks();
    });
  },
);

describe('send', () => {
  const stripe = ['--service', 'stripe', '--secret-env', 'SECRET'];
  const env = { SECRET: 'whsec_x', OLD: 'whsec_old' };

  test('while a secret is replaced, both are tried', async () => {
    const one = verifying('stripe', env.SECRET);
    const two = verifying('stripe', env.OLD);
    const url = `${await SERVERS.express!(async (d) => ((await one(d)) === 200 ? 200 : two(d)))}/hook`;
    const { status, out } = await run(['send', url, ...stripe, '--second-secret-env', 'OLD'], env);
    expect(out).toMatch(/^ok {2}second-secret {2}200 +\d+ ms {2}accepted$/m);
    expect(out).toMatch(/^8 of 8 as expected$/m);
    expect(status).toBe(0);
  });

  test('a handler that accepts everything, one that answers late, one that redirects, one that fails', async () => {
    const outcomes = async (handler: Handler, ack = '20s') => {
      const url = `${await SERVERS['node:http']!(handler)}/hook`;
      const { status, out } = await run(['send', url, ...stripe, '--json', '--ack', ack], env);
      await close();
      return [status, ...(JSON.parse(out) as Answer[]).map((a) => a.outcome)];
    };
    expect(await outcomes(() => 200)).toEqual([
      1,
      'accepted',
      'accepted',
      ...Array<string>(5).fill('accepted, expected refused'),
    ]);
    expect((await outcomes(() => 302)).slice(0, 3)).toEqual([
      1,
      'answered 302, expected accepted',
      'answered 302, expected accepted',
    ]);
    expect((await outcomes(() => 503)).at(-1)).toBe('answered 503, expected refused');
    const late = await outcomes(() => new Promise((resolve) => setTimeout(resolve, 75, 200)), '50ms');
    expect(late[1]).toBe('accepted, but later than 50 ms');
  });

  test('no answer at all', async () => {
    const url = `${await SERVERS['node:http']!(() => new Promise(() => undefined))}/hook`;
    expect((await run(['send', url, ...stripe, '--ack', '50ms'], env)).status).toBe(
      `${url}: no answer within 100 ms, expected accepted`,
    );
  });

  test('an answer without an end is cut off', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(32 * 1024)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const { status } = await run(['send', `${await listening(server)}/hook`, ...stripe, '--json', '--ack', '20s'], env);
    expect(status).toBe(1);
  });

  test.each([
    [
      'https://example.com/hook',
      'example.com is not this machine. Test deliveries go to another host only with --allow-host example.com.',
    ],
    [
      'http://localhost.example.com/',
      'localhost.example.com is not this machine. Test deliveries go to another host only with --allow-host localhost.example.com.',
    ],
    [
      'http://127.0.0.1.nip.io/',
      '127.0.0.1.nip.io is not this machine. Test deliveries go to another host only with --allow-host 127.0.0.1.nip.io.',
    ],
    [
      'http://0.0.0.0/',
      '0.0.0.0 is not this machine. Test deliveries go to another host only with --allow-host 0.0.0.0.',
    ],
    [
      'http://localhost@169.254.169.254/',
      '169.254.169.254 is not this machine. Test deliveries go to another host only with --allow-host 169.254.169.254.',
    ],
    ['file:///etc/passwd', 'unexpected file: URL, expected http: or https:.'],
    ['localhost', 'unexpected URL, expected http://localhost:PORT/PATH.'],
    ['http://localhost:1/', 'http://localhost:1/: no answer: ECONNREFUSED, expected accepted'],
  ])('%s', async (url, message) => {
    expect((await run(['send', url, ...stripe], env)).status).toBe(message);
  });

  test('deliveries from a file go where the command says, not where the file says', async () => {
    const seen: string[] = [];
    const url = `${await SERVERS['node:http']!(({ url: at }) => (seen.push(at), 200))}/hook`;
    const delivery: Case = {
      case: 'valid',
      expect: 'accepted',
      why: '',
      url: 'http://169.254.169.254/latest?a=1',
      headers: { a: 'b' },
      body: '{}',
    };
    writeFileSync(join(folder, 'elsewhere.json'), JSON.stringify([delivery]));
    expect((await run(['send', url, '--from', 'elsewhere.json'])).status).toBe(0);
    expect(seen).toEqual([`${url}?a=1`]);
    for (const broken of [
      '[]',
      '{}',
      'x',
      '[{"case":1}]',
      JSON.stringify([{ ...delivery, headers: { 'a\r\nb': 'c' } }]),
    ]) {
      writeFileSync(join(folder, 'broken.json'), broken);
      expect((await run(['send', url, '--from', 'broken.json'])).status).toMatch(
        /^broken\.json: expected up to 100 deliveries/,
      );
    }
  });

  test('the path of the endpoint is put behind the URL', async () => {
    const seen: string[] = [];
    const url = await SERVERS['node:http']!((d) => (seen.push(d.url), 200));
    await run(['send', url, '--endpoint', '/api/hooks', ...stripe], env);
    expect(new Set(seen)).toEqual(new Set([`${url}/api/hooks`]));
    expect((await run(['send', url, '--endpoint', '//example.com/x', ...stripe], env)).status).toMatch(
      /^example\.com is not this machine/,
    );
  });
});

describe('sign', () => {
  const env = { SECRET: "it's secret" };
  const sign = (...args: string[]) =>
    run(['sign', '--service', 'github', '--secret-env', 'SECRET', '--event', "o'push", ...args], env);

  test('as shell lines and as a .http file', async () => {
    const curl = (await sign('--format', 'curl')).out;
    expect(curl).toMatch(
      /^# valid: expected accepted\ncurl -sS .* -X POST 'http:\/\/localhost:3000\/webhooks\/github' \\\n {2}-H 'Content-Type: application\/json' \\\n/,
    );
    expect(curl).toContain(`"type":"o'\\''push"`);
    const http = (await sign('--format', 'http')).out;
    expect(http).toMatch(
      /^### valid: expected accepted\nPOST http:\/\/localhost:3000\/webhooks\/github HTTP\/1\.1\nContent-Type: application\/json\nX-Hub-Signature-256: sha256=[0-9a-f]{64}\n\n\{/,
    );
    expect(curl + http).not.toContain(env.SECRET);
  });

  test('a body of your own', async () => {
    writeFileSync(join(folder, 'own.json'), '{ "mine": 1 }\n');
    const [valid, , tampered] = JSON.parse((await sign('--body', 'own.json')).out) as Case[];
    expect([valid!.body, tampered!.body]).toEqual(['{ "mine": 1 }\n', '{ "mine": 1 ,"tampered":true}\n']);
  });

  test.each([
    [['sign'], 'expected --service ID. vibe-specs facts --list names them'],
    [['sign', '--service', 'strype', '--generate-key'], 'no sheet for "strype"; did you mean stripe?'],
    [
      ['sign', '--service', 'stripe'],
      'expected --secret-env NAME, --secret-file FILE, --secret-stdin or --generate-key',
    ],
    [['sign', '--service', 'stripe', '--secret-env', 'NONE'], 'the variable NONE is not set'],
    [
      ['sign', '--service', 'plaid', '--generate-key'],
      'deliveries of plaid are not made here: only the provider has their key',
    ],
    [
      ['sign', '--service', 'paypal', '--secret-env', 'SECRET'],
      'the provider signs with a private key of its own: use --generate-key and give your handler the public key',
    ],
    [
      ['sign', '--service', 'stripe', '--generate-key', '--format', 'xml'],
      'unexpected --format, expected json, curl or http',
    ],
    [['send'], 'unexpected end of the command, expected the URL of your handler'],
    [
      ['send', 'http://localhost:1', '--service', 'stripe', '--generate-key', '--ack', 'soon'],
      'unexpected --ack, expected a duration such as 5s',
    ],
  ])('%j could not run', async (args, message) => {
    expect((await run(args, env)).status).toBe(message);
  });
});

import { describe, expect, test } from 'vitest';
import { buildCatalog } from '../../scripts/services/load.ts';
import { describeFacts, describeFully } from '../../scripts/services/facts-report.ts';
import { factsFor, missing, select } from '../../scripts/services/select.ts';
import { stateOf } from '../../scripts/services/sheet.ts';

const sources = {
  limits: 'https://docs.acme.example/limits 2026-11-24',
  hooks: 'https://docs.acme.example/webhooks 2026-11-25 copy',
  home: 'https://docs.acme.example/docs 2026-11-25',
  blog: 'https://blog.example/acme-webhooks 2026-11-25 third-party',
  sdk: 'npm:@acme/sdk@2.0.1 run 2026-11-26',
  host: 'npm:@acme/sdk@2.0.1/dist/client.js:12 "api.acme.example" 2026-11-26',
  py: 'pypi:acme@4.0.0 2026-11-26',
};

const data = {
  id: 'acme',
  name: 'Acme',
  aliases: [],
  category: 'P',
  docs: 'https://docs.acme.example',
  auth: ['Bearer key [^limits]'],
  production: ['https://api.acme.example [^host]'],
  sandboxHost: 'none [^limits]',
  variables: ['ACME_KEY [^sdk]', 'ACME_OWN'],
  sdks: {
    node: { package: '@acme/sdk', version: '2.0.1', retries: '2 [^sdk]', src: 'host' },
    python: { package: 'acme', src: 'py' },
    php: 'none [^home]',
  },
  quotas: [{ limit: '5 requests per second', plan: 'Starter', src: 'limits' }],
  idempotency: 'Idempotency-Key, 24 h [^limits] [^hooks]',
  webhooks: [
    {
      id: 'acme',
      src: 'sdk',
      signed: true,
      header: 'X-Acme',
      algorithm: 'HMAC-SHA256',
      content: '{rawBody}',
      encoding: 'hex',
      key: 'secret text',
      replay: 'none [^hooks]',
      acknowledge: '5 s [^hooks]',
      redelivery: '3 times [^blog]',
      verify: { node: 'acme.verify', python: 'acme.check [^py]' },
      scheme: null,
    },
  ],
  deprecations: [
    { what: 'v1', ends: '2027-03', instead: 'v2', src: 'limits' },
    { what: 'v0', ends: '2026-11-30', instead: 'v1', src: 'limits' },
    { what: 'beta', ends: '2026-11-29', instead: 'v0', src: 'limits' },
  ],
  products: {
    pay: {
      name: 'Acme Pay',
      production: ['https://pay.acme.example [^limits]'],
      quotas: [{ limit: '1 request per second', src: 'limits' }],
    },
  },
  sources,
};
const body =
  '\n- Calls cost money. [^limits]\n- The client never closes. [^sdk] [^host]\n\n## pay\n- Payouts are slow. [^home]\n';

const build = (changes: object = {}, text = body) =>
  buildCatalog([{ path: 'x/acme.md', data: { ...data, ...changes }, body: text }]);
const catalog = build();
const sheet = catalog.sheets[0]!;
const pay = sheet.products[0]!;

describe('a sheet', () => {
  test('states values without their footnotes', () => {
    expect([sheet.auth, sheet.sandboxHost, sheet.variables, sheet.idempotency]).toEqual([
      ['Bearer key'],
      null,
      ['ACME_KEY', 'ACME_OWN'],
      'Idempotency-Key, 24 h',
    ]);
    expect(sheet.sdks).toMatchObject({ node: { retries: 2, timeout: null }, php: null });
    expect(sheet.webhooks[0]).toMatchObject({ acknowledge: '5 s', replay: null, dedupe: null });
    expect([sheet.traps, pay.traps]).toEqual([
      ['Calls cost money.', 'The client never closes.'],
      ['Payouts are slow.'],
    ]);
  });

  test('tells a value, none and unknown apart', () => {
    expect((['quotas', 'sandboxHost', 'prices'] as const).map((fact) => stateOf(sheet, fact))).toEqual([
      'value',
      'none',
      'unknown',
    ]);
    const all = { sheet, product: null, language: null };
    expect([missing(all, 'none'), missing(all, 'unknown')]).toEqual([
      ['sandboxHost', 'webhooks.replay'],
      ['events', 'prices', 'lead', 'compliance', 'webhooks.dedupe'],
    ]);
    expect(missing({ ...all, language: 'php' }, 'none')).toContain('sdks.php');
    expect(missing({ ...all, language: 'ruby' }, 'unknown')).toContain('sdks.ruby');
  });

  test.each<[string, object, string?]>([
    ['auth.0 names no source', { auth: ['Bearer key'] }],
    ['webhooks.0.header names no source', { webhooks: [{ ...data.webhooks[0], src: undefined }] }],
    ['quotas.0.limit names no source', { quotas: [{ limit: '5 requests per second' }] }],
    ['sandboxHost names no source', { sandboxHost: 'none' }],
    [
      'sandboxHost is said not to exist, and the day of its source is not recorded',
      { sandboxHost: 'none [^old]', sources: { ...sources, old: 'https://docs.acme.example/old' } },
    ],
    ['auth.0 names the source "nowhere", which is not among the sheet\'s sources', { auth: ['Bearer key [^nowhere]'] }],
    ['the source "more" is cited nowhere', { sources: { ...sources, more: 'https://docs.acme.example/more' } }],
    [
      'source limits: unexpected "yesterday", expected run, copy, third-party, page:YYYY-MM, a language or a date',
      { sources: { ...sources, limits: 'https://docs.acme.example/limits yesterday' } },
    ],
    [
      'unexpected source "limits,hooks", expected https://… or one of npm,',
      { sources: { ...sources, both: ['limits', 'hooks'] } },
    ],
    ['unexpected source "memory", expected https://… or one of npm,', { sources: { ...sources, limits: 'memory' } }],
    ['the heading "rent" is the id of no product', {}, `${body}\n## rent\n- Dear. [^limits]\n`],
    ['unexpected line "Prose.", expected a bullet', {}, `${body}\nProse. [^limits]\n`],
    ['traps.0 names no source', {}, body.replace(' [^limits]', '')],
  ])('is refused: %s', (message, changes, text) => expect(() => build(changes, text)).toThrow(`x/acme.md: ${message}`));
});

describe('a product', () => {
  const facts = select({ sheet, product: pay, language: null });

  test('has its own host in place of the vendor’s, and its quotas besides', () => {
    const of = (fact: string) => facts.filter((f) => f.fact === fact).map(({ product, value }) => [product, value]);
    expect(of('production')).toEqual([['pay', 'https://pay.acme.example']]);
    expect(of('quotas')).toMatchObject([
      ['pay', { limit: '1 request per second' }],
      [null, { limit: '5 requests per second' }],
    ]);
    expect(of('auth')).toEqual([[null, 'Bearer key']]);
  });

  test('is no part of what is common', () => {
    expect(select({ sheet, product: null, language: null }).some(({ product }) => product !== null)).toBe(false);
  });

  test('a family of one product is not another’s', () => {
    const own = build({ webhooks: [{ ...data.webhooks[0], products: ['pay'] }] }).sheets[0]!;
    const hasWebhook = (product: typeof pay | null) =>
      select({ sheet: own, product, language: null }).some(({ fact }) => fact === 'webhooks');
    expect([hasWebhook(own.products[0]!), hasWebhook(null)]).toEqual([true, false]);
  });
});

describe('a language', () => {
  const paths = (language: 'node' | 'python') => select({ sheet, product: null, language }).map(({ path }) => path);

  test('has its own SDK and verifier, and not the traps of another', () => {
    expect(paths('python').filter((path) => /sdks|verify|traps|variables/.test(path))).toEqual([
      'variables.1',
      'sdks.python',
      'traps.0',
      'webhooks.acme.verify.python',
    ]);
    expect(paths('node')).toEqual(
      expect.arrayContaining(['sdks.node', 'traps.1', 'webhooks.acme.verify.node', 'variables.0']),
    );
    expect(paths('python')).not.toContain('traps.1');
  });
});

describe('a fact of one language or region', () => {
  const own = build(
    {
      variables: [],
      limits: ['5 MB, as the SDK sends it [^sdk] [@all]'],
      prices: [{ what: 'card', price: '1 %', src: 'limits', for: ['EU'] }],
      deprecations: [],
      webhooks: [{ ...data.webhooks[0], dedupe: 'id [^limits] [@DE]' }],
    },
    '\n- The client never closes. [^limits] [@node, php]\n- Cards need SCA. [^limits] [@EEA]\n- Calls cost money. [^limits]\n',
  );
  const one = own.sheets[0]!;
  const traps = (asked: object) =>
    select({ sheet: one, product: null, language: null, ...asked }).flatMap(({ fact, value }) =>
      fact === 'traps' ? [value] : [],
    );
  const copied = (...asked: [language: 'node' | 'python' | null, region?: string]) =>
    factsFor(own, 'acme', null, ...asked).map(({ path }) => path);

  test('is shown where it holds', () => {
    expect(one.traps[0]).toBe('The client never closes.');
    expect(traps({})).toHaveLength(3);
    expect(traps({ language: 'php' })).toContain('The client never closes.');
    expect(traps({ language: 'python' })).not.toContain('The client never closes.');
    expect(['DE', 'EU', 'NO', 'US'].map((region) => traps({ region }).length)).toEqual([3, 3, 3, 2]);
    expect(select({ sheet: one, product: null, language: 'ruby' }).map(({ path }) => path)).toContain('limits.0');
  });

  test('is copied only where it is known to hold', () => {
    expect(copied(null, 'AT')).toEqual(expect.arrayContaining(['prices.0', 'traps.1', 'traps.2']));
    expect(copied('node')).toContain('traps.0');
    expect([copied(null), copied('python')].map((paths) => paths.includes('limits.0'))).toEqual([true, true]);
    for (const path of ['traps.0', 'traps.1', 'prices.0', 'webhooks.acme.dedupe'])
      expect(copied(null)).not.toContain(path);
    expect(copied(null, 'DE')).toContain('webhooks.acme.dedupe');
  });

  test('says so in print', () => {
    const text = describeFacts({ sheet: one, product: null, language: null }, '2026-11-30');
    expect(text).toContain('Trap: (node, php) The client never closes. [^limits]');
    expect(text).toContain('Price: (EU) card: 1 % [^limits]');
    expect(describeFully({ sheet: one, product: null, language: 'node' }, '2026-11-30')).toContain(
      'Trap: The client never closes.',
    );
  });

  test.each(['cobol', 'eu', 'Europe'])('is refused: %s', (word) => {
    expect(() => build({ auth: [`key [^limits] [@${word}]`] })).toThrow(
      `x/acme.md: unexpected "@${word}", expected all, one of node,`,
    );
  });
});

describe('what may be copied', () => {
  const paths = (language: 'node' | 'python') => factsFor(catalog, 'acme', null, language).map(({ path }) => path);

  test('has a page of the vendor, or the package of the language', () => {
    expect(paths('python')).toEqual(
      expect.arrayContaining(['auth.0', 'idempotency', 'webhooks.acme.acknowledge', 'webhooks.acme.verify.python']),
    );
    expect(paths('node')).toContain('webhooks.acme.header');
  });

  test('is nothing of another language, of a home page or of somebody else', () => {
    expect(paths('python')).not.toContain('webhooks.acme.header');
    expect(paths('node')).not.toContain('webhooks.acme.redelivery');
    expect(factsFor(catalog, 'acme', 'pay', 'node').map(({ path, product }) => `${product} ${path}`)).not.toContain(
      'pay traps.0',
    );
    expect(factsFor(catalog, 'acme', 'rent', 'node')).toEqual([]);
  });
});

describe('the report', () => {
  const short = describeFacts({ sheet, product: pay, language: 'python' }, '2026-11-30');

  test('begins with what ends, the nearest first', () => {
    expect(short.split('\n').slice(0, 3)).toEqual([
      'Acme Pay [acme/pay] · Payment & Financial',
      'Ends: 2026-11-30: v0 → v1 [^limits]',
      'Ends: 2027-03: v1 → v2 [^limits]',
    ]);
    expect(short).toContain('Ended: 2026-11-29: beta → v0 [^limits]');
  });

  test('says in a line each what there is not and what is not known', () => {
    expect(short).toContain(
      '\nNone (looked for): sandboxHost [^limits], webhooks.replay [^hooks]\nUnknown (not looked for): events, prices, lead, compliance, webhooks.dedupe\n',
    );
  });

  test('explains footnotes with page or file, and day', () => {
    expect(short).toContain('\n[^limits]: https://docs.acme.example/limits (2026-11-24)\n');
    expect(short).toContain('\n[^hooks]: https://docs.acme.example/webhooks (copy of unknown age, 2026-11-25)\n');
    expect(describeFully({ sheet, product: null, language: null }, '2026-11-30')).toContain(
      '\n[^host]: @acme/sdk@2.0.1 dist/client.js:12 (2026-11-26)\n',
    );
  });

  test('names the products of a vendor', () => {
    expect(describeFacts({ sheet, product: null, language: null }, '2026-11-30')).toContain(
      "\nProducts: acme/pay (each with what is the vendor's)\n",
    );
  });
});

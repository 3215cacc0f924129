import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../scripts/spec/model.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { changed, harbor, ROOT, textOf, tiny } from '../support.ts';
import { ASSETS, LIVE, read, viewOf, type Element } from './page.ts';

const example = textOf(join(ROOT, 'examples/harbor-kitchen/docs/06-technical-specification/07-integrations.md'));
const named = (element: Element, tag: string) => element.where((e) => e.tag === tag);
const pageOf = (text: string) => viewOf(text).then(read);

describe.each([
  ['the example', example],
  ['three services', harbor],
  ['the small form', tiny],
])('%s', (_, text) => {
  let page: Element;
  beforeAll(async () => void (page = await pageOf(text)));
  const { section } = parseSection7(text, 'section.md');
  const ids = () => page.all.flatMap(({ attributes }) => attributes.id ?? []);

  test('each heading, id and footnote has its anchor', () => {
    const wanted = [
      ...section!.headings.map(({ number }) => number),
      ...section!.ids.defined.map(({ id }) => id),
      ...section!.footnotes.map(({ id }) => `fn-${id}`),
    ];
    expect(wanted.filter((id) => !ids().includes(id))).toEqual([]);
  });

  test('each anchor is there once', () => {
    expect(ids().filter((id, i, all) => all.indexOf(id) !== i)).toEqual([]);
  });

  test('each link within the page leads somewhere', () => {
    const known = new Set(ids());
    const links = page.all.flatMap(({ attributes: { href } }) =>
      href?.startsWith('#') ? decodeURIComponent(href.slice(1)) : [],
    );
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((id) => !known.has(id))).toEqual([]);
  });

  test('all that people read of the section is on the page', () => {
    const all = page.id('main').text.replace(/\s+/g, '');
    // Footnotes are numbers here, and decisions have no header and say their id once.
    const isLeft = ({ kind, piece, table, column }: Run) =>
      kind === 'heading' ||
      piece.footnotes.length > 0 ||
      /^\*\*D-/.test(piece.text) ||
      (table === 'decisions' && column === piece.plain);
    const pieces = section!.runs.filter((run) => !isLeft(run));
    const missing = pieces
      .map(({ piece }) => piece.plain.replaceAll(/ · (?=[A-Z][\w ]+:)/g, '').replace(/\s+/g, ''))
      .filter((plain) => !all.includes(plain));
    expect(missing).toEqual([]);
  });

  test('nothing is loaded and nothing has a style of its own', () => {
    const loading = page.where(
      ({ attributes }) => 'src' in attributes || 'style' in attributes || 'srcset' in attributes,
    );
    expect(loading.map(({ tag }) => tag)).toEqual([]);
    expect(page.where(({ tag }) => /^(?:link|iframe|object|embed|img|base)$/.test(tag))).toEqual([]);
  });
});

describe('the product owner', () => {
  let owner: Element;
  beforeAll(async () => void (owner = (await pageOf(harbor)).id('owner')));
  const table = (kind: string) => owner.where(({ attributes }) => attributes.class?.startsWith(kind) === true)[0]!;

  test('reads the opening first, then what there is, and the decisions by day', () => {
    expect(owner.text).toMatch(
      /^What has to be decided Harbor Kitchen buys three things: .* sources 7\.R\. Decisions Sums that do not fit Cost a month, by service Which feature needs which service 7\.0\.1 Decisions 2026-12-14 D-1 /,
    );
    expect(named(owner, 'h3').map(({ text }) => text)).toEqual(['2026-12-14', '2027-01-11']);
  });

  test('finds a decision with its default, and what explains it', () => {
    expect(owner.id('D-1').text).toMatch(
      /^D-1 Is the budget .* Until then SEPA debit stands first on the page; the budget stays\. Blocks Opening of the checkout Owner Product owner By 2026-12-14 The architecture says /,
    );
  });

  test('the anchor of a group stands above the first of it', async () => {
    const page = await pageOf(harbor);
    const ids = page.where(({ attributes }) => attributes.id !== undefined).map(({ attributes }) => attributes.id!);
    expect(ids[ids.indexOf('7.0') + 1]).toBe('7.0.1');
    expect(ids[ids.indexOf('7.O') + 1]).toMatch(/^7\.O\./);
    const service = page.id('7.P.1').where(({ attributes }) => attributes.id !== undefined);
    expect(service.slice(0, 2).map(({ attributes }) => attributes.id)).toEqual(['h-7.P.1', '7.P']);
  });

  test('sees what each service costs against its budget', () => {
    expect(
      named(table('chart'), 'tr')
        .slice(1)
        .map(({ text }) => text),
    ).toEqual([
      'Google Sign-In EUR 0 EUR 0',
      'Stripe EUR 14,960 EUR 5,960 over EUR 9,000 (D-1)',
      'Postmark open (D-3) EUR 60',
    ]);
    expect(bars(owner)).toEqual([['0.00'], ['60.16', '39.84']]);
    expect(owner.text).toContain('Stripe costs EUR 14,960 a month against a budget of EUR 9,000: EUR 5,960 too much.');
  });

  test('sees which feature needs which service', () => {
    const rows = named(table('map'), 'tr')
      .slice(1)
      .map((row) =>
        row.all.flatMap(({ tag, text, attributes }) =>
          tag === 'th' || (tag === 'td' && attributes.class === 'dot') ? text : [],
        ),
      );
    expect(rows[0]).toEqual(['3.2 Sign-in', '●Google Sign-In', '', '']);
    expect(rows[3]).toEqual(['3.5 Order Mail', '', '', '●Postmark']);
    expect(table('map').text).toContain('3.3 Weekly Box none. choice and deadline are ours');
  });
});

const bars = (page: Element) =>
  named(page, 'svg').map((svg) =>
    named(svg, 'rect')
      .slice(1)
      .map(({ attributes }) => attributes.width),
  );

test.each([
  [
    'one sum of a currency has no bar: there is nothing to hold it against',
    ['EUR 10 | EUR 20', 'USD 7 | open'],
    [['50.00']],
  ],
  ['each currency has its scale', ['EUR 10 | EUR 20', 'USD 7 | USD 7'], [['50.00'], ['100.00']]],
  ['no cost at all', ['EUR 0 | EUR 0'], [['0.00']]],
  ['no budget', ['EUR 10 | –', 'EUR 5 | –'], [['100.00'], ['50.00']]],
])('bars: %s', async (_, sums, widths) => {
  const rows = sums.map((sum, i) => `| 7.P.${i + 1} | S${i} | decided | ${sum} |`).join('\n');
  const services = sums.map((_sum, i) => `#### 7.P.${i + 1} S${i}\n`).join('\n');
  const page = await pageOf(
    `## 7. X\n### 7.3 R\n\n| Section | Service | Status | Cost a month | Budget |\n|---|---|---|---|---|\n${rows}\n\n### 7.P Payment\n\n${services}`,
  );
  expect(bars(page).map((all) => all.map((width) => Number(width)))).toEqual(widths.map((all) => all.map(Number)));
});

test('decisions with dates stand in their order', async () => {
  const rows = ['2027-03-01', 'Now', '2027-01-15']
    .map((by, i) => `| D-${i + 1} | Which? | One | Two | Lead | ${by} |`)
    .join('\n');
  const page = await pageOf(
    `## 7. X\n#### 7.0.1 Decisions\n\n| ID | Decision | Default | Blocks | Owner | By |\n|---|---|---|---|---|---|\n${rows}\n`,
  );
  expect(named(page.id('owner'), 'h3').map(({ text }) => text)).toEqual(['2027-01-15', 'Now', '2027-03-01']);
});

describe('other readers', () => {
  let page: Element;
  beforeAll(async () => void (page = await pageOf(harbor)));
  const titles = (id: string) => named(page.id(id), 'h2').map(({ text }) => text.split(' ')[0]);

  test('a service begins with what matters and its parts, which a simple one has, too', () => {
    expect(page.id('7.P.1').text).toMatch(
      /^7\.P\.1 Stripe Status decided Cost a month EUR 14,960, budget EUR 9,000 \(D-1\) EUR 5,960 over Features 3\.4 Checkout When it is down "Payment does not work right now, your box is kept" \(more\) Decisions D-1 Service Overview Authentication & Configuration /,
    );
    // D-3 is named by its row of the registry alone.
    expect(page.id('7.C.1').text).toMatch(
      /^7\.C\.1 Postmark Status decided Cost a month open \(D-3\), budget EUR 60 .* Decisions D-2, D-3 Service Overview /,
    );
    expect(page.id('7.C.1.6').text).toBe('Error Handling & Resilience');
  });

  test('on call: outages, alerts of all services, incidents, and what else is done in operation', () => {
    expect(titles('on-call')).toEqual(['7.1.2', 'Alerts,', '7.O.4', '7.O.5', '7.O.2', '7.O.3']);
    expect(page.id('on-call').text).toContain(
      'Stripe stripe_inbox_age_seconds > 600 ticket look whether the worker runs',
    );
  });

  test('on call: a job in code leads to its row', () => {
    const link = page.id('on-call').all.find(({ tag, text }) => tag === 'a' && text === 'compare-payments');
    expect(page.id(decodeURIComponent(link!.attributes.href!.slice(1))).text).toContain('each night, 02:30');
  });

  test('developer: changes first, then the order of the document', () => {
    expect(titles('developer')).toEqual([
      '7.E',
      'Variables',
      '7.0.2',
      '7.O.1',
      '7.1',
      '7.1.1',
      '7.2',
      '7.2.1',
      '7.2.2',
      '7.2.3',
      '7.4',
      '7.T.1',
      '7.T.2',
    ]);
  });

  test('sources: what is to be confirmed first, and where each source is cited', () => {
    expect(titles('sources')).toEqual(['7.Q', 'Where', 'What']);
    expect(page.id('fn-limits').text).toBe(
      'Stripe, Rate limits. https://docs.stripe.com/rate-limits (read 2026-11-26) Cited in 7.P.1.3, 7.P.1.8.',
    );
  });

  test('filters: a row says which services, features and people it names', () => {
    expect(page.id('D-2').attributes).toMatchObject({
      'data-services': '7.C.1',
      'data-features': '3.5',
      'data-people': 'Product owner',
    });
  });

  test('a table of the form goes to its reader wherever it stands', async () => {
    const moved =
      '#### 7.0.3 Open\n\n| ID | Fact | Carries | Where to look | By |\n|---|---|---|---|---|\n| V-1 | a | b | c | d |\n';
    expect((await pageOf(`## 7. X\n\n### 7.0 R\n\n${moved}`)).id('sources').text).toContain('V-1');
  });
});

describe('markdown', () => {
  const prose = (text: string) =>
    pageOf(`## 7. X\n\n${text}\n`).then((page) => page.where(({ attributes }) => attributes.class === 'opening')[0]!);

  test.each([
    ['a comment', 'one <!-- two --> three', 'one three'],
    ['a comment of several lines', '<!-- one\n\ntwo -->\nthree', 'three'],
    ['text behind the end of a comment', '<!-- one\n--> two', 'two'],
    ['an open comment', 'one <!-- two', 'one <!-- two'],
    ['HTML', 'one <b>two</b>', 'one <b>two</b>'],
    ['an image', '![two](https://example.com/x.png)', '[image: two]'],
    ['an entity', '&lt;b&gt; &amp;amp;', '<b> &amp;'],
    ['a name that looks like an address', 'stripe.com/pricing', 'stripe.com/pricing'],
  ])('%s', async (_, text, shown) => {
    expect((await prose(text)).text).toBe(shown);
  });

  test.each([
    ['https://example.com/a', 'https://example.com/a'],
    ['[a](https://example.com/?a=1&b="2")', 'https://example.com/?a=1&b=%222%22'],
    ['[a](mailto:a@example.com)', 'mailto:a@example.com'],
    ['<https://example.com>', 'https://example.com'],
  ])('a link: %s', async (text, href) => {
    expect(named(await prose(text), 'a').map(({ attributes }) => attributes.href)).toEqual([href]);
  });

  test.each([
    '[a](javascript:alert(1))',
    '[a](JaVaScRiPt&colon;alert(1))',
    '[a](data:text/html,x)',
    '[a](vbscript:x)',
    '[a](file:///etc/passwd)',
    '[a](//example.com)',
    '[a](03-features.md)',
    '[a]( java\tscript:alert(1))',
  ])('no link: %s', async (text) => {
    expect(named(await prose(text), 'a')).toEqual([]);
  });

  test('a diagram that was not drawn is its source, and says why', async () => {
    const figure = named(await prose('```mermaid\nflowchart LR\n  A --> B\n```'), 'figure')[0]!;
    expect(figure.text).toBe('Diagram, as its source: diagrams were not drawn flowchart LR A --> B');
  });
});

describe('findings', () => {
  test('stand at their place, once, and are listed', async () => {
    const [from, to] = ['| D-1 | Is the budget', '| D-1 | TODO Is the budget'];
    const page = await pageOf(changed(harbor, from, to));
    const found = page.where(
      ({ attributes, text }) => attributes.class?.startsWith('finding') === true && /TODO/.test(text),
    );
    expect(found.length).toBe(1);
    expect(page.id('D-1').text).toContain(found[0]!.text);
    const listed = page.id('sources').where(({ tag, text }) => tag === 'li' && /TODO/.test(text));
    expect(listed.map(({ text, all }) => [text, all.find(({ tag }) => tag === 'a')!.attributes.href])).toEqual([
      [expect.stringMatching(/^(?:Error|Warning), line \d+: /), '#D-1'],
    ]);
  });

  test('in the row of a table', async () => {
    const page = await pageOf(changed(harbor, '| 402 | the payment', '| 402 | TODO the payment'));
    const rows = named(page.id('7.P.1'), 'tr').map(({ text }) => text);
    expect(rows[rows.findIndex((text) => text.startsWith('402 TODO')) + 1]).toMatch(/^(?:Error|Warning)\. .*TODO/);
  });

  test('about sums are on the first page', async () => {
    const page = await pageOf(changed(harbor, '| Total | | | EUR 14,960 |', '| Total | | | EUR 13,960 |'));
    expect(page.id('owner').text).toMatch(
      /Sums that do not fit .* Unexpected total EUR 13,960, its lines make EUR 14,960/,
    );
  });
});

describe('the policy of the page', () => {
  const policyOf = (page: Element) =>
    page.where(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')[0]!.attributes.content!;
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  test('allows its own style and script, and no network', async () => {
    expect(policyOf(await pageOf(tiny))).toBe(
      `default-src 'none'; style-src ${hash(ASSETS.style)}; img-src data:; script-src ${hash(ASSETS.script)}; base-uri 'none'; form-action 'none'`,
    );
  });

  test('where it is served, it may ask whether something changed', async () => {
    expect(policyOf(read(await viewOf(tiny, LIVE)))).toContain(
      `script-src ${hash(LIVE.script)} ${hash(LIVE.live)}; connect-src 'self'`,
    );
  });

  test('what it is made with holds no end of an element', () => {
    for (const text of Object.values(LIVE)) expect(text).not.toMatch(/<\/|<!--/);
  });
});

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

describe.each([['the example', example], ['three services', harbor], ['the small form', tiny]])('%s', (_, text) => {
  let page: Element;
  beforeAll(async () => void (page = await pageOf(text)));
  const { section } = parseSection7(text, 'section.md');
  const ids = () => page.all.flatMap(({ attributes }) => attributes.id ?? []);

  test('each heading, id and footnote has its anchor', () => {
    const wanted = [...section!.headings.map(({ number }) => number), ...section!.ids.defined.map(({ id }) => id), ...section!.footnotes.map(({ id }) => `fn-${id}`)];
    expect(wanted.filter((id) => !ids().includes(id))).toEqual([]);
  });

  test('each anchor is there once', () => {
    expect(ids().filter((id, i, all) => all.indexOf(id) !== i)).toEqual([]);
  });

  test('each link within the page leads somewhere', () => {
    const known = new Set(ids());
    const links = page.all.flatMap(({ attributes: { href } }) => (href?.startsWith('#') ? decodeURIComponent(href.slice(1)) : []));
    expect(links.length).toBeGreaterThan(20);
    expect(links.filter((id) => !known.has(id))).toEqual([]);
  });

  test('all that people read of the section is on the page', () => {
    const all = page.id('main').text.replace(/\s+/g, '');
    // Footnotes are numbers here, and decisions have no header and say their id once.
    const isLeft = ({ kind, piece, table, column }: Run) =>
      kind === 'heading' || piece.footnotes.length > 0 || /^\*\*D-/.test(piece.text) || (table === 'decisions' && column === piece.plain);
    const pieces = section!.runs.filter((run) => !isLeft(run));
    const missing = pieces.map(({ piece }) => piece.plain.replaceAll(/ · (?=[A-Z][\w ]+:)/g, '').replace(/\s+/g, '')).filter((plain) => !all.includes(plain));
    expect(missing).toEqual([]);
  });

  test('nothing is loaded and nothing has a style of its own', () => {
    const loading = page.where(({ attributes }) => 'src' in attributes || 'style' in attributes || 'srcset' in attributes);
    expect(loading.map(({ tag }) => tag)).toEqual([]);
    expect(page.where(({ tag }) => /^(?:link|iframe|object|embed|img|base)$/.test(tag))).toEqual([]);
  });
});

describe('the product owner', () => {
  let owner: Element;
  beforeAll(async () => void (owner = (await pageOf(example)).id('owner')));

  test('reads the opening first, then the decisions by day', () => {
    expect(owner.text).toMatch(/^What has to be decided Households sign in with Google, .* To be settled this week: D-1\. Map:/);
    expect(named(owner, 'h4').map(({ text }) => text)).toEqual([
      'This week, before 3.4 is built', 'Before the account is opened', 'First production mail', 'Before 3.4 is built', 'Before 3.5 is built', 'First production payment',
    ]);
  });

  test('finds a decision with its default, and what explains it', () => {
    expect(owner.id('D-3').text).toMatch(/^D-3 After a spam complaint .* Is that enough\? Until then A stream .* Blocks Nothing Owner Product owner 3\.5: "gets no more/);
  });

  test('sees what each service costs against its budget', () => {
    const rows = named(owner.where(({ attributes }) => attributes.class?.startsWith('chart') === true)[0]!, 'tr').map(({ text }) => text);
    expect(rows.slice(1)).toEqual(['Google Sign-In EUR 0 EUR 0', 'Stripe EUR 14,960 EUR 5,960 over EUR 9,000', 'Postmark USD 67.20 EUR 60 other currency', 'Total EUR 14,960 + USD 67.20 EUR 9,060']);
    const bars = named(owner, 'svg').map((svg) => named(svg, 'rect').slice(1).map(({ attributes }) => attributes.width));
    expect(bars).toEqual([['0'], ['60.16', '39.84'], ['100.00']]);
    expect(owner.text).toContain('Stripe costs EUR 14,960 a month against a budget of EUR 9,000: EUR 5,960 too much.');
  });

  test('sees which feature needs which service', () => {
    const map = owner.where(({ attributes }) => attributes.class?.startsWith('map') === true)[0]!;
    const rows = named(map, 'tr').slice(1).map((row) => row.all.flatMap(({ tag, text, attributes }) => (tag === 'th' || (tag === 'td' && attributes.class === 'dot') ? text : [])));
    expect(rows[0]).toEqual(['3.2 Sign-in', '●Google Sign-In', '', '']);
    expect(rows[3]).toEqual(['3.5 Order Mail', '', '', '●Postmark']);
    expect(map.text).toContain('none. Its deadline limits payment (D-4)');
  });
});

test('decisions with dates stand in their order', async () => {
  const rows = ['2027-03-01', 'Now', '2027-01-15'].map((by, i) => `| D-${i + 1} | Which? | One | Two | Lead | ${by} |`).join('\n');
  const page = await pageOf(`## 7. X\n#### 7.0.1 Decisions\n\n| ID | Decision | Default | Blocks | Owner | By |\n|---|---|---|---|---|---|\n${rows}\n`);
  expect(named(page.id('owner'), 'h4').map(({ text }) => text)).toEqual(['2027-01-15', 'Now', '2027-03-01']);
});

describe('other readers', () => {
  let page: Element;
  beforeAll(async () => void (page = await pageOf(example)));

  test('a service begins with what matters; a simple one has its parts, too', () => {
    expect(page.id('7.C.1').text).toMatch(/^7\.C\.1 Postmark Status decided; plan open \(D-2\) Cost a month USD 67\.20, budget EUR 60 Features 3\.5 Order Mail When it is down Order page shows paid \(more\) Decisions D-2, D-7/);
    expect(page.id('7.C.1.6').text).toBe('Error Handling & Resilience');
    expect(page.id('7.A.1').text).toContain('When it is down "Sign-in is not possible at the moment" (more)');
  });

  test('on call: outages, alerts of all services, incidents', () => {
    const titles = named(page.id('on-call'), 'h3').map(({ text }) => text);
    expect(titles.slice(0, 3)).toEqual(['7.1.2 When a Service Is Down', 'Alerts, and what to do first', '7.O.5 Incident Response']);
    expect(page.id('on-call').text).toContain('Postmark mails_failed_total rose Mail Same log; mend');
  });

  test('developer: changes first, then the order of the document; corrections and tests are here', () => {
    const titles = named(page.id('developer'), 'h3').map(({ text }) => text.split(' ')[0]);
    expect(titles).toEqual(['7.E', 'Variables', '7.0.2', '7.1', '7.1.1', '7.2', '7.2.1', '7.2.2', '7.2.3', '7.4', '7.T', '7.T.1', '7.T.2', '7.O.1']);
  });

  test('sources say where they are cited', () => {
    expect(page.id('fn-sepa-debit').text).toBe('Stripe, SEPA. https://docs.stripe.com/payments/sepa-debit (read 2026-11-30) Cited in 7.P.1.8, 7.0.2.');
  });

  test('filters: a row says which services, features and people it names', () => {
    expect(page.id('D-1').attributes).toMatchObject({ 'data-features': '3.4', 'data-people': 'Product owner' });
    expect(page.id('D-2').attributes['data-services']).toBe('7.C.1');
  });
});

describe('markdown', () => {
  const prose = (text: string) => pageOf(`## 7. X\n\n${text}\n`).then((page) => page.where(({ attributes }) => attributes.class === 'opening')[0]!);

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

  test.each(['[a](javascript:alert(1))', '[a](JaVaScRiPt&colon;alert(1))', '[a](data:text/html,x)', '[a](vbscript:x)', '[a](file:///etc/passwd)', '[a](//example.com)', '[a](03-features.md)', '[a]( java\tscript:alert(1))'])('no link: %s', async (text) => {
    expect(named(await prose(text), 'a')).toEqual([]);
  });

  test('Mermaid is its source, and says so', async () => {
    const figure = named(await prose('```mermaid\nflowchart LR\n  A --> B\n```'), 'figure')[0]!;
    expect(figure.text).toBe('Diagram, as its source (Mermaid) flowchart LR A --> B');
  });
});

describe('findings', () => {
  test('stand at their place, once, and are listed', async () => {
    const [from, to] = ['| D-1 | Cards cost EUR 14,960', '| D-1 | TODO Cards cost EUR 14,960'];
    const page = await pageOf(changed(example, from, to));
    const found = page.where(({ attributes, text }) => attributes.class?.startsWith('finding') === true && /TODO/.test(text));
    expect(found.length).toBe(1);
    expect(page.id('D-1').text).toContain(found[0]!.text);
    const listed = page.id('sources').where(({ tag, text }) => tag === 'li' && /TODO/.test(text));
    expect(listed.map(({ text, all }) => [text, all.find(({ tag }) => tag === 'a')!.attributes.href])).toEqual([[expect.stringMatching(/^(?:Error|Warning), line \d+: /), '#D-1']]);
  });

  test('in the row of a table', async () => {
    const page = await pageOf(changed(example, '| Card declined | |', '| Card declined TODO | |'));
    const rows = named(page.id('7.P.1'), 'tr').map(({ text }) => text);
    expect(rows[rows.findIndex((text) => text.startsWith('Card declined TODO')) + 1]).toMatch(/^(?:Error|Warning)\. .*TODO/);
  });

  test('about sums are on the first page', async () => {
    const page = await pageOf(changed(example, '| Total | | EUR 0.88 a box | EUR 14,960 |', '| Total | | EUR 0.88 a box | EUR 13,960 |'));
    expect(page.id('owner').text).toMatch(/Sums that do not fit .* Unexpected total EUR 13,960, its lines make EUR 14,960/);
  });
});

describe('the policy of the page', () => {
  const policyOf = (page: Element) => page.where(({ attributes }) => attributes['http-equiv'] === 'Content-Security-Policy')[0]!.attributes.content!;
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

  test('allows its own style and script, and no network', async () => {
    expect(policyOf(await pageOf(tiny))).toBe(`default-src 'none'; style-src ${hash(ASSETS.style)}; script-src ${hash(ASSETS.script)}; base-uri 'none'; form-action 'none'`);
  });

  test('where it is served, it may ask whether something changed', async () => {
    expect(policyOf(read(await viewOf(tiny, LIVE)))).toContain(`script-src ${hash(LIVE.script)} ${hash(LIVE.live)}; connect-src 'self'`);
  });

  test('what it is made with holds no end of an element', () => {
    for (const text of Object.values(LIVE)) expect(text).not.toMatch(/<\/|<!--/);
  });
});

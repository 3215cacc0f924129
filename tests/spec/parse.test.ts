import { describe, expect, test } from 'vitest';
import type { Cell, KnownTable, Section7 } from '../../scripts/spec/model.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { changed, harbor, tiny } from '../support.ts';

const read = (document: string): Section7 => parseSection7(document, '07.md').section!;
const below = (text: string) => read(`## 7. External Service Integration Architecture\n\n${text}\n`);
const problems = (document: string) => read(document).problems.map((p) => p.message);
const rowsOf = ({ rows }: KnownTable) =>
  rows.map(({ cells }) =>
    Object.fromEntries(Object.entries<Cell | undefined>(cells).map(([key, cell]) => [key, cell!.text])),
  );

describe('where Section 7 is', () => {
  test.each([
    ['none', '# x\n'],
    ['in a fence', '```\n## 7. x\n```\n'],
    ['in a comment', '<!--\n## 7. x\n-->\n'],
    ['in a quote', '> ## 7. x\n'],
    ['in front matter', '---\nx: |\n  ## 7. x\n---\n'],
  ])('nowhere: %s', (_, document) => expect(parseSection7(document, 'x.md').section).toBeNull());

  test('it ends at the next section, and what stands there is not read', () => {
    const { runs, at, text } = read(`# S\n\n${tiny}\n## 8. Open\n\nTBD\n`);
    expect(runs.some(({ piece }) => piece.text.includes('TBD'))).toBe(false);
    expect([text.slice(at.start).startsWith('## 7. '), text.slice(at.end)]).toEqual([true, '## 8. Open\n\nTBD\n']);
  });

  test('of two, the one with the format comment; the other is named', () => {
    const { at, problems: found } = read(`## 7. Out of scope\n\n${tiny}`);
    expect([at.start > 0, found.map(({ kind }) => kind)]).toEqual([true, ['duplicate-section']]);
    expect(problems(`${tiny}\n## 7. Again\n`)).toEqual(['Unexpected second "## 7" heading, expected one Section 7']);
  });
});

describe('the fixture, read', () => {
  const section = read(harbor);

  test('its services, with the parts that have headings', () => {
    expect(section.services.map(({ number, code, name, parts }) => [number, code, name, parts.length])).toEqual([
      ['7.A.1', 'A', 'Google Sign-In', 0],
      ['7.P.1', 'P', 'Stripe', 8],
      ['7.C.1', 'C', 'Postmark', 0],
    ]);
  });

  test('a table without a heading of its own has the part of its kind', () => {
    const ofPostmark = section.tables
      .filter(({ service }) => service === '7.C.1')
      .map(({ kind, part }) => [kind, part]);
    expect(ofPostmark).toEqual([
      ['credentials', 2],
      ['environments', 2],
      ['calls', 3],
      ['mapping', 4],
      ['events', 5],
      ['failures', 6],
      ['alerts', 7],
    ]);
  });

  test('ids where they are defined and where they are mentioned, not in code', () => {
    expect(section.ids.defined.map(({ id }) => id)).toEqual([
      'D-1',
      'D-2',
      'D-3',
      'T-1',
      'T-2',
      'T-3',
      'T-4',
      'T-5',
      'T-6',
      'T-7',
      'T-8',
      'V-1',
      'V-2',
      'V-3',
    ]);
    const mentioned = (text: string) => below(text).ids.mentioned.map(({ id }) => id);
    expect(mentioned('See (D-1), V-12 and T-4b; not `D-2`, SAQ-D-1, D-1234 or AD-3.')).toEqual(['D-1', 'V-12', 'T-4b']);
  });

  test('the comment with the inputs, footnotes, code', () => {
    expect(section.format).toMatchObject({ version: 2, inputs: expect.stringMatching(/^[0-9a-f]{16}$/) as string });
    expect(section.footnotes.find(({ id }) => id === 'limits')).toMatchObject({
      url: 'https://docs.stripe.com/rate-limits',
      checked: '2026-11-26',
    });
    expect(section.code.map(({ block, section: number }) => [block.language, number])).toEqual([
      ['mermaid', '7.1'],
      ['ts', '7.P.1.3'],
      ['sql', '7.E'],
    ]);
  });

  test('nothing of it is a problem', () => expect(section.problems).toEqual([]));
});

describe('tables of the form', () => {
  const one = (text: string) => below(text).tables.map((table) => [table.kind, rowsOf(table)]);
  const jobs = [['jobs', [{ job: '`sync`'.slice(1, -1), when: 'at night', does: 'x' }]]];

  test.each([
    ['as the form has it', '| Job | When | Does |\n|---|---|---|\n| `sync` | at night | x |'],
    ['in any order', '| Does | When | Job |\n|---|---|---|\n| x | at night | `sync` |'],
    ['headers in any case, with marks', '| **job** | WHEN | Does: |\n|:--|:-:|--:|\n| `sync` | at night | x |'],
  ])('%s', (_, table) => expect(one(`#### 7.2.3 Queues and Jobs\n\n${table}`)).toEqual(jobs));

  test('further columns are kept by their header', () => {
    const [table] = below('| Job | Owner | When |\n|---|---|---|\n| a | Ada | daily |').tables;
    expect(
      table!.rows.map(({ further }) => Object.entries(further).map(([header, cell]) => [header, cell.text])),
    ).toEqual([[['Owner', 'Ada']]]);
  });

  test('any other table is the writer’s own', () =>
    expect(one('| Colour | Taste |\n|---|---|\n| red | sweet |')).toEqual([]));

  test('total rows, in any language', () => {
    const [table] = below(
      '| Driver | Monthly cost |\n|---|---|\n| cards | EUR 1 |\n| **Total** | EUR 1 |\n| Gesamtsumme | EUR 1 |\n| Totally free | 0 |',
    ).tables;
    expect(table!.rows.map(({ total }) => total)).toEqual([false, true, true, false]);
  });

  test('a header that nearly is one of its home is named; elsewhere it is the writer’s own', () => {
    const table = '| Job | Whne |\n|---|---|\n| a | daily |';
    expect(below(`#### 7.2.3 Queues and Jobs\n\n${table}`).problems.map(({ message }) => message)).toEqual([
      'Unexpected header "Whne", expected "When"',
    ]);
    expect(below(table).problems).toEqual([]);
  });

  test('cells behind the last column are lost, and that is said', () => {
    expect(below('| Job | When |\n|---|---|\n| a | b | c |').problems.map(({ kind }) => kind)).toEqual(['lost-cells']);
  });

  test('escaped pipes, umlauts and emoji', () => {
    expect(one('| Job | When |\n|---|---|\n| Prüfung a\\|b 🎉 | `x \\| y` |')).toEqual([
      ['jobs', [{ job: 'Prüfung a|b 🎉', when: 'x | y' }]],
    ]);
  });
});

describe('labels', () => {
  const labels = (text: string) =>
    below(`### 7.A Authentication & Identity\n#### 7.A.1 Google\n${text}`).labels.map(({ key, part, value }) => [
      key,
      part,
      value.text,
    ]);

  test('several a line, between dots', () => {
    expect(
      labels('**Service Provider:** Google, https://example.com · **Status:** decided · **Base URL:** `https://a.b`'),
    ).toEqual([
      ['provider', 1, 'Google, https://example.com'],
      ['status', 1, 'decided'],
      ['baseUrl', 3, 'https://a.b'],
    ]);
  });

  test.each([
    ['the colon outside', '**Status**: decided'],
    ['in a list', '- **Status:** decided'],
    ['in other letters', '**STATUS:** decided'],
    ['over two lines', '**Status:**\ndecided'],
  ])('%s', (_, text) => expect(labels(text)).toEqual([['status', 1, 'decided']]));

  test('a label of one’s own has no key; in the middle of a line it is emphasis', () => {
    expect(labels('**Rule:** once **not a label:** x')).toEqual([[null, null, 'once not a label: x']]);
  });
});

describe('footnotes', () => {
  test.each([
    ['[^a]: Stripe, prices from 2023-04-10. https://stripe.com/2022-01-01 (read 2026-11-20)', '2026-11-20'],
    ['[^a]: Stripe, prices. https://stripe.com (checked 2026-11-20; valid from 2026-12-01)', '2026-11-20'],
    ['[^a]: Stripe, Preise vom 2023-04-10. https://stripe.com (abgerufen am 2026-11-20)', '2026-11-20'],
    ['[^a]: Stripe, prices from 2023-04-10. https://stripe.com 2026-11-20', '2026-11-20'],
    ['[^a]: Stripe, prices. https://stripe.com/2022-01-01', null],
  ])('%s was read %s', (note, checked) => expect(below(note).footnotes.at(-1)!.checked).toBe(checked));
});

describe('what markdown left open', () => {
  test.each([
    ['a fence', '```sh\nx', 'Unexpected end of the section inside a code fence, expected a closing fence'],
    ['a comment', '<!-- x', 'Unexpected end of the section inside a comment, expected "-->"'],
    [
      'nesting without end',
      `${'> '.repeat(500)}x`,
      'Unexpected nesting: block quotes and lists nested deeper than 100 levels are read as text',
    ],
    ['a number twice', '### 7.1 A\n\n### 7.1 B', 'Unexpected second heading 7.1, expected one'],
  ])('%s', (_, text, message) => expect(below(text).problems.map((p) => p.message)).toEqual([message]));
});

describe('the way people write makes no difference', () => {
  const essence = ({ services, tables, labels, ids, problems: found }: Section7) => ({
    services: services.map(({ number, name, parts }) => [number, name.replace('&', 'and'), parts]),
    tables: tables.map((table) => [table.kind, table.section, rowsOf(table)]),
    labels: labels.map(({ key, value }) => [key, value.text]),
    ids: ids.mentioned.map(({ id }) => id),
    problems: found,
  });
  const expected = essence(read(harbor));

  test.each<[string, (text: string) => string]>([
    ['Windows line ends', (t) => t.replaceAll('\n', '\r\n')],
    ['old Mac line ends', (t) => t.replaceAll('\n', '\r')],
    ['byte order mark and front matter', (t) => `\ufeff---\ntitle: x\n---\n${t}`],
    ['no newline at the end', (t) => t.trimEnd()],
    ['closing hashes', (t) => t.replaceAll(/^(#{3,5} .*)$/gm, '$1 ##')],
    ['tabs after the numbers', (t) => t.replaceAll(/^(#{3,5}) (7\.[^ ]+) /gm, '$1\t$2\t')],
    ['"and" for "&" in titles', (t) => t.replaceAll(/^(#{3,5} .*) & /gm, '$1 and ')],
    ['blank lines before labels', (t) => t.replaceAll(/\n(?=\*\*)/g, '\n\n')],
  ])('%s', (_, rewrite) => expect(essence(read(rewrite(harbor)))).toEqual(expected));

  test('lines of an older section in 7.H are nobody’s statement', () => {
    const notes = '### 7.H Carried-over Notes\n\n| Job | When |\n|---|---|\n| old | (D-99) |\n\n### 7.R References';
    expect(essence(read(changed(harbor, '### 7.R References', notes)))).toEqual(expected);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import { toData } from '../../scripts/spec/data.ts';
import type { Cell, Section7 } from '../../scripts/spec/model.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { sectionSchema } from '../../scripts/spec/schema.ts';
import { wordsOf } from '../../scripts/spec/words.ts';
import { harbor, tiny } from '../support.ts';

const read = (text: string) => parseSection7(text, '07.md').section;

/** What a reader sees, without markup; to compare a place's source with what the model says. */
const letters = (text: string) =>
  text
    .replace(/\\(.)/g, '$1')
    .replace(/\[\^[^\]]*\]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

/** Everything in the model that has a place and a text. */
function* quoted({
  text,
  headings,
  services,
  tables,
  labels,
  ids,
  footnotes,
}: Section7): Iterable<[says: string, source: string]> {
  const at = ({ start, end }: { start: number; end: number }) => text.slice(start, end);
  for (const { at: place, number } of [
    ...headings,
    ...services.map(({ number: n, headingAt }) => ({ number: n, at: headingAt })),
  ])
    yield [
      number,
      at(place)
        .replace(/[*_`\\]/g, '')
        .match(/7[\w.]*\w|7/)?.[0] ?? '',
    ];
  for (const { rows } of tables)
    for (const { cells, further } of rows)
      for (const cell of [...Object.values<Cell | undefined>(cells), ...Object.values(further)])
        yield [letters(cell!.text), letters(at(cell!.at))];
  for (const { name, at: place } of labels) yield [letters(name), letters(at(place))];
  for (const { id, at: place } of [...ids.defined, ...ids.mentioned]) yield [id, at(place).replace(/[*_`\\]/g, '')];
  for (const { id, at: place } of footnotes) yield [id, /^\[\^(.*?)\]:/.exec(at(place).trim())?.[1] ?? ''];
}

describe('any text', () => {
  const token = fc.constantFrom(
    '## 7. ',
    '## 7',
    '### 7.P ',
    '#### 7.P.1 ',
    '##### 7.P.1.5 x',
    '#### 7.0.1 Decisions',
    '| ID | Decision |',
    '|---|---|',
    '| D-1 | x |',
    '|',
    '\\|',
    '**Status:** ',
    '**',
    '`',
    '```',
    '~~~',
    '[^a]',
    '[^a]: ',
    '<!-- ',
    '-->',
    '<!-- vibe-specs format=2 -->',
    '> ',
    '- ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    '(D-3)',
    'V-1',
    '7.P.1.5',
    'https://a.b/c',
    '---',
    '<b>',
    '\u0000',
    '🎉',
    '\ud800',
    'x',
  );
  const text = fc.array(token, { maxLength: 120 }).map((parts) => `## 7. x\n${parts.join('')}`);

  test('is read without an exception, and what is read lies in it', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 400 })), (document) => {
        const section = read(document);
        if (!section) return;
        for (const { at } of [...section.headings, ...section.tables, ...section.labels, ...section.footnotes]) {
          expect(section.at.start <= at.start && at.start <= at.end && at.end <= document.length).toBe(true);
        }
        toData(section);
        wordsOf(section);
      }),
      { numRuns: 1000 },
    );
  });
});

const lines = { harbor: harbor.split('\n'), tiny: tiny.split('\n') };
const which = fc.constantFrom('harbor' as const, 'tiny' as const);

describe('a changed section', () => {
  const edit = fc.record({
    at: fc.nat(2000),
    how: fc.constantFrom('drop', 'double', 'swap', 'cut', 'insert'),
    by: fc.constantFrom('| x', '```', '<!--', '**', '## 7. y', '####', '[^', '\t', '\\|'),
  });

  test('each place quotes what the model says', () => {
    fc.assert(
      fc.property(which, fc.array(edit, { maxLength: 6 }), (name, edits) => {
        const changed = [...lines[name]];
        for (const { at, how, by } of edits) {
          const i = 1 + (at % (changed.length - 1));
          if (how === 'drop') changed.splice(i, 1);
          else if (how === 'double') changed.splice(i, 0, changed[i]!);
          else if (how === 'swap') changed.splice(i, 2, changed[i + 1] ?? '', changed[i]!);
          else if (how === 'cut') changed[i] = changed[i]!.slice(0, at % (changed[i]!.length + 1));
          else changed[i] = changed[i]!.slice(0, at % 7) + by + changed[i]!.slice(at % 7);
        }
        const section = read(changed.join('\n'));
        if (!section) return;
        // Marks of emphasis may stand inside of what a reader sees as one word.
        const bare = (text: string) => text.replaceAll('*', '');
        for (const [says, source] of quoted(section)) expect(bare(source)).toContain(bare(says));
      }),
      { numRuns: 200 },
    );
  });
});

describe('unknown content between two blocks', () => {
  /** The model without places, and without what people read (which the content adds to). */
  function essence({ services, tables, labels, code, ids, footnotes, problems, format, headings }: Section7) {
    return {
      format: format?.inputs,
      problems,
      footnotes: footnotes.map(({ text }) => text),
      headings: headings.map(({ number, title }) => [number, title]),
      services: services.map(({ number, name, parts }) => [number, name, parts]),
      tables: tables.map(({ kind, section, service, part, rows }) => [
        kind,
        section,
        service,
        part,
        rows.map((row) => [
          row.total,
          Object.entries<Cell | undefined>(row.cells).map(([key, cell]) => [key, cell!.text]),
        ]),
      ]),
      labels: labels.map(({ key, section, part, value }) => [key, section, part, value.text]),
      code: code.map(({ block, section }) => [block.text, section]),
      ids: [...ids.defined, ...ids.mentioned].map(({ id, section }) => [id, section]),
    };
  }
  const content = fc.constantFrom(
    'A paragraph of the writer.',
    '| Colour | Taste |\n|---|---|\n| red | sweet |',
    '###### A heading without a number',
    '<div>\n<p>html</p>\n</div>',
    '> a quote',
    '- a list\n  - of two levels',
    '<!-- a comment -->',
    '---',
  );
  /**
   * Starts of blocks at the top level behind the heading; not inside a list or between a paragraph's label and its
   * table.
   */
  const places = (text: string) =>
    parseMarkdown(text)
      .blocks.filter((b) => b.listDepth === 0 && b.quoteDepth === 0 && b.kind !== 'footnote' && b.kind !== 'item')
      .slice(2)
      .map((b) => text.lastIndexOf('\n', b.at.start - 1) + 1);
  const texts = {
    harbor: { text: harbor, places: places(harbor), expected: essence(read(harbor)!) },
    tiny: { text: tiny, places: places(tiny), expected: essence(read(tiny)!) },
  };

  test('changes nothing else', () => {
    fc.assert(
      fc.property(which, fc.nat(2000), content, (name, n, added) => {
        const { text, places: all, expected } = texts[name];
        const at = all[n % all.length]!;
        const section = read(`${text.slice(0, at)}\n${added}\n\n${text.slice(at)}`)!;
        expect(essence(section)).toEqual(expected);
        expect(section.runs.length).toBeGreaterThanOrEqual(read(text)!.runs.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the data of a section', () => {
  test.each([
    ['harbor', harbor],
    ['tiny', tiny],
  ])('%s is what the schema describes', (_, text) => {
    expect(sectionSchema.safeParse(toData(read(text)!)).error?.issues ?? []).toEqual([]);
  });

  test('a line is where its row stands', () => {
    const { tables, services, sources } = toData(read(harbor)!);
    const all = harbor.split('\n');
    for (const { line, id } of tables.tests) expect(all[line - 1]).toContain(`| ${id} |`);
    for (const { line, name } of services) expect(all[line - 1]).toContain(name);
    for (const { line, id } of sources) expect(all[line - 1]).toContain(`[^${id}]:`);
  });

  test.each(harbor.match(/^### 7\.(?:\d|[TOR]) .*$/gm)!)('without "%s" the schema says what is missing', (heading) => {
    const { error } = sectionSchema.safeParse(toData(read(harbor.replace(`${heading}\n`, ''))!));
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([`blocks.${heading.split(' ')[1]}`]);
  });
});

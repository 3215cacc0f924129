import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import { outline } from '../../scripts/markdown/sections.ts';
import {
  BLOCK_LABELS,
  BLOCKS,
  CATEGORIES,
  PART_LABELS,
  PARTS,
  TABLES,
  TITLE,
  type TableFormat,
} from '../../scripts/spec/format.ts';
import { join } from 'node:path';
import { ROOT, textOf } from '../support.ts';

// The page that writers read and the form that tools read say the same, in both directions.
const template = textOf(join(ROOT, 'templates/section-7.md'));
const headings = [...template.matchAll(/^#{2,5} (7\S*) (.*?)( {2,}\*always\*)?$/gm)].map(
  ([, number, title, always]) => ({
    number: number!.replace(/\.$/, ''),
    title: title!.trim(),
    always: always !== undefined,
  }),
);
/** Header rows stand alone, or in a sentence. */
const tables = [...template.matchAll(/\| (?:[^|\n`]+ \| ?)+/g)].map(([row]) =>
  row
    .split('|')
    .map((cell) => cell.trim())
    .filter((cell) => cell !== ''),
);
const labels = [...template.matchAll(/\*\*([^*\n]+):\*\*/g)].map(([, label]) => label!);

describe('headings', () => {
  const blocks = headings.filter(({ number }) => !number.includes('<') && number !== '7');

  test('of blocks, with what is always there', () => {
    expect(headings[0]).toMatchObject({ number: '7', title: TITLE });
    expect(blocks).toEqual(BLOCKS.map(({ number, title, always }) => ({ number, title, always })));
  });

  test('of the parts of a service', () => {
    expect(headings.filter(({ number }) => /^7\.<C>\.<n>\.\d$/.test(number)).map(({ title }) => title)).toEqual([
      ...PARTS,
    ]);
  });

  test('of categories', () => {
    for (const [code, name] of Object.entries(CATEGORIES))
      expect(template.replace(/\n/g, ' ')).toContain(`${code} ${name}`);
  });
});

describe('tables', () => {
  const accepted = (header: string, { columns }: TableFormat) =>
    Object.values(columns).some((names) => names.split('|').includes(header));
  const kinds = Object.entries<TableFormat>(TABLES);

  test.each(kinds)('%s stands in the template', (_, format) => {
    const known = format.known.map((key) => format.columns[key]!.split('|')[0]!);
    expect(
      tables.some(
        (row) => known.every((header) => row.includes(header)) && row.every((header) => accepted(header, format)),
      ),
    ).toBe(true);
  });

  test.each(tables.map((row) => [row.join(' | '), row] as const))('%s is read', (_, row) => {
    expect(
      kinds.some(
        ([, format]) =>
          row.every((header) => accepted(header, format)) &&
          format.known.every((key) => row.some((header) => format.columns[key]!.split('|').includes(header))),
      ),
    ).toBe(true);
  });
});

describe('labels', () => {
  const known = [...Object.values(BLOCK_LABELS), ...Object.values(PART_LABELS)].flatMap((group) =>
    Object.values<string>(group),
  );
  /** Of the small form, for readers alone. */
  const PROSE = ['Not needed'];

  test('each of the form stands in the template, and the other way round', () => {
    expect([...new Set(known)].filter((label) => !labels.includes(label))).toEqual([]);
    expect([...new Set(labels)].filter((label) => !known.includes(label) && !PROSE.includes(label))).toEqual([]);
  });
});

test('the template itself is sound markdown', () => {
  const doc = parseMarkdown(template);
  expect(doc.cuts).toEqual([]);
  expect(outline(doc).length).toBeGreaterThan(BLOCKS.length);
});

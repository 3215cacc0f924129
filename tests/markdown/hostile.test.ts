import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import { inlineText } from '../../scripts/markdown/inline.ts';
import { outline } from '../../scripts/markdown/sections.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';

const N = 100_000;

describe('a document made to hurt is read, and what is cut is said', () => {
  test.each([
    ['quotes', `${'> '.repeat(N)}x`, true],
    ['list markers', `${'- '.repeat(N)}x`, true],
    ['list levels', Array.from({ length: 2000 }, (_, i) => `${'  '.repeat(i)}- x`).join('\n'), true],
    ['brackets', '['.repeat(N), false],
    ['links', '](x'.repeat(N), false],
    ['backticks', Array.from({ length: 400 }, (_, i) => '`'.repeat(i + 1)).join(' '), false],
    ['single backticks', '` '.repeat(N), false],
    ['emphasis', '*_'.repeat(N), false],
    ['angle brackets', '<'.repeat(N), false],
    ['open comments', '<!-- '.repeat(N), false],
    ['open tags', '<a '.repeat(N), false],
    ['entities', '&amp'.repeat(N), false],
    ['rows', `| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(N)}`, false],
    ['a long line', 'x'.repeat(5_000_000), false],
    ['a long row', `| a |\n|---|\n|${'x|'.repeat(1_000_000)}`, false],
    ['headings', '# x\n'.repeat(N), false],
    ['definitions', '[a]: /b\n'.repeat(N), false],
    ['footnotes', '[^a]: b\n\n'.repeat(N), false],
    ['front matter that never ends', `---\n${'a: b\n'.repeat(N)}`, false],
    ['NUL, surrogates, controls', '\0\ud800\u0007\r\udfff\n# x\0\n'.repeat(1000), false],
  ])('%s', { timeout: 20_000 }, (_, text, cut) => {
    const doc = parseMarkdown(text);
    for (const block of doc.blocks)
      if (block.kind === 'paragraph') for (const line of block.lines) inlineText(line.text, line.at.start);
    expect(doc.cuts.length > 0).toBe(cut);
  });
});

const line = fc.constantFrom(
  '# A',
  '## 7. B',
  '### 7.P C',
  '#### 7.P.1 D',
  '##### 7.P.1.6 E',
  '**Fallback:** x',
  '**Status:** decided [^a]',
  '| a | b |',
  '|---|---|',
  '```',
  '<!-- c',
  '-->',
  '> q',
  '- i',
  '1. o',
  '    code',
  '[^a]: n',
  '[a]: /u',
  '===',
  '---',
  '\ttab',
  '',
  'ü 🎉 `c` [l](u) \\* &amp;',
);

test('whatever the text, each block, line and cell stands where it says', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(line, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 30 }),
      fc.constantFrom('\n', '\r\n', '\r'),
      (lines, eol) => {
        const text = lines.join(eol);
        const { blocks } = parseMarkdown(text);
        let last = -1;
        for (const block of blocks) {
          expect(block.at.start).toBeLessThanOrEqual(block.at.end);
          expect(block.at.end).toBeLessThanOrEqual(text.length);
          if (block.kind === 'paragraph')
            for (const l of block.lines) expect(text.slice(l.at.start, l.at.end)).toBe(l.text);
          if (block.kind === 'heading' && !block.text.includes('\n'))
            expect(text.slice(block.textAt.start, block.textAt.end)).toBe(block.text);
          if (block.kind === 'table')
            for (const row of block.rows)
              for (const cell of row.cells)
                expect(text.slice(cell.at.start, cell.at.end).replaceAll('\\|', '|')).toBe(cell.text);
          if (block.kind !== 'footnote') expect(block.at.start).toBeGreaterThanOrEqual(last);
          last = Math.max(last, block.at.start);
        }
        parseSection7(text, 'x.md');
      },
    ),
    { numRuns: 1500 },
  );
});

test('each character of plain text is found again in its source', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          'a',
          'b ',
          '*',
          '**',
          '_',
          '`',
          '``',
          '[',
          ']',
          '(u)',
          '[^1]',
          '<b>',
          '<!-- c -->',
          '\\*',
          '&amp;',
          'https://x.y/z ',
          '~~',
          '!',
          '3 * 5',
        ),
        { maxLength: 20 },
      ),
      (pieces) => {
        const source = pieces.join('');
        const { text, locate } = inlineText(source, 100);
        for (let i = 0; i < text.length; i++)
          if (text[i] !== '&' && text[i] !== ' ') expect(source[locate(i) - 100]).toBe(text[i]);
      },
    ),
    { numRuns: 2000 },
  );
});

describe('the numbers of headings', () => {
  test.each([
    ['## 7', '7', ''],
    ['## 7. Title', '7', 'Title'],
    ['## 7) Title', '7', 'Title'],
    ['### 3.4) Title', '3.4', 'Title'],
    ['### 3.6 - Title', '3.6', 'Title'],
    ['### 3.6 – Title', '3.6', 'Title'],
    ['## Section 7: Title', '7', 'Title'],
    ['## 7: Title', '7', 'Title'],
    ['## **7. Title**', '7', 'Title'],
    ['#### 7.P.1 Stripe', '7.P.1', 'Stripe'],
    ['##### 7.P.1.6 Error', '7.P.1.6', 'Error'],
    ['### 7.P Payment', '7.P', 'Payment'],
    ['## Title 7', null, 'Title 7'],
    ['## 7th Title', null, '7th Title'],
    ['Title\n---', null, 'Title'],
  ])('%s', (source, number, title) =>
    expect(outline(parseMarkdown(source)).map((s) => [s.number, s.title])).toEqual([[number, title]]),
  );

  test('decoys are no sections', () => {
    expect(
      outline(parseMarkdown('```\n## 7\n```\n<!--\n## 7\n-->\n> ## 7\n\n- ## 7\n\n    ## 7\n\n[^n]: x\n    ## 7\n')),
    ).toEqual([]);
  });
});

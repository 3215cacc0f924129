import type { Rule } from '../../types.ts';

/** Characters: a cell of about 60 words, a paragraph or list item of about 130. */
const LONGEST = { cell: 400, line: 850 } as const;

export const rule: Rule = {
  id: 'structure/wall-of-text',
  severity: 'warning',
  summary: 'Six rules in one line are not found by whoever looks for one of them.',
  *check({ section }) {
    let paragraph: { start: number; end: number; length: number } | null = null;
    for (const { piece, kind, section: number } of section.runs) {
      if (number === '7.R' || kind === 'heading') continue;
      if (kind === 'cell') {
        if (piece.plain.length > LONGEST.cell) yield finding(piece.at, piece.plain.length, LONGEST.cell, 'cell', 'Keep the row short; what needs more stands below the table.');
        continue;
      }
      // Lines of one paragraph stand directly below each other.
      const between: string = paragraph === null ? '' : section.text.slice(paragraph.end, piece.start);
      const joined = /^[^\S\n]*\n[^\S\n]*$/.test(between);
      paragraph = joined ? { start: paragraph!.start, end: piece.end, length: paragraph!.length + piece.plain.length } : { start: piece.start, end: piece.end, length: piece.plain.length };
      if (paragraph.length > LONGEST.line && paragraph.length - piece.plain.length <= LONGEST.line) {
        yield finding({ start: paragraph.start, end: piece.end }, paragraph.length, LONGEST.line, 'paragraph', 'Cut it, or make it a list or a table.');
      }
    }
  },
};

const finding = (at: { start: number; end: number }, length: number, most: number, what: string, advice: string) =>
  ({ at, message: `Unexpected length of a ${what}: ${length} characters, expected at most ${most}`, advice });

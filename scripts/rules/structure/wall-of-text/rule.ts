import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'structure/wall-of-text',
  severity: 'warning',
  summary: 'Six rules in one line are not found by whoever looks for one of them.',
  options: {
    maxCell: { default: 400, summary: 'characters of a cell; 400 are about 60 words' },
    maxParagraph: { default: 850, summary: 'characters of a paragraph or list item; 850 are about 130 words' },
  },
  *check({ section, options }) {
    const [maxCell, maxParagraph] = [options.maxCell!, options.maxParagraph!];
    let paragraph: { start: number; end: number; length: number } | null = null;
    for (const { piece, kind, section: number } of section.runs) {
      if (number === '7.R' || kind === 'heading') continue;
      if (kind === 'cell') {
        if (piece.plain.length > maxCell)
          yield finding(
            piece.at,
            piece.plain.length,
            maxCell,
            'cell',
            'Keep the row short; what needs more stands below the table.',
          );
        continue;
      }
      // Lines of one paragraph stand directly below each other.
      const between: string = paragraph === null ? '' : section.text.slice(paragraph.end, piece.start);
      const joined = /^[^\S\n]*\n[^\S\n]*$/.test(between);
      paragraph = joined
        ? { start: paragraph!.start, end: piece.end, length: paragraph!.length + piece.plain.length }
        : { start: piece.start, end: piece.end, length: piece.plain.length };
      if (paragraph.length > maxParagraph && paragraph.length - piece.plain.length <= maxParagraph) {
        yield finding(
          { start: paragraph.start, end: piece.end },
          paragraph.length,
          maxParagraph,
          'paragraph',
          'Cut it, or make it a list or a table.',
        );
      }
    }
  },
};

const finding = (at: { start: number; end: number }, length: number, most: number, what: string, advice: string) => ({
  at,
  message: `Unexpected length of a ${what}: ${length} characters, expected at most ${most}`,
  advice,
});

import type { Span } from '../markdown/types.ts';
import type { Section7 } from './model.ts';

/** What holds a letter or a digit: dashes, dots and signs that stand alone are no words. */
const count = (text: string) => (text.match(/\S+/g) ?? []).filter((piece) => /[\p{L}\p{N}]/u.test(piece)).length;

/** Words between white space, tables' bars left out. */
const words = (text: string, { start, end }: Span) => count(text.slice(start, end).replace(/\|[-:| ]*/g, ' '));

/** How long the section is for a reader; fenced code counts apart. */
export function wordsOf({ text, at, code }: Pick<Section7, 'text' | 'at' | 'code'>): {
  all: number;
  withoutCode: number;
} {
  const all = words(text, at);
  return { all, withoutCode: all - code.reduce((sum, { block }) => sum + words(text, block.at), 0) };
}

/** Its longest parts, services as a whole, with their words without code; the longest first. */
export function longestParts({ text, headings, code }: Section7, most: number): { number: string; words: number }[] {
  const parts = headings.filter(({ level }, i) => level === 4 || (level === 3 && (headings[i + 1]?.level ?? 0) <= 3));
  let next = 0;
  const counted = parts.map(({ number, range }) => {
    let inCode = 0;
    for (; next < code.length && code[next]!.block.at.start < range.end; next++) {
      if (code[next]!.block.at.start >= range.start) inCode += words(text, code[next]!.block.at);
    }
    return { number, words: words(text, range) - inCode };
  });
  return counted.sort((a, b) => b.words - a.words).slice(0, most);
}

import { codeAt } from '../../markdown/inline.ts';
import type { Piece } from '../../markdown/piece.ts';
import type { Span } from '../../markdown/types.ts';

export interface Match {
  /** Groups of the pattern, the whole match first. */
  readonly groups: readonly (string | undefined)[];
  readonly text: string;
  readonly at: Span;
  /** It stands inside a code span. */
  readonly code: boolean;
}

/** What a pattern (flag g) finds in what a reader sees of a piece, with its place in the document. */
export function matchesIn(piece: Piece, pattern: RegExp): Match[] {
  const found = [...piece.plain.matchAll(pattern)];
  if (found.length === 0) return [];
  const inline = piece.inline();
  return found.map((match) => {
    const at = { start: inline.locate(match.index), end: inline.locate(match.index + match[0].length - 1) + 1 };
    const span = codeAt(inline, at);
    return {
      groups: match,
      text: match[0],
      at,
      code: span !== null && span.at.start <= at.start && at.end <= span.at.end,
    };
  });
}

/** Whole words of a name in a text, without regard to case. */
export function names(text: string, name: string): boolean {
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0) return false;
  return !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + name.length] ?? ' ');
}

/** What a message adds where a near name exists. */
export const didYouMean = (meant: string | null) => (meant === null ? '' : `; did you mean ${meant}?`);

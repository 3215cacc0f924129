import type { Span } from './types.ts';

/** 1-based; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds where the line at an offset ends: at LF, CRLF, a lone CR, or with the text. To be asked for ascending offsets.
 */
export function lineEnds(text: string): (from: number) => number {
  const next = (mark: string, from: number) => {
    const at = text.indexOf(mark, from);
    return at < 0 ? text.length : at;
  };
  // Each is looked for once, however seldom it comes: most texts have no CR at all.
  let cr = next('\r', 0);
  if (cr === text.length) return (from) => next('\n', from);
  let lf = next('\n', 0);
  return (from) => {
    if (cr < from) cr = next('\r', from);
    if (lf < from) lf = next('\n', from);
    return Math.min(cr, lf);
  };
}

/** Offsets at which lines start. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  if (!text.includes('\r')) {
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) starts.push(end + 1);
    return starts;
  }
  const ends = lineEnds(text);
  for (let end = ends(0); end < text.length; end = ends(starts.at(-1)!))
    starts.push(text.startsWith('\r\n', end) ? end + 2 : end + 1);
  return starts;
}

export function position(starts: readonly number[], offset: number): Position {
  const line = lastAtMost(starts, offset);
  return { line: line + 1, column: offset - starts[line]! + 1 };
}

/** Index of the last number that is not greater than `value` in an ascending list; -1 when all are greater. */
export function lastAtMost(ascending: readonly number[], value: number): number {
  let low = -1;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (ascending[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where a passage begins and ends, 1-based; `starts` are those of the lines. */
export function linesAndColumns(starts: readonly number[], { start, end }: Span) {
  const [from, to] = [position(starts, start), position(starts, end)];
  return { line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
}

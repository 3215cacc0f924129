import { EscapedPiece, Piece } from './piece.ts';
import type { TableRow } from './types.ts';

const DELIMITER = /^[ \t]*:?-+:?[ \t]*$/;

/** Number of columns of a delimiter row (`| --- | :-: |`), 0 when the line is none. */
export function delimiterColumns(line: string): number {
  const first = line.charCodeAt(0);
  if (first !== 45 && first !== 58 && first !== 124) return 0;
  if (!/^[ \t:|-]+$/.test(line)) return 0;
  const cells = line.split('|');
  const from = first === 124 ? 1 : 0;
  const to = cells.length - from > 1 && cells.at(-1)!.trim() === '' ? cells.length - 1 : cells.length;
  for (let i = from; i < to; i++) if (!DELIMITER.test(cells[i]!)) return 0;
  return to - from;
}

/**
 * Cells between unescaped pipes; a leading and a trailing pipe are optional. GFM splits before code spans are seen, so
 * only `\|` protects a pipe. With room for as many as are expected: a list that grows gets room for seventeen.
 */
export function splitCells(line: string, base: number, expected: number): Piece[] {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--;
  let from = 0;
  while (from < end && isBlank(line.charCodeAt(from))) from++;
  if (from < end && line.charCodeAt(from) === 124) from++;
  const ends = line.includes('\\') ? escapedPipes(line, from, end) : null;
  const cells = new Array<Piece>(expected);
  let i = 0;
  for (;;) {
    // By `indexOf`, because a loop over characters takes milliseconds where nothing is compiled yet.
    const next = ends ? ends.at[i]! : line.indexOf('|', from);
    const to = next < 0 || next > end ? end : next;
    cells[i] = cell(line, from, to, base, ends?.escaped[i] === true);
    from = to + 1;
    i++;
    // Behind the last pipe nothing stands.
    if (to === end || from >= end) break;
  }
  cells.length = i;
  return cells;
}

/** Where cells end in a line with backslashes, the last one at `end`, and which of them have an escaped pipe. */
function escapedPipes(line: string, from: number, end: number): { at: number[]; escaped: boolean[] } {
  const at: number[] = [];
  const escaped: boolean[] = [];
  let inside = false;
  for (let i = from; i <= end; i++) {
    const c = i < end ? line.charCodeAt(i) : 124;
    if (c === 92 && i + 1 < end) {
      if (line.charCodeAt(i + 1) === 124) inside = true;
      i++;
    } else if (c === 124) {
      at.push(i);
      escaped.push(inside);
      inside = false;
    }
  }
  return { at, escaped };
}

function cell(line: string, from: number, to: number, base: number, escaped: boolean): Piece {
  let start = from;
  let end = to;
  while (start < end && isBlank(line.charCodeAt(start))) start++;
  while (end > start && isBlank(line.charCodeAt(end - 1))) end--;
  const text = line.slice(start, end);
  return escaped ? new EscapedPiece(text, base + start, base + end) : new Piece(text, base + start, base + end);
}

function isBlank(c: number): boolean {
  return c === 32 || c === 9;
}

/** A row of a table with `columns` columns; `line` is the row without its container prefix. */
export function tableRow(line: string, base: number, columns: number): TableRow {
  const cells = splitCells(line, base, columns);
  const written = cells.length;
  const last = line.charCodeAt(line.length - 1);
  const end = base + (last > 32 && last < 127 ? line.length : line.trimEnd().length);
  while (cells.length < columns) cells.push(new Piece('', end, end));
  return { cells: cells.length > columns ? cells.slice(0, columns) : cells, written, at: { start: base, end } };
}

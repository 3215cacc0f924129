import { EscapedPiece, Piece } from './piece.ts';
import type { TableRow } from './types.ts';

const DELIMITER = /^:?-+:?$/;

/** Number of columns of a delimiter row (`| --- | :-: |`), 0 when the line is none. */
export function delimiterColumns(line: string): number {
  const first = line.charCodeAt(0);
  if (first !== 45 && first !== 58 && first !== 124) return 0;
  if (!/^[\s:|-]+$/.test(line)) return 0;
  const cells = splitCells(line, 0);
  return cells.length > 0 && cells.every((c) => DELIMITER.test(c.text)) ? cells.length : 0;
}

/** Cells between unescaped pipes; a leading and a trailing pipe are optional. GFM splits before code spans are seen, so only `\|` protects a pipe. */
export function splitCells(line: string, base: number): Piece[] {
  const cells: Piece[] = [];
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end--;
  let from = 0;
  while (from < end && isBlank(line.charCodeAt(from))) from++;
  if (line[from] === '|') from++;
  let escaped = false;
  let pipe = false;
  for (let i = from; i <= end; i++) {
    const c = i < end ? line.charCodeAt(i) : -1;
    if (c === 92 && i + 1 < end) {
      if (line.charCodeAt(i + 1) === 124) escaped = true;
      i++;
      continue;
    }
    if (c !== 124 && i < end) continue;
    if (i === end && pipe && from >= end) break;
    pipe = c === 124;
    cells.push(cell(line, from, i, base, escaped));
    from = i + 1;
    escaped = false;
    if (pipe && from >= end) break;
  }
  // A list that grew has room for sixteen more.
  return cells.slice();
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
  const cells = splitCells(line, base);
  const written = cells.length;
  const end = base + line.trimEnd().length;
  while (cells.length < columns) cells.push(new Piece('', end, end));
  return { cells: cells.length > columns ? cells.slice(0, columns) : cells, written, at: { start: base, end } };
}

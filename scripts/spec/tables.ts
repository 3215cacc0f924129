import type { Piece } from '../markdown/piece.ts';
import type { Table } from '../markdown/types.ts';
import { TABLES, type TableFormat, type TableKind } from './format.ts';
import type { Cell, KnownTable, Position, Problem, Row } from './model.ts';
import { near } from './near.ts';

/** Headers as they are compared: letters and digits, in small letters. */
const plain = (header: string) =>
  header
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

interface Kind extends TableFormat {
  readonly kind: TableKind;
  /** Column keys by header. */
  readonly keys: ReadonlyMap<string, string>;
}

const KINDS: readonly Kind[] = (Object.entries(TABLES) as [TableKind, TableFormat][]).map(([kind, format]) => ({
  ...format,
  kind,
  keys: new Map(
    Object.entries(format.columns).flatMap(([key, headers]) =>
      headers.split('|').map((header) => [plain(header), key] as const),
    ),
  ),
}));

/** The kind whose columns a table has, most of them where several would do; at home before elsewhere. */
function kindOf(headers: readonly string[], position: Position): Kind | null {
  let best: { kind: Kind; score: number } | null = null;
  for (const kind of KINDS) {
    const columns = new Set(headers.flatMap((header) => kind.keys.get(header) ?? []));
    if (!kind.known.every((key) => columns.has(key))) continue;
    const home = isHome(kind, position);
    if (kind.onlyHome && !home) continue;
    const score = columns.size * 2 + (home ? 1 : 0);
    if (!best || score > best.score) best = { kind, score };
  }
  return best?.kind ?? null;
}

function isHome({ home }: TableFormat, { section, service, part }: Position): boolean {
  return typeof home === 'number'
    ? service !== null && (part === null || part === home)
    : section === home || section.startsWith(`${home}.`);
}

export const cellOf = (piece: Piece): Cell => ({ text: piece.plain.trim(), at: piece.at, piece });

/** Reads a table of the form; null for any other table, which is the writer's own. */
export function readTable(table: Table, position: Position, problems: Problem[]): KnownTable | null {
  const headers = table.header.cells.map((cell) => plain(cell.plain));
  const kind = kindOf(headers, position);
  if (!kind) {
    const missed = nearMiss(table, headers, position);
    if (missed) problems.push(missed);
    return null;
  }
  const keys = headers.map((header) => kind.keys.get(header) ?? null);
  const rows = table.rows.map(({ cells, at }): Row => {
    const known: Record<string, Cell> = {};
    const further: Record<string, Cell> = {};
    cells.forEach((piece, i) => {
      const key = keys[i] ?? null;
      if (key !== null) known[key] ??= cellOf(piece);
      else further[table.header.cells[i]!.plain.trim()] = cellOf(piece);
    });
    return { at, cells: known, further, total: isTotal(cells) };
  });
  const columns = [...new Set(keys.filter((key) => key !== null))];
  const part = position.part ?? (position.service !== null && typeof kind.home === 'number' ? kind.home : null);
  return {
    ...position,
    part,
    kind: kind.kind,
    at: table.at,
    headerAt: table.header.at,
    columns: columns as never,
    rows,
  };
}

/** A row that adds up the others says so in its first cell with a text. */
function isTotal(cells: readonly Piece[]): boolean {
  const first = cells.find((cell) => cell.plain.trim() !== '');
  return (
    first !== undefined && /^(?:totals?|sums?|summen?|gesamt\w*|insgesamt)(?![\p{L}\p{N}])/iu.test(first.plain.trim())
  );
}

/** Where a table of the form is expected, one header that is nearly its own keeps the table from being read. */
function nearMiss(table: Table, headers: readonly string[], position: Position): Problem | null {
  for (const kind of KINDS) {
    if (!isHome(kind, position)) continue;
    const missing = kind.known.filter((key) => !headers.some((header) => kind.keys.get(header) === key));
    if (missing.length !== 1 || kind.known.length < 2) continue;
    const free = headers.filter((header) => !kind.keys.has(header));
    const expected = kind.columns[missing[0]!]!.split('|')[0]!;
    const meant = near(plain(expected), free);
    if (meant === null) continue;
    const cell = table.header.cells[headers.indexOf(meant)]!;
    const message = `Unexpected header "${cell.plain.trim()}", expected "${expected}"`;
    return { kind: 'near-header', at: cell.at, message, expected };
  }
  return null;
}

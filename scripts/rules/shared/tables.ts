import type { TableKind } from '../../spec/format.ts';
import type { Cell, KnownTable, Row, Section7 } from '../../spec/model.ts';

/** Tables of one kind, in order. */
export function tablesOf<K extends TableKind>({ tables }: Pick<Section7, 'tables'>, kind: K): KnownTable<K>[] {
  return tables.filter((table) => table.kind === kind) as unknown as KnownTable<K>[];
}

/** Rows of all tables of one kind; total rows are left out unless they are asked for. */
export function rowsOf<K extends TableKind>(
  section: Pick<Section7, 'tables'>,
  kind: K,
  { totals = false } = {},
): { table: KnownTable<K>; row: Row<K> }[] {
  return tablesOf(section, kind).flatMap((table) =>
    table.rows.filter((row) => totals || !row.total).map((row) => ({ table, row })),
  );
}

/** All that a row says, by its cells; columns beside those of the form too. */
export function textOf({ cells, further }: Row): string {
  return [...cellsOf(cells), ...Object.values(further)].map(({ text }) => text).join(' | ');
}

/** The cells of a row under headers of the form. */
export const cellsOf = (cells: Row['cells']) =>
  Object.values<Cell | undefined>(cells).filter((cell) => cell !== undefined);

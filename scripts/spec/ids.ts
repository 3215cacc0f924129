import { codeAt } from '../markdown/inline.ts';
import { ID_KINDS, type IdKind } from './format.ts';
import type { IdPlace, Ids, KnownTable, Run } from './model.ts';

/** `D-3`, `V-12`, `T-4b`; not inside of a longer name such as `SAQ-D-1`. */
const ID = /(?<![\p{L}\p{N}_-])([DVT])-(\d{1,3}[a-z]?)(?![\p{L}\p{N}_-])/gu;

export function idsOf(tables: readonly KnownTable[], runs: readonly Run[]): Ids {
  const defined: IdPlace[] = [];
  const cells = new Set<number>();
  for (const table of tables) {
    if (!Object.values<string>(ID_KINDS).includes(table.kind)) continue;
    for (const row of table.rows) {
      const cell = (row as KnownTable<'decisions'>['rows'][number]).cells.id;
      const match = cell && /^([DVT])-(\d{1,3}[a-z]?)$/.exec(cell.text);
      if (!match) continue;
      cells.add(cell.at.start);
      defined.push({ kind: match[1] as IdKind, id: cell.text, at: cell.at, section: table.section });
    }
  }
  const mentioned: IdPlace[] = [];
  for (const run of runs) {
    if (cells.has(run.piece.start) || !/[DVT]-\d/.test(run.piece.text)) continue;
    const inline = run.piece.inline();
    for (const match of inline.text.matchAll(ID)) {
      const at = { start: inline.locate(match.index), end: inline.locate(match.index + match[0].length - 1) + 1 };
      if (codeAt(inline, at)) continue;
      mentioned.push({ kind: match[1] as IdKind, id: match[0], at, section: run.section });
    }
  }
  return { defined, mentioned };
}

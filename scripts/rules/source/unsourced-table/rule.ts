import type { Section7 } from '../../../spec/model.ts';
import { tablesOf } from '../../shared/tables.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'source/unsourced-table',
  severity: 'warning',
  summary:
    "A vendor's prices and limits decide budgets and designs; where they come from has to be said once where they stand.",
  *check({ section }) {
    for (const table of [...tablesOf(section, 'quotas'), ...tablesOf(section, 'costs')]) {
      const column = table.kind === 'quotas' ? 'limit' : 'price';
      const stated = table.rows.some(({ cells }) =>
        // Nothing has no source.
        /[1-9]/.test((cells as Record<string, { text: string } | undefined>)[column]?.text ?? ''),
      );
      if (!stated || isSourced(section, table.service ?? table.section, table.at.start)) continue;
      yield {
        at: table.headerAt,
        message: `Missing source of the ${table.kind === 'quotas' ? 'limits' : 'unit prices'} in ${table.section}`,
        advice: 'Add a footnote, or the id of its row in 7.Q.',
      };
    }
  },
};

/** A footnote, an id to confirm, or a link anywhere under the service's headings of the same part. */
function isSourced({ runs, ids }: Section7, place: string, at: number): boolean {
  const own = runs.filter((run) => run.service === place || run.section === place);
  const part = own.find((run) => run.piece.start >= at)?.section;
  const near = own.filter((run) => run.section === part || run.part === 3);
  if (near.some(({ piece }) => piece.footnotes.length > 0 || /https?:\/\//.test(piece.text))) return true;
  return ids.mentioned.some(({ kind, section }) => 'VAD'.includes(kind) && (section === part || section === place));
}

import { endpointsIn } from '../../shared/endpoints.ts';
import { didYouMean } from '../../shared/text.ts';
import { rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import { near } from '../../../spec/near.ts';
import type { Rule } from '../../types.ts';

/** `crm-sync`, `settlement_import`: a name of several words. */
const NAME = /(?<![\w-])[a-z][a-z0-9]{0,40}(?:[-_][a-z0-9]{1,40}){1,8}(?![\w-])/g;
const namesIn = (text: string) => text.match(NAME) ?? [];

export const rule: Rule = {
  id: 'trace/job',
  severity: 'warning',
  summary: 'A job that the section relies on stands in 7.2.3 or in the documents; otherwise nothing starts it.',
  *check({ section, project }) {
    const table = tablesOf(section, 'jobs')[0];
    if (!table) return;
    const jobs = rowsOf(section, 'jobs').map(({ row }) => row);
    const known = new Set([...jobs.map(textOf), ...(project?.files ?? []).map(({ text }) => text)].flatMap(namesIn));
    const own = jobs.flatMap(({ cells }) => cells.job?.piece.inline().codes.map(({ text }) => text) ?? []);
    for (const {
      row: {
        cells: { caller },
      },
    } of rowsOf(section, 'requestPath')) {
      if (!caller || endpointsIn(caller.piece).length > 0) continue;
      for (const { text, at } of caller.piece.inline().codes) {
        if (known.has(text) || namesIn(text)[0] !== text) continue;
        const meant = near(text, own.slice(0, 500));
        yield {
          at,
          message: `Unexpected job ${text}, missing in 7.2.3${didYouMean(meant)}`,
          advice: 'Write its row: when it runs, what it does, what it closes.',
          related: [{ message: 'the jobs', at: table.headerAt }],
        };
      }
    }
  },
};

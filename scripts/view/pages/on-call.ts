import { rowsOf } from '../../rules/shared/tables.ts';
import type { Html } from '../html.ts';
import type { Chunk } from '../source.ts';
import { chunksWith, gathered, type View } from './common.ts';

const ALERTS = { condition: 'Condition', level: 'Level', action: 'First action' };

/** For the person who was woken: what people see, what rang and what to do first, then incidents and switches. */
export function onCallPage(view: View, chunks: readonly Chunk[]): Html {
  const switches =
    rowsOf(view.source.section, 'switches').length > 0 ? [{ id: 'switches', title: 'Kill switches' }] : [];
  return chunksWith(view, chunks, gathered(view, 'alerts', 'Alerts, and what to do first', ALERTS), switches);
}

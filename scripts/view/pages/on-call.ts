import { html, type Html } from '../html.ts';
import type { Chunk } from '../source.ts';
import { chunkOf, gathered, type View } from './common.ts';

const ALERTS = { condition: 'Condition', level: 'Level', action: 'First action' };

/** For the person who was woken: what people see, what rang and what to do first, then incidents and switches. */
export function onCallPage(view: View, [outages, ...others]: readonly Chunk[]): Html {
  return html`${outages && chunkOf(view, outages)}
${gathered(view, 'alerts', 'Alerts, and what to do first', ALERTS)}
${others.map((chunk) => chunkOf(view, chunk))}`;
}

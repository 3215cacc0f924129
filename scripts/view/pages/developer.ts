import { html, type Html } from '../html.ts';
import type { Chunk } from '../source.ts';
import { chunkOf, gathered, type View } from './common.ts';

const VARIABLES = { variable: 'Variable', rights: 'Kind and rights', kept: 'Kept in', rotation: 'Rotation' };

/** What changes in the API and the database, what is called and when, which variables there are, and what is tested. */
export function developerPage(view: View, [changes, ...others]: readonly Chunk[]): Html {
  return html`${changes && chunkOf(view, changes)}
${gathered(view, 'credentials', 'Variables of all services', VARIABLES)}
${others.map((chunk) => chunkOf(view, chunk))}`;
}

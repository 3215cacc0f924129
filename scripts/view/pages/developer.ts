import type { Html } from '../html.ts';
import type { Chunk } from '../source.ts';
import { chunksWith, gathered, type View } from './common.ts';

const VARIABLES = { variable: 'Variable', rights: 'Kind and rights', kept: 'Kept in', rotation: 'Rotation' };

/** What changes in the API and the database, what is called and when, which variables there are, and what is tested. */
export function developerPage(view: View, chunks: readonly Chunk[]): Html {
  return chunksWith(view, chunks, gathered(view, 'credentials', 'Variables of all services', VARIABLES));
}

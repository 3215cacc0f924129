import type { Export, Exported } from '../../scripts/export/types.ts';
import { toData } from '../../scripts/spec/data.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { changed, HARBOR_FILE, harbor } from '../support.ts';

/** The example, with passages of it changed, exported. */
export function exportExample(format: Export, ...changes: readonly (readonly [from: string, to: string])[]): Exported {
  const text = changes.reduce((before, [from, to]) => changed(before, from, to), harbor);
  return format(toData(parseSection7(text, HARBOR_FILE).section!), HARBOR_FILE);
}

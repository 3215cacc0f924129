import { glob } from 'tinyglobby';
import { slashes } from '../project/paths.ts';

/** Files that match, relative to `cwd`, sorted; node_modules and .git are never entered. */
export async function expandGlob(pattern: string, cwd: string): Promise<string[]> {
  const found = await glob([slashes(pattern)], {
    cwd,
    onlyFiles: true,
    dot: false,
    followSymbolicLinks: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
  });
  return found.sort();
}

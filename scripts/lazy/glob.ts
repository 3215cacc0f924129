import { glob } from 'tinyglobby';

/** Files that match, relative to `cwd`, sorted; node_modules and .git are never entered. */
export async function expandGlob(pattern: string, cwd: string): Promise<string[]> {
  const found = await glob([pattern], { cwd, onlyFiles: true, dot: false, followSymbolicLinks: false, ignore: ['**/node_modules/**', '**/.git/**'] });
  return found.sort();
}

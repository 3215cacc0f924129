// Imports a module of TypeScript, bundled: Node.js 20 strips no types.
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = fileURLToPath(new URL('../../', import.meta.url));
/** Below node_modules, so that the packages that a bundle leaves out are found. */
export const cache = join(root, 'node_modules/.cache/vibe-specs');

/** What `entry`, an absolute path, exports; `name` tells its bundle from those of other scripts. */
export async function load(entry, name) {
  const outfile = join(cache, `${name}.mjs`);
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  return import(pathToFileURL(outfile).href);
}

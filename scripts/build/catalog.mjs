// Compiles templates/services/*.md to dist/catalog.jsonl: at run time the sheets are lines of JSON, and no YAML
// parser is started.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Writes dist/catalog.jsonl. Returns the number of its sheets; throws an Error that names the sheet and field at
 * fault.
 */
export async function buildCatalog() {
  // Below node_modules, so that the packages it leaves out are found.
  const outfile = join(root, 'node_modules/.cache/vibe-specs/read-sheets.mjs');
  await build({
    entryPoints: [join(root, 'scripts/build/read-sheets.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const { compileCatalog, readSheets } = await import(pathToFileURL(outfile).href);
  const catalog = readSheets(root);
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(join(root, 'dist/catalog.jsonl'), compileCatalog(catalog));
  return catalog.sheets.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(`dist/catalog.jsonl: ${await buildCatalog()} service sheets`);

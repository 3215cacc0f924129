// Compiles templates/services/*.md to dist/catalog.jsonl: at run time the sheets are lines of JSON, and no YAML
// parser is started.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { load, root } from './load.mjs';

/**
 * Writes dist/catalog.jsonl. Returns the number of its sheets; throws an Error that names the sheet and field at
 * fault.
 */
export async function buildCatalog() {
  const { compileCatalog, readSheets } = await load(join(root, 'scripts/build/read-sheets.ts'), 'read-sheets');
  const catalog = readSheets(root);
  await mkdir(join(root, 'dist'), { recursive: true });
  await writeFile(join(root, 'dist/catalog.jsonl'), compileCatalog(catalog));
  return catalog.sheets.length;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  console.log(`dist/catalog.jsonl: ${await buildCatalog()} service sheets`);

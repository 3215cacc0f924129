// node scripts/dev/bench-view.mjs [FILE]: how long a page of a 2 MB section takes to make, after its check, and how
// large it is. Fails over 3 s.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sectionOf } from './bench-inputs.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const require = createRequire(import.meta.url);
const outfile = join(root, '.bench/view.cjs');
const contents = `
export { renderView } from './scripts/view/view.ts';
export { parseSection7 } from './scripts/spec/parse.ts';
export { readCatalog } from './scripts/services/compiled.ts';`;
await build({
  stdin: { contents, resolveDir: root },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  outfile,
  logLevel: 'error',
});
const { parseSection7, readCatalog, renderView } = require(outfile);
const catalog = readCatalog(readFileSync(join(root, 'dist/catalog.jsonl')));
const text = process.argv[2] ? readFileSync(process.argv[2], 'utf8') : await sectionOf(2e6, root);
const { section } = parseSection7(text, 'section.md');
const result = {
  file: 'section.md',
  diagnostics: [],
  disabled: [],
  notChecked: [],
  run: null,
  words: null,
  errors: 0,
  warnings: 0,
  infos: 0,
};
const assets = { style: '', script: '' };
const seconds = [1, 2, 3].map(() => {
  const start = performance.now();
  globalThis.page = renderView(section, result, catalog, assets);
  return (performance.now() - start) / 1000;
});
const least = Math.min(...seconds);
console.log(
  `${(text.length / 1e6).toFixed(1)} MB: ${seconds.map((s) => s.toFixed(2)).join(', ')} s; page ${(globalThis.page.length / 1e6).toFixed(1)} MB`,
);
process.exitCode = least > 3 ? 1 : 0;

// Bundles the CLI to dist/: CommonJS, because it starts faster than ESM, and one file for each lazily loaded library.
// Plugins are installed without npm install, so dist/ is committed; CI builds it again and compares.
import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildCatalog } from './catalog.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const lazy = (await readdir(join(root, 'scripts/lazy'))).map((name) => basename(name, '.ts'));

/**
 * Dynamic imports of scripts/lazy become requires of their own bundles; everything else dynamic is bundled in place and
 * evaluated when reached.
 */
const splitLazy = {
  name: 'split-lazy',
  setup({ onResolve }) {
    onResolve({ filter: /\/lazy\/[\w-]+\.ts$/ }, ({ path, kind }) =>
      kind === 'dynamic-import' ? { path: `./${basename(path, '.ts')}.cjs`, external: true } : undefined,
    );
  },
};

/** The profiler of secretlint observes the marks of the whole process, which may be somebody else's program. */
const withoutProfiler = {
  name: 'without-profiler',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@secretlint\/profiler$/ }, ({ path }) => ({ path, namespace: 'not-profiled' }));
    onLoad({ filter: /^/, namespace: 'not-profiled' }, () => ({
      contents: 'module.exports={secretLintProfiler:{}}',
    }));
  },
};

/** What mermaid draws with; its parsers, which are all we use of it, call none of it. */
const DRAWS =
  /^(?:d3|d3-sankey|cytoscape(?:-.*)?|dagre-d3-es.*|elkjs.*|katex|roughjs|@upsetjs\/venn\.js|stylis|@iconify\/utils|marked|dompurify)$/;
const withoutDrawing = {
  name: 'without-drawing',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: DRAWS }, ({ path, importer }) =>
      importer.includes('beautiful-mermaid') ? undefined : { path, namespace: 'not-bundled' },
    );
    // Labels pass through it while they are parsed.
    onLoad({ filter: /^dompurify$/, namespace: 'not-bundled' }, () => ({
      contents: 'module.exports={addHook(){},sanitize:(text)=>text}',
    }));
    // Whatever is asked of it when a module is evaluated: it is an object, a function and a class.
    onLoad({ filter: /^/, namespace: 'not-bundled' }, () => ({
      contents:
        'const all=new Proxy(function(){},{get:(_,key)=>key===Symbol.toPrimitive?()=>"":key==="__esModule"?false:all,apply:()=>all,construct:()=>all,set:()=>true});module.exports=all',
    }));
  },
};

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  minify: true,
  legalComments: 'none',
  charset: 'utf8',
  define: { VIBE_SPECS_DIST: '__dirname' },
  plugins: [splitLazy],
  supported: { 'dynamic-import': false },
  metafile: true,
  logLevel: 'error',
  absWorkingDir: root,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
};

await rm(join(root, 'dist'), { recursive: true, force: true });
const outputs = [
  await build({ ...common, entryPoints: { main: 'scripts/cli/main.ts', index: 'scripts/library/index.ts' } }),
  await build({
    ...common,
    plugins: [splitLazy, withoutDrawing, withoutProfiler],
    // Libraries written as ESM ask for their own URL.
    banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
    define: { ...common.define, 'import.meta.url': 'importMetaUrl' },
    entryPoints: Object.fromEntries(lazy.map((name) => [name, `scripts/lazy/${name}.ts`])),
  }),
];
// What starts first can be read by an old Node.js, which is told so.
const first = { ...common, target: 'node12' };
outputs.push(
  await build({ ...first, entryPoints: { cli: 'scripts/cli/launch.ts' }, banner: { js: '#!/usr/bin/env node' } }),
  await build({ ...first, entryPoints: { hook: 'scripts/plugin/hook-main.ts' } }),
);
// The grammar of PostgreSQL, compiled; its loader looks for it beside the bundle.
await copyFile(
  createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'),
  join(root, 'dist/libpg-query.wasm'),
);
// What the page of the view is made with, as it is.
for (const name of ['view.css', 'view.js', 'view-live.js'])
  await copyFile(join(root, 'scripts/view/assets', name), join(root, 'dist', name));
// Programs import the library as ESM, with the types that its functions are held against in the tests.
await copyFile(join(root, 'scripts/library/types.d.ts'), join(root, 'dist/index.d.mts'));
await writeFile(
  join(root, 'dist/index.mjs'),
  `import library from './index.cjs';
export const { lint, parseSection, preflight, verifyWebhook } = library;
`,
);
await buildCatalog();
await writeLicences(outputs.flatMap(({ metafile }) => Object.keys(metafile.inputs)));

/** Licence texts of everything that was bundled. */
async function writeLicences(inputs) {
  const packages = new Set(inputs.flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  const texts = [];
  for (const folder of [...packages].sort()) {
    const { name, version, license } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
    const file = (await readdir(join(root, folder))).find((f) => /^licen[cs]e/i.test(f));
    const text = file ? await readFile(join(root, folder, file), 'utf8') : '(no licence file in the package)';
    // What a package contains in compiled form and does not say the licence of.
    const more = await readFile(join(root, 'scripts/build/notices', `${name.replace('/', '+')}.txt`), 'utf8').catch(
      () => '',
    );
    // The line that parts them here stands within the licence of one.
    const own = text.trim().replaceAll('-'.repeat(80), '-'.repeat(40));
    texts.push(
      `${name} ${version} (${license ?? (/\bMIT License\b/.test(text) ? 'MIT' : 'licence below')})\n\n${[own, more.trim()].filter((t) => t !== '').join('\n\n')}\n`,
    );
  }
  await writeFile(join(root, 'dist/THIRD_PARTY_LICENSES.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
}

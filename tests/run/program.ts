import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { root } from '../product.ts';

/** The program of the processes, built from today's source; the caller removes its folder. */
export function buildProgram(): { program: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-run-'));
  const program = join(folder, 'run-process.cjs');
  buildSync({
    entryPoints: [join(root, 'scripts/lazy/run-process.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    banner: { js: 'const importMetaUrl=require("node:url").pathToFileURL(__filename).href;' },
    define: { 'import.meta.url': 'importMetaUrl' },
    logLevel: 'error',
  });
  copyFileSync(
    createRequire(import.meta.url).resolve('libpg-query/wasm/libpg-query.wasm'),
    join(folder, 'libpg-query.wasm'),
  );
  return { program, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Regenerates every generated file: the indexes, dist/, schemas/, docs/rules. CI runs it and fails on a difference.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeRulePages } from './rule-pages.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const cli = (...args) => execFileSync(process.execPath, [join(root, 'dist/cli.cjs'), ...args], { encoding: 'utf8' });

await import('./indexes.mjs');
await import('./bundle.mjs');
await mkdir(join(root, 'schemas'), { recursive: true });
await writeFile(join(root, 'schemas/section-7.schema.json'), cli('schema'));
await writeFile(join(root, 'schemas/config.schema.json'), cli('schema', '--config'));
await writeRulePages(root, JSON.parse(cli('rules', '--json')));

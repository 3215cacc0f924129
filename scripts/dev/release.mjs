// npm run release -- VERSION [--dry-run]: one version everywhere, generated files, a commit and a tag. What it changes
// is printed first; with --dry-run that is all. Publishing is a person's: `git push --follow-tags`, `npm publish`.
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where the version stands: the file, what is found in it, and what belongs there. */
const PLACES = [
  ['package.json', /"version": "[^"]+"/, (version) => `"version": "${version}"`],
  ['package-lock.json', /(?<="name": "vibe-specs",\n\s*)"version": "[^"]+"/g, (version) => `"version": "${version}"`],
  ['.claude-plugin/plugin.json', /"version": "[^"]+"/, (version) => `"version": "${version}"`],
  ['scripts/product.ts', /VERSION = '[^']+'/, (version) => `VERSION = '${version}'`],
  ['CHANGELOG.md', /^## .* \(unreleased\)$/m, (version, day) => `## ${version} (${day})`],
  ['README.md', /(?<=uses: vibe-specs\/vibe-specs@)\S+/g, (version) => `v${version}`],
  ['README.md', /(?<=rev: )\S+/g, (version) => `v${version}`],
];

/** The texts that a release changes, by file. Throws where the version is none, or a place is missing. */
export function released(read, version, day) {
  if (!/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version ?? ''))
    throw new Error(`"${version ?? ''}" is no version: npm run release -- 0.2.0 --dry-run`);
  const texts = new Map();
  for (const [file, pattern, value] of PLACES) {
    const text = texts.get(file) ?? read(file);
    if (text.search(pattern) < 0) throw new Error(`${file}: the place of the version is missing (${pattern})`);
    texts.set(file, text.replace(pattern, value(version, day)));
  }
  return texts;
}

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

async function main() {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } });
  const before = new Map();
  for (const [file] of PLACES) before.set(file, await readFile(join(root, file), 'utf8'));
  const [version] = positionals;
  const texts = released((file) => before.get(file), version, new Date().toISOString().slice(0, 10));
  for (const [file, text] of texts) {
    const old = before.get(file).split('\n');
    for (const [i, line] of text.split('\n').entries())
      if (line !== old[i]) console.log(`${file}:${i + 1}: ${line.trim()}`);
  }
  const steps = [
    ['npm', 'run', 'generate'],
    ['npm', 'run', 'test:full'],
    ['git', 'commit', '-am', `Version ${version}`],
    ['git', 'tag', `v${version}`],
  ];
  for (const step of steps) console.log(`$ ${step.join(' ')}`);
  if (values['dry-run']) return;
  if (git('status', '--porcelain') !== '') throw new Error('there are changes that are not committed');
  if (git('tag', '--list', `v${version}`) !== '') throw new Error(`there is a tag v${version}`);
  for (const [file, text] of texts) await writeFile(join(root, file), text);
  for (const [program, ...args] of steps)
    execFileSync(program, args, {
      cwd: root,
      stdio: 'inherit',
      shell: program === 'npm' && process.platform === 'win32',
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}

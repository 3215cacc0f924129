// Looks whether what the sheets cite from npm packages still stands there, which versions are behind, and which pages
// were old when they were read. The only script that asks a registry.
// --write brings sources whose text stands in the latest version as well up to that version. Exit status 1: a
// source does not hold.
import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cache, load, root } from './load.mjs';

const run = promisify(execFile);

const { checkSources, describeOldPages, describeVerdicts, isWrong, readSheets, renew } = await load(
  join(root, 'scripts/build/stale.ts'),
  'stale',
);

/** Each answer is asked for once. */
const remembered = (ask) => {
  const answers = new Map();
  return (...key) => {
    const name = key.join('@');
    if (!answers.has(name)) answers.set(name, ask(...key));
    return answers.get(name);
  };
};

const npm = {
  latest: remembered(
    async (name) =>
      (await run('npm', ['view', name, 'dist-tags.latest']).catch(() => ({ stdout: '' }))).stdout.trim() || null,
  ),
  // By version: of a package without one npm takes the newest that suits this Node.js, which is an older one.
  unpack: remembered(async (name, version) => {
    const folder = join(cache, 'packages', `${name}@${version}`);
    if (await stat(folder).catch(() => null)) return folder;
    const partial = `${folder}.partial`;
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    try {
      const { stdout } = await run('npm', [
        'pack',
        `${name}@${version}`,
        '--ignore-scripts',
        '--silent',
        '--pack-destination',
        partial,
      ]);
      const archive = join(partial, stdout.trim().split('\n').at(-1));
      await run('tar', ['xzf', archive, '-C', partial, '--strip-components=1']);
      await rm(archive);
    } catch {
      await rm(partial, { recursive: true, force: true });
      return null;
    }
    await rename(partial, folder);
    return folder;
  }),
};

const catalog = readSheets(root);
const verdicts = await checkSources(catalog, npm);
process.stdout.write(describeVerdicts(verdicts) + describeOldPages(catalog));
if (process.argv.includes('--write')) {
  for (const id of new Set(verdicts.map(({ sheet }) => sheet))) {
    const file = join(root, 'templates/services', `${id}.md`);
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      renew(
        text,
        verdicts.filter(({ sheet }) => sheet === id),
        new Date().toISOString().slice(0, 10),
      ),
    );
  }
}
process.exitCode = verdicts.some(isWrong) ? 1 : 0;

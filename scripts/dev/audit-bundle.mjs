// Asks the registry, by `npm audit`, for advisories about the packages that are in dist/. Not a test: what is published
// tomorrow must not fail the CI of today's commit. Exit status: 0 none, 1 some, 2 the registry could not be asked. It
// then says which packages are not the newest of their line, because advisories are mended in newer ones.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundledPackages } from './bundled.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Advisories of an `npm audit --json` that are about a bundled package in the version that is bundled. `versionAt`
 * tells the version of an installed folder.
 */
export function advisories({ vulnerabilities }, bundled, versionAt) {
  return bundled.flatMap(({ name, version }) => {
    const { via = [], nodes = [] } = vulnerabilities[name] ?? {};
    if (!nodes.some((folder) => versionAt(folder) === version)) return [];
    return via
      .filter((advisory) => typeof advisory === 'object')
      .map(({ severity, title, url }) => `${name} ${version}: ${severity}: ${title} (${url})`);
  });
}

/**
 * The newest version that a caret range allows, of what `npm view NAME@^VERSION version --json` prints: a list, a
 * string where there is one, or an object that says what failed.
 */
export function newestOf(printed) {
  const newest = (printed ?? '').trim() === '' ? null : [JSON.parse(printed)].flat().at(-1);
  return typeof newest === 'string' ? newest : null;
}

function outdated(bundled) {
  const lines = bundled.flatMap(({ name, version }) => {
    const newest = newestOf(
      spawnSync('npm', ['view', `${name}@^${version}`, 'version', '--json'], { cwd: root, encoding: 'utf8' }).stdout,
    );
    return newest === version
      ? []
      : [`${name} ${version}: ${newest === null ? 'its newest version is not known' : `${newest} is newer`}`];
  });
  for (const line of lines) console.log(line);
  console.log(`${bundled.length - lines.length} of ${bundled.length} bundled packages are the newest of their line`);
}

function main() {
  const bundled = bundledPackages(root);
  const { stdout } = spawnSync('npm', ['audit', '--json'], { cwd: root, encoding: 'utf8' });
  const answer = JSON.parse(stdout || '{}');
  if (!answer.vulnerabilities) {
    console.error(`the registry could not be asked: ${answer.message ?? 'no answer'}`);
    outdated(bundled);
    return 2;
  }
  const found = advisories(
    answer,
    bundled,
    (folder) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')).version,
  );
  for (const line of found) console.log(line);
  console.log(`${found.length} advisories about ${bundled.length} bundled packages`);
  return found.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = main();

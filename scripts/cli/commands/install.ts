import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { insideProject, SDK } from '../../project/read.ts';
import { keptOut, writeAtomically } from '../../project/write.ts';
import type { NamedPackage } from '../../run/types.ts';
import { UserError, type Io } from './io.ts';

const NAME = /^(?:@[a-z0-9][\w.-]*\/)?[a-z0-9][\w.-]*$/;
const VERSION = /^\d+(?:\.\d+){0,2}$/;
/** A section names a dozen SDKs; more is no section. */
const MOST = 30;
const MINUTES = 5;

/**
 * Installs packages that `check --run` uses below the draft's folder, with npm and without their scripts. Names come
 * from a stranger's document, so only a name and a version of npm's own form are passed on, never an option or an
 * address.
 */
export function installPackages(root: string, packages: readonly NamedPackage[], io: Pick<Io, 'err'>): void {
  const wanted = packages
    .filter(({ name, version }) => NAME.test(name) && (version === undefined || VERSION.test(version)))
    .slice(0, MOST);
  if (wanted.length === 0) return io.err('vibe-specs: nothing to install: what this section runs is here\n');
  const folder = insideProject(root, SDK).absolute;
  keptOut(dirname(folder), dirname(SDK));
  // It keeps what earlier calls installed: npm removes what its file does not name.
  const own = join(folder, 'package.json');
  if (!existsSync(own)) writeAtomically(own, `${SDK}/package.json`, null, '{ "private": true }\n');
  io.err(`vibe-specs: npm installs ${wanted.map(({ name }) => name).join(', ')} in ${SDK}, without scripts …\n`);
  const names = wanted.map(({ name, version }) => (version === undefined ? name : `${name}@${version}`));
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...names];
  const { status, error, stderr } = spawnSync('npm', args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: MINUTES * 60_000,
    shell: process.platform === 'win32',
  });
  if (status !== 0)
    throw new UserError(
      `npm could not install ${names.join(', ')}: ${(error?.message ?? stderr.split('\n').find((line) => /E[A-Z0-9]+|ERR/.test(line)) ?? 'no reason given').slice(0, 300)}`,
    );
}

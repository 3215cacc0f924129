import { spawnSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const SPECIFICATION = 'docs/06-technical-specification.md';
export const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';

/** A folder with a small project that has a right draft, and room beside it for what may not be touched. */
export interface Place {
  readonly folder: string;
  readonly project: string;
}

export function newPlace(): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'vibe-specs-place-')));
  const project = join(folder, 'project');
  cpSync(join(root, 'tests/fixtures/projects/tiny'), project, { recursive: true });
  mkdirSync(join(project, 'docs/.vibe-specs'));
  cpSync(join(root, 'tests/fixtures/sections/tiny.md'), join(project, DRAFT));
  writeFileSync(join(folder, 'outside.md'), '## 7. Outside\n\nsecret\n');
  return { folder, project };
}

export const removePlace = ({ folder }: Place): void => rmSync(folder, { recursive: true, force: true });

/** Everything below a folder: text of files, targets of links, modes. */
export function snapshot(folder: string, below = ''): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = join(below, name);
    const stat = lstatSync(join(folder, path));
    if (stat.isDirectory()) Object.assign(found, snapshot(folder, path));
    else
      found[path] = stat.isSymbolicLink()
        ? `-> ${readlinkSync(join(folder, path))}`
        : `${(stat.mode & 0o777).toString(8)} ${readFileSync(join(folder, path), 'utf8')}`;
  }
  return found;
}

const asRoot = process.getuid?.() === 0;
/** For root nothing is forbidden: its processes run as nobody, to whom everything in the place is given first. */
const NOBODY = 65534;

function give(path: string): void {
  chownSync(path, NOBODY, NOBODY);
  if (lstatSync(path).isDirectory())
    for (const name of readdirSync(path)) if (!lstatSync(join(path, name)).isSymbolicLink()) give(join(path, name));
}

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function run(
  { folder, project }: Place,
  args: readonly string[],
  {
    env = {},
    unprivileged = false,
    limit = 0,
  }: { env?: Record<string, string>; unprivileged?: boolean; limit?: number } = {},
): Ran {
  if (unprivileged && asRoot) give(folder);
  const program = [process.execPath, join(root, 'dist/cli.cjs'), ...args];
  // The limit of the shell is in blocks of 512 bytes.
  const [command, ...rest] = limit > 0 ? ['sh', '-c', `ulimit -f ${limit} && exec "$@"`, 'sh', ...program] : program;
  const { status, stdout, stderr } = spawnSync(command!, rest, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, ...env },
    ...(unprivileged && asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  return { status, stdout, stderr };
}

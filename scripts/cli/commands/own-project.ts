import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { nameBelow } from '../../project/paths.ts';
import { DRAFT, insideProject, readText } from '../../project/read.ts';
import type { SourceFile } from '../../project/types.ts';
import { projectFolder, UserError, type Io } from './io.ts';

/** By which a coding agent tells the commands that it runs that it runs them. */
const AGENTS = ['CLAUDECODE', 'CURSOR_AGENT', 'GEMINI_CLI', 'CODEX_SANDBOX', 'AI_AGENT'];

/**
 * Absolute path of the project. People name any folder; without a name it is the current one, or the nearest above
 * it that has the documents. An agent may run these commands with any
 * arguments: for it, the project is the current folder or one below it, links followed. Without this, leave to run
 * the command in one project would be leave to read and write in all others.
 */
export function ownProject(option: string | undefined, io: Io): string {
  const folder = readableProject(option, io);
  // A folder that does not exist is reported by whoever opens it.
  if (option === undefined || !isAgent(io) || !existsSync(folder)) return folder;
  if (nameBelow(realpathSync(io.cwd), realpathSync(folder)) === null)
    throw new UserError(`--project ${option} lies outside of the current folder; run vibe-specs there`);
  return folder;
}

/** For a command that writes nothing and shows findings alone. */
export function readableProject(option: string | undefined, io: Io): string {
  const folder = projectFolder(option, io);
  return option === undefined && !isAgent(io) ? nearestProject(folder) : folder;
}

/**
 * The project that a document belongs to: the nearest folder above it that has a specification or a configuration;
 * without one, and for an agent outside of the current folder, the project of the current folder.
 */
export function projectOfFile(path: string, io: Io): string {
  const above = nearestProject(dirname(resolve(io.cwd, path)));
  const isProject = MARKS.some((mark) => existsSync(join(above, mark)));
  const isOutside = () => nameBelow(realpathSync(io.cwd), realpathSync(above)) === null;
  return isProject && !(isAgent(io) && isOutside()) ? above : readableProject(undefined, io);
}

/** Whether an agent runs the command, with arguments of its own. */
export const isAgent = ({ isAgent: known, env }: Io): boolean =>
  known ?? AGENTS.some((name) => (env[name] ?? '') !== '');

/**
 * Absolute path of a file that a user names for output, relative to where the command was called. It may lie anywhere,
 * but not behind a link of the project that leads out: in CI, that is a stranger's. An agent may write beside the
 * draft.
 */
export function writablePath(name: string, root: string, io: Io): string {
  const path = namedPath(name, root, io);
  if (isAgent(io) && nameBelow(resolve(root, dirname(DRAFT)), path) === null)
    throw new UserError(`an agent writes in ${dirname(DRAFT)} only, not ${name}`);
  return path;
}

/** The same for a file that is only read. */
export function namedPath(name: string, root: string, io: Io): string {
  const path = resolve(io.cwd, name);
  return nameBelow(root, path) === null ? path : insideProject(root, path, name).absolute;
}

/** `--config FILE`. */
export const namedConfig = (name: string, root: string, io: Io): SourceFile => ({
  path: name,
  text: readText(namedPath(name, root, io), name),
});

const MARKS = ['docs/06-technical-specification.md', 'docs/06-technical-specification', 'vibe-specs.config.json'];

/**
 * The folder itself, or the nearest above it that has a specification or a configuration, up to the root of the
 * checkout.
 */
function nearestProject(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (MARKS.some((mark) => existsSync(join(at, mark)))) return at;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return folder;
  }
}

/**
 * The root of the checkout that holds a project, for outputs that a forge reads: what CI says, or the nearest folder
 * with a repository. Null outside of one.
 */
export function checkoutRoot(project: string, io: Io): string | null {
  const workspace = io.env.GITHUB_WORKSPACE;
  if (workspace && nameBelow(workspace, project) !== null) return workspace;
  for (let at = project; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return null;
  }
}

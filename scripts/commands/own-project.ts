import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nameBelow } from '../project/paths.ts';
import { projectFolder, UserError, type Io } from './io.ts';

/** By which a coding agent tells the commands that it runs that it runs them. */
const AGENTS = ['CLAUDECODE', 'CURSOR_AGENT', 'GEMINI_CLI', 'CODEX_SANDBOX', 'AI_AGENT'];

/**
 * Absolute path of the project. People name any folder; without a name it is the current one, or the nearest above it that has the documents. An agent may run these commands with any
 * arguments: for it, the project is the current folder or one below it, links followed. Without this, leave to run the command in one project would be leave to read and write in all others.
 */
export function ownProject(option: string | undefined, io: Io): string {
  const folder = projectFolder(option, io);
  const isAgent = AGENTS.some((name) => (io.env[name] ?? '') !== '');
  if (option === undefined) return isAgent ? folder : nearestProject(folder);
  // A folder that does not exist is reported by whoever opens it.
  if (!isAgent || !existsSync(folder)) return folder;
  if (nameBelow(realpathSync(io.cwd), realpathSync(folder)) === null) throw new UserError(`--project ${option} lies outside of the current folder; run vibe-specs there`);
  return folder;
}

const MARKS = ['docs/06-technical-specification.md', 'docs/06-technical-specification', 'vibe-specs.config.json'];

/** The folder itself, or the nearest above it that has a specification or a configuration, up to the root of the checkout. */
export function nearestProject(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (MARKS.some((mark) => existsSync(join(at, mark)))) return at;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return folder;
  }
}

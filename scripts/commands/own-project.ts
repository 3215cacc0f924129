import { existsSync, realpathSync } from 'node:fs';
import { nameBelow } from '../project/paths.ts';
import { projectFolder, UserError, type Io } from './io.ts';

/**
 * Absolute path of the project for a command that an agent may run with any arguments: the current folder or one below it, links followed. Without this, leave to run the command in one
 * project would be leave to read and write in all others.
 */
export function ownProject(option: string | undefined, io: Io): string {
  const folder = projectFolder(option, io);
  // A folder that does not exist is reported by whoever opens it.
  if (option === undefined || !existsSync(folder)) return folder;
  if (nameBelow(realpathSync(io.cwd), realpathSync(folder)) === null) throw new UserError(`--project ${option} lies outside of the current folder; run vibe-specs there`);
  return folder;
}

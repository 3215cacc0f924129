import { append } from '../../append.ts';
import { projectOfFile, readableProject } from './own-project.ts';
import { UserError, type Io } from './io.ts';

/** Documents of one project, as they were named. */
export interface DocumentsOfProject {
  readonly root: string;
  readonly names: readonly string[];
}

/** Each document with its own project, unless one is named for all. Globs are expanded. */
export async function byProject(
  names: readonly string[],
  option: string | undefined,
  io: Io,
): Promise<DocumentsOfProject[]> {
  const files = await expandAll(names, io.cwd);
  if (option !== undefined || files.length === 0) return [{ root: readableProject(option, io), names: files }];
  const groups = new Map<string, string[]>();
  for (const name of files) {
    const root = name === '-' ? readableProject(undefined, io) : projectOfFile(name, io);
    append(groups, root, name);
  }
  return [...groups].map(([root, own]) => ({ root, names: own }));
}

/** Names, and what globs match, each once. Both are relative to where the command was called, not to the project. */
export async function expandAll(names: readonly string[], cwd: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(...(await expand(name, cwd)));
  return [...new Set(found)];
}

async function expand(name: string, cwd: string): Promise<string[]> {
  if (!/[*?[\]{}]/.test(name)) return [name];
  const { expandGlob } = await import('../../lazy/glob.ts');
  const found = await expandGlob(name, cwd);
  if (found.length === 0) throw new UserError(`no file matches ${name}`);
  return found;
}

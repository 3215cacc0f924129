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
  if (option !== undefined || names.length === 0) return [{ root: readableProject(option, io), names: await all(names, io) }];
  const groups = new Map<string, string[]>();
  for (const name of await all(names, io)) {
    const root = name === '-' ? readableProject(undefined, io) : projectOfFile(name, io);
    groups.set(root, [...(groups.get(root) ?? []), name]);
  }
  return [...groups].map(([root, own]) => ({ root, names: own }));
}

async function all(names: readonly string[], io: Io): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) found.push(...(await expand(name, io.cwd)));
  return [...new Set(found)];
}

/** Arguments are relative to where the command was called, not to the project. */
async function expand(name: string, cwd: string): Promise<string[]> {
  if (!/[*?[\]{}]/.test(name)) return [name];
  const { expandGlob } = await import('../lazy/glob.ts');
  const found = await expandGlob(name, cwd);
  if (found.length === 0) throw new UserError(`no file matches ${name}`);
  return found;
}

import { resolve } from 'node:path';
import { nameBelow, slashes } from '../project/paths.ts';
import { decode, DRAFT, readSource } from '../project/read.ts';
import type { SourceFile } from '../project/types.ts';
import type { CheckOptions } from './check-options.ts';
import { UserError, type Io } from './io.ts';
import { presentSection, type OpenProject } from './project.ts';

/** What is to be checked: the draft, the documents that are named, or the project's own Section 7. */
export async function documentsOf(
  { draft, files, 'stdin-filename': stdinName }: Pick<CheckOptions, 'draft' | 'files' | 'stdin-filename'>,
  project: OpenProject,
  io: Pick<Io, 'cwd' | 'stdin'>,
): Promise<SourceFile[]> {
  const { root } = project;
  if (draft) return [filled(readSource(root, DRAFT))];
  if (files.length === 0) return [filled(presentSection(project))];
  const documents = new Map<string, SourceFile>();
  const add = (document: SourceFile, shown?: string) => documents.set(document.path, filled(document, shown));
  for (const name of files) {
    if (name === '-') {
      const own = project.context.target.path;
      const path = stdinName === undefined ? own : nameBelow(root, resolve(io.cwd, stdinName)) || slashes(stdinName);
      add({ path, text: decode(await io.stdin(), 'standard input') }, 'standard input');
    } else for (const path of await expand(name, io.cwd)) add(readSource(root, resolve(io.cwd, path), path));
  }
  return [...documents.values()];
}

function filled(document: SourceFile, shown = document.path): SourceFile {
  if (document.text.trim() === '') throw new UserError(`${shown} is empty, expected a document with Section 7`);
  return document;
}

/** Arguments are relative to where the command was called, not to the project. */
async function expand(name: string, cwd: string): Promise<string[]> {
  if (!/[*?[\]{}]/.test(name)) return [name];
  const { expandGlob } = await import('../lazy/glob.ts');
  const found = await expandGlob(name, cwd);
  if (found.length === 0) throw new UserError(`no file matches ${name}`);
  return found;
}

import { resolve } from 'node:path';
import { nameBelow, slashes } from '../../project/paths.ts';
import { decode, DRAFT, readSource } from '../../project/read.ts';
import type { SourceFile } from '../../project/types.ts';
import type { CheckOptions } from './check-options.ts';
import { UserError, type Io } from './io.ts';
import { presentSection, type OpenProject } from './project.ts';

/** What is to be checked: the draft, the documents that are named, or the project's own Section 7. */
export async function documentsOf(
  names: readonly string[],
  { draft, changed, 'stdin-filename': stdinName }: Partial<Pick<CheckOptions, 'draft' | 'changed' | 'stdin-filename'>>,
  project: OpenProject,
  io: Pick<Io, 'cwd' | 'stdin'>,
): Promise<SourceFile[]> {
  const { root } = project;
  const { exists, path: own } = project.context.target;
  if (changed && !exists) return [];
  if (draft) return [filled(readSource(root, DRAFT))];
  if (changed || names.length === 0) return [filled(presentSection(project))];
  const documents = new Map<string, SourceFile>();
  const add = (document: SourceFile, shown?: string) => documents.set(document.path, filled(document, shown));
  for (const name of names) {
    if (name === '-') {
      const path = stdinName === undefined ? own : nameBelow(root, resolve(io.cwd, stdinName)) || slashes(stdinName);
      add({ path, text: decode(await io.stdin(), 'standard input') }, 'standard input');
    } else add(readSource(root, resolve(io.cwd, name), name));
  }
  return [...documents.values()];
}

function filled(document: SourceFile, shown = document.path): SourceFile {
  if (document.text.trim() === '') throw new UserError(`${shown} is empty, expected a document with Section 7`);
  return document;
}

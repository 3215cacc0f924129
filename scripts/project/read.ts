import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UserError } from '../commands/io.ts';
import { nameBelow } from './paths.ts';
import type { ProjectFiles } from './parse.ts';
import type { SourceFile } from './types.ts';

export const SPECIFICATION = 'docs/06-technical-specification';
export const ARCHITECTURE = 'docs/02-technical-architecture.md';
export const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';

/** Larger files are refused: no specification is, and a stranger's file must not exhaust the memory. */
export const MAX_BYTES = 16 * 1024 * 1024;

/** Finds and reads the inputs of the project at `root`, in either layout. Throws UserError with one clear line. */
export function readProject(root: string): ProjectFiles {
  checkRoot(root);
  const single = `${SPECIFICATION}.md`;
  const folder = kindOf(root, SPECIFICATION) === 'folder' ? markdownIn(root, SPECIFICATION) : [];
  const architecture = kindOf(root, ARCHITECTURE) === 'file' ? readSource(root, ARCHITECTURE) : null;
  if (folder.length > 0) {
    const seventh = folder.find((f) => /\/0?7[-_. ][^/]*\.md$/i.test(f)) ?? `${SPECIFICATION}/07-integrations.md`;
    return { layout: 'folder', specification: folder.map((f) => readSource(root, f)), architecture, defaultTarget: seventh };
  }
  if (kindOf(root, single) === 'file') return { layout: 'single', specification: [readSource(root, single)], architecture, defaultTarget: single };
  return { layout: 'none', specification: [], architecture, defaultTarget: single };
}

function checkRoot(root: string): void {
  let isFolder = false;
  try {
    isFolder = statSync(root).isDirectory();
  } catch (error) {
    throw new UserError(`cannot open the project folder ${root}: ${reason(error)}`);
  }
  if (!isFolder) throw new UserError(`${root} is not a folder; name the project's folder with --project`);
}

function kindOf(root: string, path: string): 'file' | 'folder' | null {
  try {
    const stat = statSync(join(root, path));
    return stat.isDirectory() ? 'folder' : stat.isFile() ? 'file' : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR') return null;
    throw new UserError(`cannot open ${path}: ${reason(error)}`);
  }
}

function markdownIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.name.toLowerCase().endsWith('.md') && !entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`)
    .sort();
}

/** Reads one text file of the project; `shown` is how the user wrote its path. Symbolic links may not lead out of it. */
export function readSource(root: string, path: string, shown = path): SourceFile {
  const inside = insideProject(root, path, shown);
  return { path: inside.relative, text: readText(inside.absolute, shown) };
}

/** Resolves a path, links included, and refuses what lies outside of the project. */
export function insideProject(root: string, path: string, shown = path): { absolute: string; relative: string } {
  const base = realRoot(root);
  const wanted = resolve(base, path);
  let absolute = wanted;
  try {
    absolute = realpathSync(wanted);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw new UserError(`cannot open ${shown}: ${reason(error)}`);
    absolute = join(existingParent(wanted), relative(lexicalParent(wanted), wanted));
  }
  const name = nameBelow(base, absolute);
  if (name === null) throw new UserError(`${shown} lies outside of the project; only files below ${root} are read and written`);
  return { absolute, relative: name };
}

function realRoot(root: string): string {
  try {
    return realpathSync(root);
  } catch (error) {
    throw new UserError(`cannot open the project folder ${root}: ${reason(error)}`);
  }
}

/** The nearest folder that exists, and its real path: a file that is to be created may not land behind a link. */
function lexicalParent(path: string): string {
  let parent = resolve(path, '..');
  for (;;) {
    try {
      statSync(parent);
      return parent;
    } catch {
      const next = resolve(parent, '..');
      if (next === parent) return parent;
      parent = next;
    }
  }
}

function existingParent(path: string): string {
  return realpathSync(lexicalParent(path));
}

/** Text of a file, BOM kept. Binary, invalid UTF-8 and oversized files are refused, and what is no file: a pipe or a device might never end. */
export function readText(absolute: string, shown: string): string {
  return decode(readBytes(absolute, shown), shown);
}

/** Bytes of a file, with the same limits. */
export function readBytes(absolute: string, shown: string): Buffer {
  try {
    const stat = statSync(absolute);
    if (!stat.isFile() && !stat.isDirectory()) throw new UserError(`cannot read ${shown}: it is a pipe or a device, expected a file`);
    if (stat.size > MAX_BYTES) throw new UserError(`${shown} has ${Math.ceil(stat.size / 1048576)} MB; files over ${MAX_BYTES / 1048576} MB are not read`);
    return readFileSync(absolute);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`cannot read ${shown}: ${reason(error)}`);
  }
}

export function decode(bytes: Buffer, shown: string): string {
  if (bytes.length > MAX_BYTES) throw new UserError(`${shown} has over ${MAX_BYTES / 1048576} MB, more than is read`);
  if (bytes.includes(0)) throw new UserError(`${shown} is binary, expected text`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UserError(`${shown} is not valid UTF-8; save it as UTF-8`);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it would be larger than the system allows',
  EROFS: 'the file system is read-only',
  ENAMETOOLONG: 'the name is too long',
  ERR_INVALID_ARG_VALUE: 'no name holds a NUL character',
  ELOOP: 'its symbolic links run in a circle',
};

export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code && REASONS[code]) ?? message;
}

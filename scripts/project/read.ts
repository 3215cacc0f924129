import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { UserError } from './user-error.ts';
import { parseJson } from '../parse-json.ts';
import { nameBelow } from './paths.ts';
import { isSeventhFile } from '../spec/seventh.ts';
import type { MappedFile, ProjectFiles } from './parse.ts';
import type { SourceFile } from './types.ts';

export const SPECIFICATION = 'docs/06-technical-specification';
export const ARCHITECTURE = 'docs/02-technical-architecture.md';
export const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';
/** Where packages that check --run uses may be installed; removed when the draft is applied. */
export const SDK = 'docs/.vibe-specs/sdk';

/** Larger files are refused: no specification is, and a stranger's file must not exhaust the memory. */
export const MAX_BYTES = 16 * 1024 * 1024;

/**
 * Finds and reads the inputs of the project at `root`, in either layout, and what the configuration maps. Throws
 * UserError with one clear line.
 */
export function readProject(root: string, config: SourceFile | null = configOf(root)): ProjectFiles {
  checkRoot(root);
  const single = `${SPECIFICATION}.md`;
  const inside = kindOf(root, SPECIFICATION) === 'folder' ? filesBelow(root, SPECIFICATION, 2) : [];
  const folder = inside.filter((f) => isMarkdown(f));
  const hasSingle = kindOf(root, single) === 'file';
  const architecture = kindOf(root, ARCHITECTURE) === 'file' ? readSource(root, ARCHITECTURE) : null;
  const { mapped, integrations } = mappedInputs(root, config);
  const usual = {
    architecture,
    mapped,
    integrations:
      integrations !== null && kindOf(root, integrations) === 'file' ? readSource(root, integrations) : null,
  };
  if (folder.length > 0) {
    const seventh = folder.find((f) => isSeventhFile(f)) ?? `${SPECIFICATION}/07-integrations.md`;
    const ignored = [...(hasSingle ? [single] : []), ...inside.filter((f) => !isMarkdown(f) && READABLE.test(f))];
    return {
      ...usual,
      layout: 'folder',
      specification: folder.map((f) => readSource(root, f)),
      defaultTarget: integrations ?? seventh,
      ignored,
    };
  }
  if (hasSingle)
    return {
      ...usual,
      layout: 'single',
      specification: [readSource(root, single)],
      defaultTarget: integrations ?? single,
      ignored: [],
    };
  const sections = mapped.filter((m) => m.number !== 'architecture');
  const layout = sections.length === 0 ? 'none' : 'folder';
  return {
    ...usual,
    layout,
    specification: [],
    defaultTarget: integrations ?? besideMapped(sections) ?? single,
    ignored: [],
  };
}

/** One file that holds them all gets Section 7, too; otherwise it is a file beside the features. */
function besideMapped(sections: readonly MappedFile[]): string | null {
  const paths = [...new Set(sections.map((m) => m.file.path).filter(isMarkdown))];
  if (paths.length === 1 && sections.some((m) => m.heading !== null)) return paths[0]!;
  const first = (sections.find((m) => m.number === '3') ?? sections[0])?.file.path;
  return first === undefined
    ? null
    : `${first.includes('/') ? first.slice(0, first.lastIndexOf('/') + 1) : ''}07-integrations.md`;
}

const READABLE = /\.(?:ya?ml|json|sql|prisma)$/i;
const isMarkdown = (path: string) => /\.(?:md|mdx|markdown)$/i.test(path);
export const CONFIG_FILE = 'vibe-specs.config.json';
const KEYS: Readonly<Record<string, MappedFile['number'] | 'integrations'>> = {
  features: '3',
  api: '4',
  database: '5',
  security: '6',
  architecture: 'architecture',
  integrations: 'integrations',
};
/** Files of a mapped folder that are read. */
const MAPPED = /\.(?:md|mdx|markdown|ya?ml|json|sql|prisma|[mc]?[tj]s)$/i;

/** What `inputs` of the configuration gives to each section: a file, a folder, or `file#heading`. */
function mappedInputs(root: string, config: SourceFile | null): { mapped: MappedFile[]; integrations: string | null } {
  const mapped: MappedFile[] = [];
  let integrations: string | null = null;
  if (config === null) return { mapped, integrations };
  for (const [key, value] of Object.entries(configuredInputs(config))) {
    const number = KEYS[key];
    if (number === undefined)
      throw new UserError(
        `${config.path}: "inputs": unknown key "${key}", expected one of ${Object.keys(KEYS).join(', ')}`,
      );
    const values: unknown[] = Array.isArray(value) ? value : [value];
    for (const each of values) {
      if (typeof each !== 'string' || each === '')
        throw new UserError(`${config.path}: "inputs.${key}": expected a path, a folder, or "path#heading"`);
      if (number === 'integrations') integrations = insideProject(root, each).relative;
      else mapped.push(...mappedFiles(root, config.path, key, each, number));
    }
  }
  return { mapped, integrations };
}

/** The project's configuration; null where it has none. */
export function configOf(root: string): SourceFile | null {
  try {
    // Where a link leads nowhere there is a configuration, and it cannot be read.
    lstatSync(join(root, CONFIG_FILE));
  } catch {
    return null;
  }
  return readSource(root, CONFIG_FILE);
}

function configuredInputs({ path, text }: SourceFile): object {
  let config: unknown;
  try {
    config = parseJson(text);
  } catch (error) {
    throw new UserError(`${path}: ${(error as Error).message}`);
  }
  // What else is wrong with the file is said by who reads all of it.
  const inputs: unknown = typeof config === 'object' && config !== null && 'inputs' in config ? config.inputs : {};
  if (typeof inputs !== 'object' || inputs === null || Array.isArray(inputs))
    throw new UserError(`${path}: "inputs": expected an object`);
  return inputs;
}

function mappedFiles(
  root: string,
  config: string,
  key: string,
  value: string,
  number: MappedFile['number'],
): MappedFile[] {
  // First of all, so that no answer tells what exists outside of the project.
  insideProject(root, value, `${config}: "inputs.${key}": ${value}`);
  const whole = kindOf(root, value);
  const cut = value.indexOf('#');
  const [path, heading] = whole === null && cut > 0 ? [value.slice(0, cut), value.slice(cut + 1)] : [value, null];
  const kind = whole ?? kindOf(root, path);
  if (kind === null) throw new UserError(`${config}: "inputs.${key}": there is no ${path} in the project`);
  const files =
    kind === 'folder' ? filesBelow(root, path.replace(/\/+$/, ''), 3).filter((f) => MAPPED.test(f)) : [path];
  if (files.length === 0)
    throw new UserError(
      `${config}: "inputs.${key}": the folder ${path} has no file that is read (.md, .yaml, .json, .sql, .prisma, .ts)`,
    );
  return files.map((file) => ({ number, file: readSource(root, file), heading }));
}

/** Markdown of docs/ and a few well-known places that are no input yet: what a mapping can be proposed from. */
export function otherDocuments(root: string, taken: ReadonlySet<string>): SourceFile[] {
  const found: SourceFile[] = [];
  const paths = ['docs', 'doc', 'specs', 'spec', 'api', 'prisma', 'db', 'database'].flatMap((folder) =>
    kindOf(root, folder) === 'folder' ? filesBelow(root, folder, 3) : [],
  );
  const top = readdirSync(root).filter(
    (name) => /\.(?:md|ya?ml|sql|prisma)$/i.test(name) && !OF_REPOSITORY.test(name) && kindOf(root, name) === 'file',
  );
  for (const path of [...paths, ...top]) {
    if (found.length >= MOST_CANDIDATES) break;
    if (taken.has(path) || path === DRAFT || !/\.(?:md|mdx|markdown|ya?ml|sql|prisma)$/i.test(path)) continue;
    try {
      found.push(readSource(root, path));
    } catch {
      // What cannot be read is no candidate.
    }
  }
  return found;
}
/** What every repository has beside its documents. */
const OF_REPOSITORY = /^(?:README|SECURITY|CONTRIBUTING|CHANGELOG|CODE_OF_CONDUCT|LICENSE|CLAUDE|AGENTS|GEMINI)\b/i;
const MOST_CANDIDATES = 60;
const MOST_FILES = 500;

/** Files below a folder, to a depth, sorted; hidden folders and node_modules are not entered. */
function filesBelow(root: string, folder: string, depth: number): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (found.length > MOST_FILES) break;
    if (entry.isDirectory()) {
      if (depth > 0 && !entry.name.startsWith('.') && entry.name !== 'node_modules')
        found.push(...filesBelow(root, path, depth - 1));
    } else found.push(path);
  }
  return found;
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
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || (error as NodeJS.ErrnoException).code === 'ENOTDIR')
      return null;
    throw new UserError(`cannot open ${path}: ${reason(error)}`);
  }
}

/**
 * Reads one text file of the project; `shown` is how the user wrote its path. Symbolic links may not lead out of it.
 */
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
  if (name === null)
    throw new UserError(`${shown} lies outside of the project; only files below ${root} are read and written`);
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

/**
 * Text of a file, BOM kept. Binary, invalid UTF-8 and oversized files are refused, and what is no file: a pipe or a
 * device might never end.
 */
export function readText(absolute: string, shown: string): string {
  return decode(readBytes(absolute, shown), shown);
}

/** Bytes of a file, with the same limits. */
export function readBytes(absolute: string, shown: string): Buffer {
  try {
    const stat = statSync(absolute);
    if (!stat.isFile() && !stat.isDirectory())
      throw new UserError(`cannot read ${shown}: it is a pipe or a device, expected a file`);
    if (stat.size > MAX_BYTES)
      throw new UserError(
        `${shown} has ${Math.ceil(stat.size / 1048576)} MB; files over ${MAX_BYTES / 1048576} MB are not read`,
      );
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

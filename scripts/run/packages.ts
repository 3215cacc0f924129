import { readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { languageOf } from './languages.ts';
import type { NamedPackage, NotRun, RunInput } from './types.ts';

export const DATABASE = '@electric-sql/pglite';
export const COMPILER = 'typescript';
const NODE_TYPES = '@types/node';
const FOLDER = 'docs/.vibe-specs/sdk';
/** Versions that this product was tried with. */
const TRIED: ReadonlyMap<string, string> = new Map([
  [DATABASE, '0.5'],
  [COMPILER, '5.9'],
  [NODE_TYPES, '20'],
]);

/** Names and versions come from a document: what npm would not accept is never put into a path or a command. */
const NAME = /^(?:@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;
const VERSION = /^\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z.-]+)?$/;

export interface Installed {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
  readonly root: string;
}

/** The real path of a folder, or null. */
export function realFolder(path: string): string | null {
  try {
    const real = realpathSync(path);
    return statSync(real).isDirectory() ? real : null;
  } catch {
    return null;
  }
}

export const isInside = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/**
 * The package in the first root that has it. Its real path lies in the real path of that root and its package.json
 * carries its name: a link that leads out of the project is not followed.
 */
export function findPackage(roots: readonly string[], name: string): Installed | { readonly refused: string } | null {
  if (!NAME.test(name)) return null;
  let refused: string | undefined;
  for (const root of roots) {
    const base = realFolder(root);
    const folder = base && realFolder(join(base, 'node_modules', name));
    if (!base || !folder) continue;
    if (!isInside(folder, base)) refused = `node_modules/${name} leads out of its project`;
    else {
      const found = readManifest(folder);
      if (found?.name === name && typeof found.version === 'string')
        return { name, version: found.version, folder, root: base };
      refused = `node_modules/${name} holds another package`;
    }
  }
  return refused === undefined ? null : { refused };
}

function readManifest(folder: string): { name?: unknown; version?: unknown } | null {
  try {
    const file = realpathSync(join(folder, 'package.json'));
    return isInside(file, folder) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  } catch {
    return null;
  }
}

export const isInstalled = (found: ReturnType<typeof findPackage>): found is Installed =>
  found !== null && 'folder' in found;

/** Whether two versions agree as far as the shorter one goes, at most in major and minor. */
export function agree(a: string, b: string): boolean {
  const parts = (version: string) => version.split(/[.+-]/, 2);
  const [x, y] = [parts(a), parts(b)];
  return x.slice(0, y.length).every((part, i) => y[i] === part);
}

export interface Needed {
  readonly packages: readonly NamedPackage[];
  /** The line that installs them, or null where nothing is missing. */
  readonly install: string | null;
}

/** What has to be installed so that everything in `input` can run. */
export function neededPackages(input: RunInput): Needed {
  const sql = [...input.schema, ...input.changes];
  const wanted: NamedPackage[] = [];
  const want = (name: string) => wanted.push({ name, version: TRIED.get(name) });
  if (sql.some((block) => languageOf(block, input.dialect) === 'postgresql')) want(DATABASE);
  if (input.scripts.length > 0) {
    want(COMPILER);
    want(NODE_TYPES);
    wanted.push(...input.packages);
  }
  const packages = wanted.filter(({ name, version }) => {
    const found = findPackage(input.roots, name);
    return NAME.test(name) && !(isInstalled(found) && (TRIED.has(name) || !version || agree(found.version, version)));
  });
  return { packages, install: installLine(packages) };
}

export function installLine(packages: readonly NamedPackage[]): string | null {
  const specs = packages
    .filter(({ name }) => NAME.test(name))
    .map(({ name, version }) => (version && VERSION.test(version) ? `${name}@${version}` : name));
  return specs.length === 0 ? null : `npm install --ignore-scripts --prefix ${FOLDER} ${[...new Set(specs)].join(' ')}`;
}

/** Says that a package is missing, and the line that brings it. */
export function missing(what: string, input: RunInput, name: string): NotRun {
  const found = findPackage(input.roots, name);
  const why = found && 'refused' in found ? found.refused : `the package ${name} is not installed in the project`;
  return { what, why, how: installLine([{ name, version: TRIED.get(name) }]) ?? undefined };
}

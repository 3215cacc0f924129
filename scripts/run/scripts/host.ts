import { readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type ts from 'typescript';
import { isInside } from '../packages.ts';

type Compiler = typeof ts;

export interface Sources {
  readonly host: ts.CompilerHost;
  /** Imports of the fences that led nowhere, in their own words. */
  readonly unresolved: ReadonlySet<string>;
  /** Packages that were found without types. */
  readonly untyped: ReadonlySet<string>;
}

/**
 * The files of the compiler: the fences, which exist in memory only, and what lies in node_modules of the roots and in
 * the compiler's own folder. Nothing else is read, and nothing is written.
 */
export function createSources(
  compiler: Compiler,
  folder: string,
  roots: readonly string[],
  files: ReadonlyMap<string, string>,
  options: ts.CompilerOptions,
): Sources {
  const unresolved = new Set<string>();
  const untyped = new Set<string>();
  const mayRead = (path: string) =>
    isInside(path, folder) || (`${path}/`.includes('/node_modules/') && roots.some((root) => isInside(path, root)));
  const stat = cached((path: string): Stats | null =>
    attempt(() => (mayRead(slashed(realpathSync(path))) ? statSync(path) : null)),
  );
  const host: ts.CompilerHost = {
    fileExists: (path) => files.has(path) || stat(path)?.isFile() === true,
    readFile: (path) => files.get(path) ?? (stat(path)?.isFile() ? readFileSync(path, 'utf8') : undefined),
    directoryExists: (path) => stat(path)?.isDirectory() === true,
    getDirectories: () => [],
    realpath: (path) => attempt(() => slashed(realpathSync(path))) ?? path,
    getSourceFile: cached((path: string, target?: ts.ScriptTarget | ts.CreateSourceFileOptions) => {
      const text = host.readFile(path);
      return text === undefined ? undefined : compiler.createSourceFile(path, text, target ?? options.target!);
    }),
    getDefaultLibFileName: () => join(folder, 'lib', compiler.getDefaultLibFileName(options)),
    getDefaultLibLocation: () => join(folder, 'lib'),
    getCurrentDirectory: () => roots[0]!,
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    // Documentation of SDKs is most of their text.
    jsDocParsingMode: compiler.JSDocParsingMode?.ParseForTypeErrors,
    getNewLine: () => '\n',
    writeFile: () => {},
    resolveModuleNameLiterals: (literals, from) =>
      literals.map(({ text }) => ({ resolvedModule: resolve(text, from) })),
  };
  const cache = compiler.createModuleResolutionCache(roots[0]!, (path) => path, options);

  function resolve(text: string, from: string): ts.ResolvedModuleFull | undefined {
    const name = packageImport(text);
    const origins = files.has(from) ? roots.map((root) => join(root, 'section.ts')) : [from];
    for (const origin of origins) {
      if (files.has(from) && (name.startsWith('.') || name.startsWith('/'))) break;
      const { resolvedModule: found } = compiler.resolveModuleName(name, origin, options, host, cache);
      if (!found) continue;
      if (files.has(from) && /^\.[cm]?jsx?$/.test(found.extension)) untyped.add(name);
      return found;
    }
    if (files.has(from)) unresolved.add(text);
    return undefined;
  }
  return { host, unresolved, untyped };
}

/** Deno names a package of npm `npm:stripe@19`. */
function packageImport(text: string): string {
  if (!text.startsWith('npm:')) return text;
  const [, name = '', path = ''] = /^npm:\/?(@[^/@]+\/[^/@]+|[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(text) ?? [];
  return name + path;
}

const slashed = (path: string) => path.replaceAll('\\', '/');

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

function cached<T, R extends unknown[]>(read: (path: string, ...rest: R) => T): (path: string, ...rest: R) => T {
  const known = new Map<string, T>();
  return (path, ...rest) => {
    if (!known.has(path)) known.set(path, read(path, ...rest));
    return known.get(path)!;
  };
}

/** The folder of the types of Node.js, where one of the roots has it. */
export const nodeTypes = (host: ts.CompilerHost, roots: readonly string[]) =>
  roots.map((root) => join(root, 'node_modules/@types/node/index.d.ts')).find((file) => host.fileExists(file));

import { isAside, isCode, isScript } from '../kinds.ts';
import type { ScriptNode } from '../script.ts';
import type { FilePlace, RepoFile } from '../types.ts';
import { mountedRoutes, scriptRoutes, type ScriptRoutes } from './routes-script.ts';
import { textRoutes } from './routes-text.ts';

/** A path that the code answers. */
export interface Route {
  /** Null for any. */
  readonly method: string | null;
  /** As far as the file tells: what routers mount before it may be missing. */
  readonly path: string;
  /** By the grammar of the language; otherwise as text. */
  readonly parsed: boolean;
  readonly place: FilePlace;
}

export interface Routes {
  readonly routes: readonly Route[];
  /** Prefixes that something is mounted at, wherever. */
  readonly mounts: readonly string[];
}

export interface ParsedFile {
  readonly file: RepoFile;
  readonly script: ScriptNode | null;
}

export function routesOf(files: readonly ParsedFile[]): Routes {
  const own = files.filter(({ file }) => isCode(file.path) && !isAside(file.path));
  const scripts = own.flatMap(({ file, script }): ScriptRoutes[] => (script ? [scriptRoutes(file, script)] : []));
  const texts = own.filter(({ file }) => !isScript(file.path)).map(({ file }) => textRoutes(file));
  return {
    routes: [
      ...mountedRoutes(scripts),
      ...own.flatMap(({ file }) => fileRoutes(file)),
      ...texts.flatMap(({ routes }) => routes),
    ],
    mounts: [...scripts.flatMap(({ mounts }) => mounts.map(({ path }) => path)), ...texts.flatMap(({ mounts }) => mounts)],
  };
}

/** Frameworks in which the path of the file is that of the route: Next.js, SvelteKit, Nuxt, Supabase's functions. */
const BY_FILE: readonly (readonly [pattern: RegExp, exportsMethods: boolean])[] = [
  [/(?:^|\/)app\/(.*\/)?route\.[jt]sx?$/, true],
  [/(?:^|\/)pages\/(api\/.*)\.[jt]sx?$/, false],
  [/(?:^|\/)routes\/(.*\/)?\+server\.[jt]s$/, true],
  [/(?:^|\/)server\/((?:api|routes)\/.*)\.[jt]s$/, false],
  [/(?:^|\/)supabase\/(functions\/.*\/)index\.ts$/, false],
];
const EXPORTED = /^export\s+(?:async\s+)?(?:function|const)\s+(GET|POST|PUT|PATCH|DELETE)\b/gm;
const REEXPORTED = /^export\s+(?:const\s+)?\{([^}]{0,200})\}/gm;

function fileRoutes(file: RepoFile): Route[] {
  for (const [pattern, exportsMethods] of BY_FILE) {
    const found = pattern.exec(file.path);
    if (!found) continue;
    const named = found[1] ?? '';
    const method = /\.(get|post|put|patch|delete)$/.exec(named)?.[1]?.toUpperCase();
    const segments = named.replace(/\.(?:get|post|put|patch|delete)$/, '').split('/');
    // Groups and slots are no part of the address.
    const path = `/${segments.filter((s) => s !== '' && s !== 'index' && !/^(?:\(.*\)|@.*)$/.test(s)).join('/')}`;
    const place = { file, at: { start: 0, end: Math.max(0, file.text.indexOf('\n')) } };
    if (!exportsMethods) return [{ method: method ?? null, path, parsed: true, place }];
    const exported = [...file.text.matchAll(EXPORTED)].map((match) => match[1]!);
    const again = [...file.text.matchAll(REEXPORTED)].flatMap((match) => match[1]!.match(/\b(?:GET|POST|PUT|PATCH|DELETE)\b/g) ?? []);
    const methods: (string | null)[] = [...exported, ...again];
    return (methods.length > 0 ? methods : [null]).map((m) => ({ method: m, path, parsed: true, place }));
  }
  return [];
}

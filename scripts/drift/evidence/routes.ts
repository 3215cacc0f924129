import { isCode, isScript } from '../kinds.ts';
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

/** What one file says of them. */
export interface FileRoutes {
  readonly script: ScriptRoutes | null;
  readonly byFile: readonly Route[];
  readonly text: Routes;
}

const NONE: Routes = { routes: [], mounts: [] };

export function routesIn(file: RepoFile, nodes: readonly ScriptNode[] | null): FileRoutes {
  const script = nodes && scriptRoutes(file, nodes);
  const isOther = isCode(file.path) && !isScript(file.path);
  return { script, byFile: fileRoutes(file), text: isOther ? textRoutes(file) : NONE };
}

export function routesOf(files: readonly FileRoutes[]): Routes {
  const scripts = files.flatMap(({ script }) => script ?? []);
  return {
    routes: [...mountedRoutes(scripts), ...files.flatMap(({ byFile, text }) => [...byFile, ...text.routes])],
    mounts: [
      ...scripts.flatMap(({ mounts }) => mounts.map(({ path }) => path)),
      ...files.flatMap(({ text }) => text.mounts),
    ],
  };
}

/** Frameworks in which the path of the file is that of the route: Next.js, SvelteKit, Nuxt, functions of Supabase. */
const BY_FILE: readonly (readonly [path: RegExp, exportsMethods: boolean, text?: RegExp])[] = [
  [/(?:^|\/)app\/(.*\/)?route\.[jt]sx?$/, true],
  [/(?:^|\/)pages\/(api\/.*)\.[jt]sx?$/, false],
  [/(?:^|\/)routes\/(.*\/)?\+server\.[jt]s$/, true],
  [/(?:^|\/)server\/((?:api|routes)\/.*)\.[jt]s$/, false, /\b(?:define)?(?:cached)?eventHandler\(/i],
  [/(?:^|\/)supabase\/(functions\/.*\/)index\.ts$/, false],
];
/** Remix: `routes/api+/stripe.webhook.ts`. */
const REMIX = /(?:^|\/)app\/routes\/(.*)\.[jt]sx?$/;

function remixPath(named: string): string {
  const segments = named.replace(/\+\//g, '/').split(/[/.]/);
  return `/${segments
    .filter((s) => s !== '' && s !== 'index' && s !== 'route' && !s.startsWith('_'))
    .map((s) =>
      s
        .replace(/^\$(.+)$/, ':$1')
        .replace(/^\$$/, '*')
        .replace(/_$/, ''),
    )
    .join('/')}`;
}

const EXPORTED = /^export\s+(?:async\s+)?(?:function|const)\s+(GET|POST|PUT|PATCH|DELETE)\b/gm;
const REEXPORTED = /^export\s+(?:const\s+)?\{([^}]{0,200})\}/gm;

function fileRoutes(file: RepoFile): Route[] {
  const place = { file, at: { start: 0, end: Math.max(0, file.text.indexOf('\n')) } };
  const remix = REMIX.exec(file.path);
  if (remix) return [{ method: null, path: remixPath(remix[1]!), parsed: true, place }];
  for (const [pattern, exportsMethods, text] of BY_FILE) {
    const found = pattern.exec(file.path);
    if (!found || (text && !text.test(file.text))) continue;
    const named = found[1] ?? '';
    const method = /\.(get|post|put|patch|delete)$/.exec(named)?.[1]?.toUpperCase();
    const segments = named.replace(/\.(?:get|post|put|patch|delete)$/, '').split('/');
    // Groups and slots are no part of the address.
    const path = `/${segments.filter((s) => s !== '' && s !== 'index' && !/^(?:\(.*\)|@.*)$/.test(s)).join('/')}`;
    if (!exportsMethods) return [{ method: method ?? null, path, parsed: true, place }];
    const exported = [...file.text.matchAll(EXPORTED)].map((match) => match[1]!);
    const again = [...file.text.matchAll(REEXPORTED)].flatMap(
      (match) => match[1]!.match(/\b(?:GET|POST|PUT|PATCH|DELETE)\b/g) ?? [],
    );
    const methods: (string | null)[] = [...exported, ...again];
    return (methods.length > 0 ? methods : [null]).map((m) => ({ method: m, path, parsed: true, place }));
  }
  return [];
}

import { posix } from 'node:path';
import { isNode, nameOf, propertyOf, spanOf, stringOf, type ScriptNode } from '../script.ts';
import type { FilePlace, RepoFile } from '../types.ts';
import type { Route } from './routes.ts';

/** What one file of JavaScript or TypeScript says: Express, Fastify, Hono, Koa, Nest. */
export interface ScriptRoutes {
  readonly file: RepoFile;
  readonly routes: readonly OwnRoute[];
  readonly mounts: readonly Mount[];
  /** Local names of what other files export, with the path that is written. */
  readonly imports: ReadonlyMap<string, string>;
}

interface OwnRoute {
  readonly method: string | null;
  readonly path: string;
  /** The name of what it is registered at: `app`, `router`. */
  readonly at: string;
  readonly place: FilePlace;
}

/** `app.use('/v1', orders)`: what hangs at `target` is below `path`. */
interface Mount {
  readonly path: string;
  readonly at: string;
  /** A local name, or the path of a module that is named in place. */
  readonly target: string;
}

const METHOD = /^(?:get|post|put|patch|delete|del|all|head|options)$/;
const NEST = /^(?:Get|Post|Put|Patch|Delete|All)$/;
/** They call others. */
const CLIENT =
  /^(?:axios|http|https|client|fetch|request|got|ky|supertest|agent|\$http|instance|\$|cy|page|cache|map|params|headers|searchParams)$|(?:[cC]lient|[hH]ttp|Api|API|Axios)$/;

export function scriptRoutes(file: RepoFile, nodes: readonly ScriptNode[]): ScriptRoutes {
  const routes: OwnRoute[] = [];
  const mounts: Mount[] = [];
  const imports = new Map<string, string>();
  for (const node of nodes) {
    if (node.type === 'ImportDeclaration') {
      for (const { local } of node.specifiers as readonly ScriptNode[])
        imports.set(nameOf(local), stringOf(node.source) ?? '');
    } else if (node.type === 'VariableDeclarator') {
      const required = moduleOf(node.init);
      if (required !== null) imports.set(nameOf(node.id), required);
      const base = baseOf(node.init);
      if (base !== null) mounts.push({ path: base, at: '', target: nameOf(node.id) });
    } else if (/^(?:Optional)?CallExpression$/.test(node.type)) {
      routes.push(...calledRoutes(node, file));
      mounts.push(...mountsOf(node));
    } else if (/^Class(?:Declaration|Expression)$/.test(node.type)) routes.push(...nestRoutes(node, file));
  }
  return { file, routes, mounts, imports };
}

const argumentsOf = (node: ScriptNode) => (node.arguments ?? []) as readonly unknown[];
const methodOf = (name: string): string | null =>
  name === 'all' ? null : name === 'del' ? 'DELETE' : name.toUpperCase();

/** `require('./x')`, `import('./x')`, `await import('./x')`. */
function moduleOf(value: unknown): string | null {
  if (!isNode(value)) return null;
  if (value.type === 'AwaitExpression') return moduleOf(value.argument);
  if (value.type === 'ImportExpression') return stringOf(value.source);
  if (value.type !== 'CallExpression') return null;
  const callee = value.callee as ScriptNode;
  return nameOf(callee) === 'require' || callee.type === 'Import' ? stringOf(argumentsOf(value)[0]) : null;
}

/** `new Hono().basePath('/v1')`, `new Router({ prefix: '/v1' })`, `new Elysia({ prefix })`. */
function baseOf(init: unknown): string | null {
  if (!isNode(init)) return null;
  if (init.type === 'NewExpression') return stringOf(propertyOf(argumentsOf(init)[0], 'prefix'));
  if (init.type !== 'CallExpression' || nameOf(init.callee) !== 'basePath') return null;
  return stringOf(argumentsOf(init)[0]);
}

/** What a call is made on: `app` of `app.get(…)`, `router` of `router.route('/x').get(…)`. */
function ownerOf(callee: ScriptNode): { readonly at: string; readonly path: string | null } {
  let object = callee.object;
  while (isNode(object) && object.type === 'CallExpression') {
    const inner = object.callee as ScriptNode;
    const path = nameOf(inner) === 'route' ? stringOf(argumentsOf(object)[0]) : null;
    if (path !== null) return { at: nameOf(inner.object), path };
    object = inner.object;
  }
  return { at: nameOf(object), path: null };
}

/** Handlers are functions, or names and calls that stand for one. */
const isHandler = (value: unknown) =>
  isNode(value) && /Function|Identifier|MemberExpression|CallExpression|ArrayExpression/.test(value.type);

/** `router.post('hooks.slack', async (context) => …)` of Koa: what else has `get` and `post` takes no slash either. */
const ROUTER = /^(?:app|server|api|\w*[rR]outer)$/;
const isFunction = (value: unknown) => isNode(value) && /Function/.test(value.type);

function* calledRoutes(node: ScriptNode, file: RepoFile): Iterable<OwnRoute> {
  const callee = node.callee as ScriptNode;
  if (!/^(?:Optional)?MemberExpression$/.test(callee.type)) return;
  const name = nameOf(callee);
  const [first, ...rest] = argumentsOf(node);
  const { at, path: chained } = ownerOf(callee);
  const route = (method: string | null, path: string, where: unknown): OwnRoute => ({
    method,
    path,
    at,
    place: { file, at: spanOf(where as ScriptNode) },
  });
  if (METHOD.test(name) && !CLIENT.test(at)) {
    const path = chained ?? stringOf(first);
    const handlers = chained === null ? rest : [first, ...rest];
    if (path === null) return;
    const isRoute = /^(?:\/|\*|:)|^$/.test(path)
      ? isHandler(handlers.at(-1))
      : ROUTER.test(at) && isFunction(handlers.at(-1));
    if (isRoute) yield route(methodOf(name), path, first);
  } else if (name === 'on' && rest.length > 1 && stringOf(rest[0])?.startsWith('/')) {
    yield route(stringOf(first)?.toUpperCase() ?? null, stringOf(rest[0])!, rest[0]);
  } else if (name === 'route' || name === 'register') {
    const url = propertyOf(first, 'url', 'path');
    const methods = propertyOf(first, 'method');
    const path = stringOf(url);
    if (path === null) return;
    const named = isNode(methods) && methods.type === 'ArrayExpression' ? (methods.elements as unknown[]) : [methods];
    for (const each of named) yield route(stringOf(each)?.toUpperCase() ?? null, path, url);
  }
}

function* mountsOf(node: ScriptNode): Iterable<Mount> {
  const callee = node.callee as ScriptNode;
  if (!/^(?:Optional)?MemberExpression$/.test(callee.type)) return;
  const at = ownerOf(callee).at;
  const [first, ...rest] = argumentsOf(node);
  const name = nameOf(callee);
  if (name === 'use' || name === 'route') {
    const path = stringOf(first);
    if (path?.startsWith('/')) for (const target of rest) yield { path, at, target: targetOf(target) };
    else if (name === 'use') for (const target of [first, ...rest]) yield { path: '', at, target: targetOf(target) };
  } else if (name === 'register') {
    yield { path: stringOf(propertyOf(rest[0], 'prefix')) ?? '', at, target: targetOf(first) };
  } else if (name === 'setGlobalPrefix') yield { path: `/${stringOf(first) ?? ''}`, at, target: '' };
}

/** `orders`, `orders.routes()`, `createOrders(db)`, `require('./orders')`. */
function targetOf(value: unknown): string {
  const module = moduleOf(value);
  if (module !== null) return module;
  if (!isNode(value)) return '';
  if (value.type === 'CallExpression') {
    const callee = value.callee as ScriptNode;
    return callee.type === 'MemberExpression' ? targetOf(callee.object) : nameOf(callee);
  }
  return value.type === 'MemberExpression' ? nameOf(value.object) : nameOf(value);
}

/** `@Controller('orders')` of a class, `@Get(':id')` of its methods. */
function* nestRoutes(node: ScriptNode, file: RepoFile): Iterable<OwnRoute> {
  const controller = decoratorsOf(node).find(({ name }) => name === 'Controller');
  if (!controller) return;
  const [argument] = controller.values;
  const own = isNode(argument) && argument.type === 'ObjectExpression' ? propertyOf(argument, 'path') : argument;
  const bases = stringsOf(own);
  for (const member of (node.body as ScriptNode).body as readonly ScriptNode[]) {
    for (const { name, values, at } of decoratorsOf(member)) {
      if (!NEST.test(name)) continue;
      for (const base of bases)
        for (const path of stringsOf(values[0]))
          yield { method: methodOf(name.toLowerCase()), path: `/${base}/${path}`, at: '', place: { file, at } };
    }
  }
}

function stringsOf(value: unknown): string[] {
  if (isNode(value) && value.type === 'ArrayExpression') return (value.elements as unknown[]).flatMap(stringsOf);
  return [stringOf(value) ?? ''];
}

const decoratorsOf = (node: ScriptNode) =>
  ((node.decorators ?? []) as readonly ScriptNode[]).flatMap((decorator) => {
    const call = decorator.expression as ScriptNode;
    return call.type === 'CallExpression'
      ? [{ name: nameOf(call.callee), values: argumentsOf(call), at: spanOf(call) }]
      : [];
  });

/** So many ways lead to a router. */
const MOST_WAYS = 20;

/** Routes of all files below what their routers are mounted at, as far as the code says it. */
export function mountedRoutes(all: readonly ScriptRoutes[]): Route[] {
  const byPath = new Map(all.map((each) => [withoutEnding(each.file.path), each]));
  const fileOf = ({ file, imports }: ScriptRoutes, target: string) => {
    const written = imports.get(target) ?? target;
    if (!written.startsWith('.')) return undefined;
    const path = withoutEnding(posix.join(posix.dirname(file.path), written));
    return byPath.get(path) ?? byPath.get(`${path}/index`);
  };
  /** Where a name of a file is mounted; the name '' is the file as a whole. */
  const mounted = new Map<string, { readonly by: ScriptRoutes; readonly mount: Mount }[]>();
  const put = (key: string, by: ScriptRoutes, mount: Mount) => {
    const ways = mounted.get(key) ?? [];
    if (ways.length < MOST_WAYS) mounted.set(key, [...ways, { by, mount }]);
  };
  for (const by of all) {
    for (const mount of by.mounts) {
      if (mount.target === '') continue;
      const other = fileOf(by, mount.target);
      put(other ? `${other.file.path} ` : `${by.file.path} ${mount.target}`, by, mount);
    }
  }
  const known = new Map<string, readonly string[]>();
  const prefixesOf = (file: ScriptRoutes, name: string): readonly string[] => {
    const key = `${file.file.path} ${name}`;
    const before = known.get(key);
    if (before) return before;
    // Routers that are mounted in a circle end here.
    known.set(key, ['']);
    const ways = [...(mounted.get(key) ?? []), ...(name === '' ? [] : (mounted.get(`${file.file.path} `) ?? []))];
    const found = ways.flatMap(({ by, mount }) => {
      const isOwn = by === file && mount.at === name;
      return (isOwn ? [''] : prefixesOf(by, mount.at)).map((prefix) => `${prefix}${mount.path}`);
    });
    const prefixes = found.length === 0 ? [''] : [...new Set(found)].slice(0, MOST_WAYS);
    known.set(key, prefixes);
    return prefixes;
  };
  return all.flatMap((each) =>
    each.routes.flatMap(({ method, path, at, place }) =>
      prefixesOf(each, at).map((prefix) => ({ method, path: `${prefix}/${path}`, parsed: true, place })),
    ),
  );
}

const withoutEnding = (path: string) => path.replace(/\.[mc]?[jt]sx?$/, '');

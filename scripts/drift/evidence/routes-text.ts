import { lastAtMost, lineStarts } from '../../markdown/lines.ts';
import type { RepoFile } from '../types.ts';
import type { Route, Routes } from './routes.ts';
import { isComment } from './variables.ts';

/**
 * Routes of languages that have no parser here, line by line: FastAPI, Flask, Django, Rails, Laravel, Spring, ASP.NET,
 * Go. What is written in another way than their manuals write it is not seen.
 */
interface TextForm {
  readonly file: RegExp;
  readonly pattern: RegExp;
  /** Groups `method` and `path`; without a method, any. */
  readonly kind: 'route' | 'mount' | 'resource' | 'engine';
}

const route = (file: RegExp, pattern: RegExp): TextForm => ({ file, pattern, kind: 'route' });
const mount = (file: RegExp, pattern: RegExp): TextForm => ({ file, pattern, kind: 'mount' });
/** Whatever is below it, another package answers. */
const engine = (file: RegExp, pattern: RegExp): TextForm => ({ file, pattern, kind: 'engine' });
const resource = (file: RegExp, pattern: RegExp): TextForm => ({ file, pattern, kind: 'resource' });

const PYTHON = /\.py$/;
const RUBY = /\.rb$/;
const PHP = /\.php$/;
const JVM = /\.(?:java|kt|kts|scala|groovy)$/;
const DOTNET = /\.(?:cs|fs)$/;
const GO = /\.go$/;
const VERBS = '(?<method>get|post|put|patch|delete)';

const FORMS: readonly TextForm[] = [
  route(PYTHON, new RegExp(`@\\w{1,60}(?:\\.\\w{1,60})?\\.${VERBS}\\(\\s*[rf]?["'](?<path>[^"'\\n]{0,300})["']`, 'g')),
  route(
    PYTHON,
    /@\w{1,60}\.(?:api_)?route\(\s*[rf]?["'](?<path>[^"'\n]{0,300})["'](?:[^)\n]{0,200}methods=[[(]["'](?<method>\w{3,7})["'][\])])?/g,
  ),
  route(PYTHON, /\b(?:re_)?path\(\s*r?["'](?<path>[^"'\n]{0,300})["']\s*,(?!\s*include)/g),
  route(PYTHON, /\burl\(\s*r?["'](?<path>[^"'\n]{0,300})["']\s*,(?!\s*include)/g),
  route(PYTHON, /\badd_(?:api_)?route\(\s*["'](?<path>[^"'\n]{0,300})["']/g),
  mount(PYTHON, /\b(?:prefix|url_prefix)\s*=\s*f?["'](?<path>[^"'\n]{1,200})["']/g),
  mount(PYTHON, /\b(?:(?:re_)?path|url)\(\s*r?["'](?<path>[^"'\n]{1,200})["']\s*,\s*include/g),
  resource(PYTHON, /\.register\(\s*r?["'](?<path>[^"'\n]{1,200})["']\s*,/g),
  route(RUBY, new RegExp(`^[ \\t]*${VERBS}[ (]\\s*["':](?<path>[\\w/:.*()-]{1,200})`, 'gm')),
  route(RUBY, /^[ \t]*match[ (]\s*["'](?<path>[^"'\n]{1,200})["']/gm),
  resource(RUBY, /^[ \t]*resources?[ (]\s*["':](?<path>[\w/-]{1,100})/gm),
  mount(RUBY, /^[ \t]*(?:namespace|scope)[ (]\s*(?:path: ?)?["':](?<path>[\w/:-]{1,100})/gm),
  engine(RUBY, /^[ \t]*mount[ (][^\n]{1,120}(?:=>|at:)\s*["'](?<path>[^"'\n]{1,100})["']/gm),
  route(PHP, new RegExp(`(?:Route::|->)${VERBS}\\(\\s*["'](?<path>[^"'\\n]{0,300})["']\\s*,`, 'g')),
  route(PHP, /(?:Route::|->)(?:any|match)\(\s*(?:\[[^\]]{0,100}\]\s*,\s*)?["'](?<path>[^"'\n]{0,300})["']\s*,/g),
  route(PHP, /#\[Route\(\s*(?:path:\s*)?["'](?<path>[^"'\n]{0,300})["']/g),
  resource(PHP, /(?:Route::|->)(?:apiR|r)esource\(\s*["'](?<path>[^"'\n]{1,200})["']/g),
  mount(
    PHP,
    /(?:Route::|->)prefix\(\s*["'](?<path>[^"'\n]{1,200})["']|["']prefix["']\s*=>\s*["'](?<other>[^"'\n]{1,200})["']/g,
  ),
  route(
    JVM,
    /@(?<method>Get|Post|Put|Patch|Delete)Mapping\b(?:\(\s*(?:(?:value|path)\s*=\s*)?\{?\s*["'](?<path>[^"'\n]{0,300})["'])?/g,
  ),
  route(
    JVM,
    /@RequestMapping\(\s*(?:(?:value|path)\s*=\s*)?\{?\s*["'](?<path>[^"'\n]{0,300})["'](?:[^)\n]{0,200}RequestMethod\.(?<method>\w{3,7}))?/g,
  ),
  route(JVM, /@Path\(\s*["'](?<path>[^"'\n]{0,300})["']/g),
  mount(
    JVM,
    /@(?:RequestMapping|Path|Controller)\(\s*(?:(?:value|path)\s*=\s*)?\{?\s*["'](?<path>[^"'\n]{1,300})["']/g,
  ),
  route(DOTNET, /\[Http(?<method>Get|Post|Put|Patch|Delete)(?:\(\s*["'](?<path>[^"'\n]{0,300})["'])?/g),
  route(DOTNET, /\.Map(?<method>Get|Post|Put|Patch|Delete)\(\s*["'](?<path>[^"'\n]{0,300})["']/g),
  route(DOTNET, /\[Route\(\s*["'](?<path>[^"'\n]{1,300})["']/g),
  mount(DOTNET, /(?:\[Route|\.MapGroup)\(\s*["'](?<path>[^"'\n]{1,300})["']/g),
  route(GO, /\.(?<method>GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete)\(\s*"(?<path>\/[^"\n]{0,300})"\s*,/g),
  route(GO, /\.?\bHandle(?:Func)?\(\s*"(?:(?<method>GET|POST|PUT|PATCH|DELETE) )?(?<path>\/[^"\n]{0,300})"\s*,/g),
  mount(GO, /\.(?:Group|Route|Mount|PathPrefix)\(\s*"(?<path>\/[^"\n]{1,200})"/g),
];

export function textRoutes(file: RepoFile): Routes {
  const routes: Route[] = [];
  const mounts: string[] = [];
  // A class of Spring or ASP.NET, a blueprint and a file of Laravel's API have one prefix for all.
  const forms = FORMS.filter((form) => form.file.test(file.path));
  // `get` and `post` are methods of much else in Ruby.
  if (
    RUBY.test(file.path) &&
    !/(?:^|\/)routes(?:\.rb$|\/)/.test(file.path) &&
    !/\b(?:Sinatra|Grape|Roda)\b/.test(file.text)
  )
    return { routes, mounts };
  const block = BLOCKS.find(([language]) => language.test(file.path));
  const blocks = block ? blocksOf(file.text, block[1]) : () => '';
  for (const { pattern, kind } of forms) {
    for (const match of file.text.matchAll(pattern)) {
      if (isComment(file.text, match.index)) continue;
      const { method = null, path: written, other } = match.groups ?? {};
      const path = blocks(match.index) + readable(written ?? other ?? '');
      const place = { file, at: { start: match.index, end: match.index + match[0].length } };
      if (kind === 'mount') mounts.push(path);
      else if (kind === 'engine') routes.push({ method: null, path: `${path}/*`, parsed: false, place });
      else
        routes.push({ method: kind === 'route' ? (method?.toUpperCase() ?? null) : null, path, parsed: false, place });
      if (kind === 'resource') {
        mounts.push(path);
        routes.push({ method: null, path: `${path}/{id}`, parsed: false, place });
      }
    }
  }
  const prefixes = [...new Set(mounts)].filter((prefix) => prefix !== '' && prefix !== '/');
  const [prefix] = prefixes;
  if (prefixes.length !== 1 || !(JVM.test(file.path) || DOTNET.test(file.path) || PYTHON.test(file.path)))
    return { routes, mounts };
  return { routes: [...routes, ...routes.map((own) => ({ ...own, path: `${prefix}/${own.path}` }))], mounts };
}

const BLOCKS: readonly (readonly [language: RegExp, begins: RegExp])[] = [
  [RUBY, /^[ \t]*(?:namespace|scope)[ (]\s*(?:path: ?)?["':](?<path>[\w/:-]{1,100})/],
  [
    PHP,
    /^[ \t]*Route::[^\n]{0,200}\bprefix(?:\(\s*|["']\s*=>\s*)["'](?<path>[\w/{}:-]{1,100})["'][^\n]{0,200}(?:group\(|function|=>\s*\{)/,
  ],
];
/** So deep nobody nests. */
const MOST_BLOCKS = 20;

/**
 * What the `namespace` and `scope` of Rails and the groups of Laravel around a line put before its path; their end
 * stands as far in as they do.
 */
function blocksOf(text: string, begins: RegExp): (at: number) => string {
  const starts = lineStarts(text);
  const open: { readonly indent: number; readonly path: string }[] = [];
  const prefixes = starts.map((start, i) => {
    const line = text.slice(start, starts[i + 1]);
    const indent = line.search(/\S/);
    if (indent < 0) return '';
    while (open.length > 0 && open.at(-1)!.indent >= indent) open.pop();
    const prefix = open.map(({ path }) => `/${path}`).join('');
    const path = begins.exec(line)?.groups?.path;
    if (path !== undefined && open.length < MOST_BLOCKS) open.push({ indent, path: path.replace(/^\//, '') });
    return prefix === '' ? '' : `${prefix}/`;
  });
  return (at) => prefixes[lastAtMost(starts, at)] ?? '';
}

/** Regular expressions of Django, `(?P<id>\d+)` and anchors, as paths. */
const readable = (path: string) =>
  path
    .replace(/\(\?P<(\w{1,60})>[^)]{0,100}\)/g, '{$1}')
    .replace(/^\^|\$$/g, '')
    .replace(/\(\.:\w+\)$|\\/g, '');

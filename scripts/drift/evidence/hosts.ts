import { isCode, isEnvFile, isWorkflow, isYaml } from '../kinds.ts';
import { cookedOf, stringOf, type ScriptNode } from '../script.ts';
import type { FilePlace, RepoFile } from '../types.ts';
import { isComment } from './variables.ts';

export interface HostUse {
  /** Lower case; `{}` for what is put in: `{}.zendesk.com`. */
  readonly host: string;
  /** Up to a query; `/` where there is none. */
  readonly path: string;
  /** A policy lets the browser load from it; what asks for that may be a library. */
  readonly policy: boolean;
  readonly place: FilePlace;
}

/** What is put in stands in braces of its language. */
const VALUE = '[$#]?\\{[^{}\\s]{0,60}\\}|%s';
const URL = new RegExp(
  `https?://((?:[a-z0-9-]|\\.|${VALUE}){3,200})((?:/(?:[\\w.~%:@-]|${VALUE}){0,100}){0,20})`,
  'gi',
);
const VALUES = new RegExp(VALUE, 'g');

/** An API that somebody describes: its examples name anything. */
const isDescription = ({ path, text }: RepoFile) =>
  /(?:^|\/)(?:openapi|swagger)\//.test(path) || /^["']?(?:openapi|swagger)["']?:/m.test(text);
const PICTURE = /\.(?:png|jpe?g|gif|svg|webp|ico|woff2?|css)$/i;

const POLICY = /\b(?:connect|script|frame|img|style|default|font|media)-src\b/;

/** Addresses in code and settings: strings by the grammar of JavaScript, elsewhere lines that are no comments. */
export function hostsOf(file: RepoFile, nodes: readonly ScriptNode[] | null): HostUse[] {
  const { path, text } = file;
  if (!text.includes('://') || isWorkflow(path) || isDescription(file)) return [];
  if (nodes) return nodes.flatMap((node) => inNode(node, file));
  if (!isCode(path) && !isEnvFile(path) && !isYaml(path) && !/\.(?:properties|tf|toml)$/.test(path)) return [];
  return urlsIn(text, 0, file).filter(({ place }) => !isComment(text, place.at.start));
}

function inNode(node: ScriptNode, file: RepoFile): HostUse[] {
  const start = (node.start ?? 0) + 1;
  if (node.type === 'StringLiteral') return urlsIn(stringOf(node) ?? '', start, file);
  if (node.type !== 'TemplateLiteral') return [];
  return urlsIn((node.quasis as readonly ScriptNode[]).map(cookedOf).join('{}'), start, file);
}

function urlsIn(text: string, offset: number, file: RepoFile): HostUse[] {
  const policy = POLICY.test(text);
  const all = [...text.matchAll(URL)].filter(({ 2: path = '' }) => !PICTURE.test(path));
  return all.map(({ 0: url, 1: host = '', 2: path = '', index }) => ({
    host: host.replace(VALUES, '{}').toLowerCase(),
    policy,
    path: path === '' ? '/' : path.replace(VALUES, '{}'),
    place: { file, at: { start: offset + index, end: offset + index + url.length } },
  }));
}

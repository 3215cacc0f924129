import type { Piece } from '../../markdown/piece.ts';
import type { Span } from '../../markdown/types.ts';
import type { ProjectContext } from '../../project/types.ts';
import { matchesIn } from './text.ts';

/** An endpoint as a text names it. */
export interface NamedEndpoint {
  /** As written: `POST /webhooks/stripe`. */
  readonly text: string;
  /** Empty where none is written. */
  readonly methods: readonly string[];
  readonly path: string;
  /** It is written with scheme and host. */
  readonly url: boolean;
  readonly at: Span;
}

const METHOD = '(?:GET|POST|PUT|PATCH|DELETE)';
/** A dot or colon that nothing follows ends the sentence. */
const PATH = '\\/(?:[\\w\\-~{}<>*$@%]|[.:](?=[\\w{<*])|\\/(?!\\/)){0,300}';
const ENDPOINT = new RegExp(
  `(?:(?<![\\p{L}\\p{N}_])(${METHOD}(?:\\s?[,/|]\\s?${METHOD}){0,4})\\s{1,3})?(?:(https?:\\/\\/[^\\s/]{1,100})|(?<![\\p{L}\\p{N}/:._~*)}>-]))(${PATH})`, 'gu',
);

/** Endpoints in a text: with a method, or a path in a code span. A query is left out. */
export function endpointsIn(piece: Piece): NamedEndpoint[] {
  if (!piece.text.includes('/')) return [];
  return matchesIn(piece, ENDPOINT).flatMap(({ groups: [, methods, host, path], text, at, code }) => {
    // Prose has slashes of its own: "card / debit".
    if (methods === undefined && (!code && host === undefined || path === '/')) return [];
    return [{ text, methods: methods?.match(/[A-Z]+/g) ?? [], path: path!, url: host !== undefined, at }];
  });
}

const isParameter = (segment: string) => /^[:$]|[{<]|^\*+$/.test(segment);
const isPrefix = (segment: string) => /^(?:api|v\d{1,3})$/i.test(segment);
const segmentsOf = (path: string) => path.split('/').filter((segment) => segment !== '');

interface Route {
  readonly version: string | undefined;
  /** Without what the base URL may hold already. */
  readonly segments: readonly string[];
}

function routeOf(path: string, bases: readonly string[] = []): Route {
  const base = bases.find((prefix) => prefix !== '' && (path === prefix || path.startsWith(`${prefix}/`)));
  const all = segmentsOf(base === undefined ? path : path.slice(base.length));
  const from = all.findIndex((segment) => !isPrefix(segment));
  const segments = from < 0 ? all : all.slice(from);
  return { version: all.slice(0, all.length - segments.length).find((s) => /^v\d/i.test(s)), segments };
}

/**
 * One endpoint in two spellings: `{id}`, `:id` and `<id>` are equal, and a value stands for its parameter;
 * so are `/x/` and `/x`, and `/api/x` and `/x`. One name at least has to agree.
 */
export function samePath(a: string, b: string, bases: readonly string[] = []): boolean {
  const [one, other] = [routeOf(a, bases), routeOf(b, bases)];
  if (one.version !== undefined && other.version !== undefined && one.version !== other.version) return false;
  const star = [one, other].find(({ segments }) => segments.at(-1)?.startsWith('*'));
  const length = star ? star.segments.length - 1 : one.segments.length;
  if (!star && other.segments.length !== length) return false;
  const literal = one.segments.some((segment, i) => segment === other.segments[i]) || length === 0;
  return literal && one.segments.slice(0, length).every((segment, i) => {
    const theirs = other.segments[i];
    return theirs !== undefined && (segment === theirs || isParameter(segment) || isParameter(theirs));
  });
}

/** `v1` of `/v1/orders`; `api/v1` of `/api/v1/orders`. */
export function prefixOf(path: string): string {
  const all = segmentsOf(path);
  const end = all.findIndex((segment) => !isPrefix(segment));
  return all.slice(0, end < 0 ? all.length : end).join('/');
}

/** The names by which endpoints of one API are known, up to the first parameter: `orders` of `/api/v1/orders/{id}`. */
export function literalsOf(path: string, bases: readonly string[] = []): readonly string[] {
  const { segments } = routeOf(path, bases);
  const end = segments.findIndex(isParameter);
  return end < 0 ? segments : segments.slice(0, end);
}

/** What may stand before the paths of our endpoints. */
export const basesOf = ({ apiBases }: ProjectContext) => apiBases.map(({ prefix }) => prefix.replace(/\/$/, ''));

/** Whether an endpoint is one of these; a text without a method means any. */
export function isAmong(endpoint: NamedEndpoint, all: readonly { readonly path: string; readonly methods: readonly string[] }[], bases: readonly string[]): boolean {
  return all.some(({ path, methods }) => samePath(endpoint.path, path, bases)
    && (methods.length === 0 || endpoint.methods.length === 0 || endpoint.methods.some((method) => methods.includes(method))));
}

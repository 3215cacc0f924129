import type { Piece } from '../../markdown/piece.ts';
import type { Span } from '../../markdown/types.ts';
import { isParameter, isPrefix, routeOf, segmentsOf, type Route } from '../../project/paths-of-api.ts';
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
  /** A lone `/twilio` behind `POST /webhooks/stripe`: the path that it probably stands for. */
  readonly sibling: string | null;
  readonly at: Span;
}

const METHOD = '(?:GET|POST|PUT|PATCH|DELETE)';
/** A dot or colon that nothing follows ends the sentence. */
const PATH = '\\/(?:[\\w\\-~{}<>*$@%]|[.:](?=[\\w{<*])|\\/(?!\\/)){0,300}';
const METHODS = `(?<![\\p{L}\\p{N}_])(${METHOD}(?:\\s?[,/|]\\s?${METHOD}){0,4})\\s{1,3}`;
/** `https://api.example.com`, `${PUBLIC_URL}`. */
const HOST = '((?:https?:\\/\\/[^\\s/]{1,100})|\\$\\{[A-Z][A-Z0-9_]{0,60}\\})|(?<![\\p{L}\\p{N}/:._~*)}>-])';
const ENDPOINT = new RegExp(`(?:${METHODS})?(?:${HOST})(${PATH})`, 'gu');

/**
 * Endpoints in a text: with a method, or a path in a code span; for `anyPath` a path of two names is enough. A
 * query is left out.
 */
export function endpointsIn(piece: Piece, anyPath = false): NamedEndpoint[] {
  if (!piece.text.includes('/')) return [];
  let before = '';
  return matchesIn(piece, ENDPOINT).flatMap(({ groups: [, methods, host, written], text, at, code }) => {
    const path = written!;
    const isPath = code || host !== undefined || (anyPath && path.includes('/', 1));
    // Prose has slashes of its own: "card / debit".
    if (methods === undefined && (path === '/' || !isPath)) return [];
    const isShort = methods === undefined && host === undefined && !path.includes('/', 1) && before.includes('/', 1);
    const sibling = isShort ? before.slice(0, before.lastIndexOf('/')) + path : null;
    if (!isShort) before = path;
    return [{ text, methods: methods?.match(/[A-Z]+/g) ?? [], path, url: host !== undefined, sibling, at }];
  });
}

/**
 * `{id}`, `:id` and `<id>` are equal, and a value stands for its parameter; so are `/x/` and `/x`, and `/api/x`
 * and `/x`. One name at least has to agree.
 */
function isSame(one: Route, other: Route): boolean {
  if (one.version !== undefined && other.version !== undefined && one.version !== other.version) return false;
  if (one.key === other.key) return true;
  const star = [one, other].find(({ segments }) => segments.at(-1)?.startsWith('*'));
  const length = star ? star.segments.length - 1 : one.segments.length;
  if (!star && other.segments.length !== length) return false;
  return (
    one.segments.some((segment, i) => segment === other.segments[i]) &&
    one.segments.slice(0, length).every((segment, i) => {
      const theirs = other.segments[i];
      return theirs !== undefined && (segment === theirs || isParameter(segment) || isParameter(theirs));
    })
  );
}

/** So many routes are compared one by one; where a project has more, what is not found at once is not judged. */
const MOST = 1000;

type Entry = Route & { readonly methods: readonly string[] };
const isOpen = ({ segments }: Route) => segments.some(isParameter);

/** Endpoints that are looked up by path, in any spelling of it. */
export class EndpointIndex {
  readonly #bases: readonly string[];
  readonly #byKey = new Map<string, Entry[]>();
  readonly #all: Entry[] = [];
  /** Those with parameters: others are found by their key. */
  readonly #open: Entry[] = [];

  constructor(
    endpoints: Iterable<{ readonly path: string; readonly methods: readonly string[] }>,
    bases: readonly string[] = [],
  ) {
    this.#bases = bases;
    for (const { path, methods } of endpoints) {
      const entry = { ...routeOf(path, bases), methods };
      const same = this.#byKey.get(entry.key) ?? [];
      if (same.some((other) => other.version === entry.version && other.methods.join() === methods.join())) continue;
      this.#byKey.set(entry.key, [...same, entry]);
      this.#all.push(entry);
      if (isOpen(entry)) this.#open.push(entry);
    }
  }

  /** A text without a method means any. */
  has({ path, methods }: { readonly path: string; readonly methods: readonly string[] }): boolean {
    const route = routeOf(path, this.#bases);
    const candidates = this.#candidates(route);
    return (
      candidates === null ||
      candidates.some(
        (other) =>
          isSame(route, other) &&
          (other.methods.length === 0 ||
            methods.length === 0 ||
            methods.some((method) => other.methods.includes(method))),
      )
    );
  }

  /** Methods of the endpoints with this path. */
  methodsOf(path: string): string[] {
    const route = routeOf(path, this.#bases);
    return [
      ...new Set(
        (this.#candidates(route) ?? []).filter((other) => isSame(route, other)).flatMap(({ methods }) => methods),
      ),
    ];
  }

  #candidates(route: Route): readonly Entry[] | null {
    const same = this.#byKey.get(route.key) ?? [];
    const others = isOpen(route) ? this.#all : this.#open;
    if (others.length > MOST) return same.length > 0 ? same : null;
    return [...same, ...others];
  }
}

/** What the spellings of one endpoint have in common, as far as one path tells. */
export const keyOf = (path: string) => routeOf(path).key;

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

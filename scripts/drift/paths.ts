import { isParameter, segmentsOf as namesOf } from '../project/paths-of-api.ts';

/** Paths as they are compared: what routers and proxies put before them cannot always be known. */

export type Segments = readonly string[];

const PARAMETER = '{}';
const REST = '*';

/** A catch-all, as frameworks write it. */
const CATCH_ALL = /^(?:\*|\[\[?\.\.\.|\{\*|:\w+\*|\(\.\*\)|\$$)|^<path:|\{\w+:path\}/;

/** `/v1/orders/{id}?x` and `/v1/orders/:id(\\d+)` are `v1`, `orders`, `{}`; a catch-all is `*`. */
export const segmentsOf = (path: string): Segments =>
  namesOf(path).map((name) => (CATCH_ALL.test(name) ? REST : isParameter(name) ? PARAMETER : name));

export const isLiteral = (segment: string) => segment !== PARAMETER && segment !== REST;

/** How a route may answer a path of Section 7: as a whole, as far as its end is known, or not. */
export type Match = 'whole' | 'end' | 'none';

export function matchOf(wanted: Segments, route: Segments): Match {
  if (route.at(-1) === REST) return restMatches(wanted, route.slice(0, -1)) ? 'end' : 'none';
  const length = Math.min(wanted.length, route.length);
  let literals = 0;
  for (let i = 1; i <= length; i++) {
    const [mine, theirs] = [wanted.at(-i)!, route.at(-i)!];
    if (mine === theirs) literals += isLiteral(mine) ? 1 : 0;
    // A parameter of the code stands for a name of the specification, not the other way round.
    else if (theirs !== PARAMETER || i === length) return 'none';
  }
  if (literals === 0) return 'none';
  return wanted.length === route.length ? 'whole' : 'end';
}

/** `/webhooks/*` answers all below it, wherever it is mounted. */
function restMatches(wanted: Segments, route: Segments): boolean {
  if (!route.some(isLiteral)) return false;
  return wanted.some((_, from) =>
    route.every(
      (segment, i) => segment === wanted[from + i] || (segment === PARAMETER && wanted[from + i] !== undefined),
    ),
  );
}

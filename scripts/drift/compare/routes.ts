import { append } from '../../append.ts';
import type { Span } from '../../markdown/types.ts';
import type { Piece } from '../../markdown/piece.ts';
import { isPrefix } from '../../project/paths-of-api.ts';
import { endpointsIn, type NamedEndpoint } from '../../rules/shared/endpoints.ts';
import { isBelow as isOfSection } from '../../rules/shared/spans.ts';
import { rowsOf } from '../../rules/shared/tables.ts';
import type { Section7 } from '../../spec/model.ts';
import type { Evidence } from '../evidence.ts';
import type { Route } from '../evidence/routes.ts';
import { isComment } from '../evidence/variables.ts';
import { webhookVendors } from '../evidence/vendors.ts';
import type { Known } from '../known.ts';
import { isLiteral, matchOf, segmentsOf, type Match, type Segments } from '../paths.ts';
import type { DriftFinding, DriftInput, FilePlace, NotCompared } from '../types.ts';

interface Wanted {
  readonly text: string;
  readonly segments: Segments;
  readonly methods: readonly string[];
  readonly webhook: boolean;
  readonly at: Span;
}

/** Webhook endpoints and those of 7.E against the routes of the code; webhook routes against 7.4. */
export function* compareRoutes(
  input: DriftInput,
  known: Known,
  { routes: { routes, mounts }, files }: Evidence,
): Iterable<DriftFinding | NotCompared> {
  const { section, catalog } = input;
  const wanted = wantedIn(section);
  if (routes.length === 0) {
    if (wanted.length > 0) yield { notCompared: 'routes: no route of the repository was recognised' };
    return;
  }
  const found = routes.map((route) => ({ route, segments: segmentsOf(route.path) }));
  const ends = new Set(mounts.flatMap((path) => segmentsOf(path).slice(-1)));
  const lost: Wanted[] = [];
  let served = 0;
  for (const each of wanted) {
    const answering = found
      .map(({ route, segments }) => ({ route, segments, match: answerOf(each.segments, segments, ends) }))
      // Parameters alone answer anything: then the method has to be right at least.
      .filter(
        ({ route, segments, match }) => match !== 'none' && (segments.some(isLiteral) || accepts(route, each.methods)),
      );
    const [first] = answering;
    if (!first) {
      if (!isWrittenElsewhere(each, files, routes)) lost.push(each);
      continue;
    }
    served++;
    if (answering.every(({ route, match }) => match === 'whole' && !accepts(route, each.methods)))
      yield otherMethod(each, first.route);
  }
  const strangers = strangersIn(
    section,
    webhookVendors(catalog, routes)
      .filter(({ sheets }) => sheets.some((sheet) => known.sheets.has(sheet)))
      .map(({ route }) => route),
  );
  const [webhook, stranger] = [lost.filter((each) => each.webhook), strangers[0]];
  if (webhook.length === 1 && strangers.length === 1 && stranger) {
    yield moved(webhook[0]!, stranger);
    lost.splice(lost.indexOf(webhook[0]!), 1);
  } else for (const route of strangers) yield unlisted(route, section);
  // Where none is found, the routes are written in a way that is not read.
  if (served === 0 && lost.length > 1)
    yield { notCompared: 'routes: no route of the repository that was recognised serves an endpoint of Section 7' };
  else for (const each of lost) yield unserved(each, routes);
}

const accepts = ({ method }: Route, methods: readonly string[]) =>
  method === null || methods.length === 0 || methods.includes(method) || (methods.includes('GET') && method === 'HEAD');

/** A route of parameters alone answers what its router is mounted at, wherever that is. */
function answerOf(wanted: Segments, route: Segments, mounts: ReadonlySet<string>): Match {
  if (route.some(isLiteral)) return matchOf(wanted, route);
  const before = wanted
    .slice(0, wanted.length - route.length)
    .filter(isLiteral)
    .at(-1);
  return route.length < wanted.length && before !== undefined && mounts.has(before) ? 'end' : 'none';
}

function wantedIn(section: Section7): Wanted[] {
  const found = new Map<string, Wanted>();
  const add = (piece: Piece | undefined, webhook: boolean) => {
    for (const endpoint of piece ? endpointsIn(piece) : []) {
      const segments = segmentsOf(endpoint.path);
      const key = `${segments.join('/')} ${endpoint.methods.join()}`;
      if (
        endpoint.sibling !== null ||
        !segments.some(isLiteral) ||
        found.has(key) ||
        found.has(`${segments.join('/')} `)
      )
        continue;
      found.set(key, { ...partsOf(endpoint, webhook), segments });
    }
  };
  for (const { row } of rowsOf(section, 'webhookEndpoints')) add(row.cells.endpoint?.piece, true);
  for (const { key, value } of section.labels) if (key === 'endpoint') add(value.piece, true);
  for (const { row } of rowsOf(section, 'webhookSetup')) add(row.cells.endpoint?.piece, true);
  for (const { row } of rowsOf(section, 'endpointChanges'))
    if (!/^(?:remov|delet|drop|gone|entf)/i.test(row.cells.change?.text ?? '')) add(row.cells.endpoint?.piece, false);
  return [...found.values()];
}

const partsOf = ({ text, methods, at }: NamedEndpoint, webhook: boolean) => ({ text, methods, at, webhook });

/** A gateway, a generated server or a framework that is not read may answer a path that other files have as a text. */
function isWrittenElsewhere({ segments }: Wanted, files: Evidence['files'], routes: readonly Route[]): boolean {
  const read = new Set(routes.map(({ place }) => place.file));
  const literal = segments.filter(isLiteral).slice(-2).join('/');
  const written = new RegExp(`["'\`/ ]${literal.replace(/[^\w/]/g, '\\$&')}(?=["'\`/ \\n])`, 'gi');
  return files.some(
    (file) => !read.has(file) && [...file.text.matchAll(written)].some(({ index }) => !isComment(file.text, index)),
  );
}

/**
 * Webhook routes of services of Section 7 that it has nowhere but in 7.0, which quotes what disagrees; what is below
 * one that it has may be a step of it.
 */
function strangersIn(section: Section7, routes: readonly Route[]): Route[] {
  const said = section.runs
    .filter((run) => !isOfSection(run.section, '7.0'))
    .flatMap(({ piece }) => endpointsIn(piece, true))
    .map(({ path, sibling, url }) => ({ path: segmentsOf(sibling ?? path), url }));
  const isSaid = (route: Route) => {
    const segments = segmentsOf(route.path);
    return said.some(({ path, url }) =>
      // Whose an address is, nobody can tell: a vendor's `/api` is above all of ours.
      url
        ? matchOf(path, segments) === 'whole'
        : matchOf(path, segments) !== 'none' || matchOf(segments, path) !== 'none' || isBelow(segments, path),
    );
  };
  // With and without what its class puts before it, a route is one.
  const byPlace = new Map<string, Route[]>();
  for (const route of routes) append(byPlace, `${route.place.file.path} ${route.place.at.start}`, route);
  const strangers = [...byPlace.values()]
    .filter((same) => !same.some(isSaid))
    .map((same) => same.reduce((a, b) => (b.path.length > a.path.length ? b : a)));
  return [...new Map(strangers.map((route) => [segmentsOf(route.path).join('/'), route])).values()];
}

const isBelow = (path: Segments, above: Segments) =>
  above.some((segment) => isLiteral(segment) && !isPrefix(segment)) &&
  above.length < path.length &&
  above.every((segment, i) => segment === path[i]);

const asText = (route: Route) => (route.parsed ? '' : ' Routes of this language are read as text, not parsed.');
const named = ({ method, path }: Route) =>
  `${method === null ? '' : `${method} `}/${segmentsOf(path)
    .map((s) => (s === '{}' ? '{…}' : s))
    .join('/')}`;

function otherMethod({ text, methods, at }: Wanted, route: Route): DriftFinding {
  return {
    at: route.place,
    message: `Unexpected method ${route.method}, expected ${methods.join(' or ')}: Section 7 has ${text}`,
    advice: `Correct the one that is wrong.${asText(route)}`,
    related: [{ message: 'the endpoint in Section 7', at }],
  };
}

function moved({ text, at }: Wanted, route: Route): DriftFinding {
  return {
    at: route.place,
    message: `Unexpected webhook route ${named(route)}, expected ${text} as in Section 7, which no route serves`,
    advice: `Correct the one that is wrong; the vendor delivers to what is set up there.${asText(route)}`,
    related: [{ message: 'the endpoint in Section 7', at }],
  };
}

function unlisted(route: Route, section: Section7): DriftFinding {
  const at = section.tables.find(({ kind }) => kind === 'webhookEndpoints')?.headerAt ?? section.headingAt;
  return {
    at: route.place,
    message: `Unexpected webhook route ${named(route)}, which has no row in 7.4`,
    advice: `Write its row: scheme, replay, key against duplicates. Or remove it.${asText(route)}`,
    related: [{ message: 'webhooks of Section 7', at }],
  };
}

function unserved({ text, at, segments, webhook }: Wanted, routes: readonly Route[]): DriftFinding {
  const near = nearestOf(segments, routes);
  return {
    at,
    message: `Unexpected ${webhook ? 'webhook ' : ''}endpoint ${text}: no route of the code serves it`,
    advice: `Serve it, or correct Section 7.${routes.some((route) => !route.parsed) ? ' Routes of some files are read as text, not parsed.' : ''}`,
    related: near === null ? [] : [{ message: 'the routes of the code, for example', at: near }],
  };
}

/** The route that has most names in common with a path, else the first. */
function nearestOf(segments: Segments, routes: readonly Route[]): FilePlace | null {
  const common = ({ path }: Route) =>
    segmentsOf(path).filter((segment) => isLiteral(segment) && segments.includes(segment)).length;
  let best: Route | undefined;
  for (const route of routes) if (!best || common(route) > common(best)) best = route;
  return best?.place ?? null;
}

import type { Cell, Run, Section7 } from '../../../spec/model.ts';
import {
  basesOf,
  EndpointIndex,
  endpointsIn,
  literalsOf,
  prefixOf,
  type NamedEndpoint,
} from '../../shared/endpoints.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf } from '../../shared/tables.ts';
import type { Finding, Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'trace/endpoint',
  severity: 'error',
  summary:
    'An endpoint of ours that Section 7 relies on exists in Section 4, or 7.E asks for it; otherwise nobody builds it.',
  *check({ section, project }) {
    if (!project?.endpointsComplete || project.endpoints.length === 0) return;
    const bases = basesOf(project);
    const ours = project.endpoints.map(({ method, path }) => ({ path, methods: [method] }));
    const known = new EndpointIndex([...ours, ...definedIn(section)], bases);
    const judged = new Set<number>();
    for (const { piece } of structured(section)) {
      for (const endpoint of endpointsIn(piece)) {
        judged.add(endpoint.at.start);
        if (endpoint.sibling !== null) continue;
        if (!known.has(endpoint)) yield findingOf(endpoint, known);
      }
    }
    const isOurs = beginsAsOurs(
      ours.map(({ path }) => path),
      bases,
    );
    const theirs = new Set(
      section.runs
        .filter(isVendors)
        .flatMap(({ piece }) => endpointsIn(piece))
        .map(({ path }) => literalsOf(path)[0]),
    );
    for (const run of section.runs) {
      // A decision or a correction quotes the endpoint that is not used.
      if (isVendors(run) || isBelow(run.section, '7.E') || isBelow(run.section, '7.0')) continue;
      for (const endpoint of endpointsIn(run.piece)) {
        if (judged.has(endpoint.at.start) || theirs.has(literalsOf(endpoint.path)[0]) || !isOurs(endpoint, run))
          continue;
        if (!known.has(endpoint)) yield findingOf(endpoint, known);
      }
    }
  },
};

/** Cells that hold the vendors' calls; when one is made, a cell beside it may say with an endpoint of ours. */
const isVendors = ({ table, column }: Run) => table === 'outgoing' || (table === 'calls' && /^call$/i.test(column!));

/** What 7.E asks for; in a section without 7.E, what a decision or a correction names. */
function definedIn({ runs, headings }: Section7): { path: string; methods: readonly string[] }[] {
  const home = headings.some(({ number }) => number === '7.E') ? '7.E' : '7.0';
  const own = runs.filter((run) => isBelow(run.section, home) || run.table === 'endpointChanges');
  return own
    .flatMap(({ piece }) => endpointsIn(piece))
    .map(({ path, methods, sibling }) => ({ path: sibling ?? path, methods }));
}

/** Places of the form that hold endpoints of ours and nothing else. */
function* structured(section: Section7): Iterable<Cell> {
  for (const { row } of rowsOf(section, 'requestPath')) if (row.cells.caller) yield row.cells.caller;
  for (const { row } of rowsOf(section, 'webhookEndpoints')) if (row.cells.endpoint) yield row.cells.endpoint;
  for (const { row } of rowsOf(section, 'webhookSetup')) if (row.cells.endpoint) yield row.cells.endpoint;
  for (const { key, value } of section.labels) if (key === 'endpoint') yield value;
}

/**
 * Elsewhere a path may be a vendor's. Surely ours: it begins as endpoints of ours do; in a service's own section
 * it has two names.
 */
function beginsAsOurs(
  paths: readonly string[],
  bases: readonly string[],
): (endpoint: NamedEndpoint, run: Run) => boolean {
  const begins = new Set(paths.map((path) => `${prefixOf(path)} ${literalsOf(path, bases)[0]}`));
  const roots = new Set(paths.map((path) => literalsOf(path, bases)[0]));
  const single = new Set(
    paths.flatMap((path) => (literalsOf(path, bases).length === 1 ? literalsOf(path, bases) : [])),
  );
  return ({ methods, path, url }, run) => {
    const [root, second] = literalsOf(path, bases);
    // A version behind a name is the mark of another API: `/crm/v3/objects`.
    if (methods.length === 0 || url || root === undefined || /\/[^/]+\/v\d/.test(path.replace(/^\/api(?=\/)/, '')))
      return false;
    const prefix = prefixOf(path);
    if (!(prefix === '' ? roots.has(root) : begins.has(`${prefix} ${root}`))) return false;
    return second !== undefined || (run.service === null && (single.has(root) || path.includes('{')));
  };
}

function findingOf(endpoint: NamedEndpoint, known: EndpointIndex): Finding {
  const methods = known.methodsOf(endpoint.path);
  const other = methods.length > 0 ? `, which have ${methods.join(', ')} there` : '';
  return {
    at: endpoint.at,
    message: `Unexpected endpoint ${endpoint.text}, missing in Section 4 and in 7.E${other}`,
    advice: 'Use the endpoint of Section 4, or write a row for it in 7.E.',
  };
}

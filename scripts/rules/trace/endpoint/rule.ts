import type { Cell, Run, Section7 } from '../../../spec/model.ts';
import { basesOf, endpointsIn, isAmong, literalsOf, prefixOf, samePath, type NamedEndpoint } from '../../shared/endpoints.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf } from '../../shared/tables.ts';
import type { Finding, Rule } from '../../types.ts';

interface Known {
  readonly path: string;
  readonly methods: readonly string[];
}

export const rule: Rule = {
  id: 'trace/endpoint',
  severity: 'error',
  summary: 'An endpoint of ours that Section 7 relies on exists in Section 4, or 7.E asks for it; otherwise nobody builds it.',
  *check({ section, project }) {
    if (!project?.endpointsComplete || project.endpoints.length === 0) return;
    const bases = basesOf(project);
    const ours: Known[] = project.endpoints.map(({ method, path }) => ({ path, methods: [method] }));
    const known = [...ours, ...definedIn(section)];
    const judged = new Set<number>();
    for (const { piece } of structured(section)) {
      for (const endpoint of endpointsIn(piece)) {
        judged.add(endpoint.at.start);
        if (!isAmong(endpoint, known, bases)) yield findingOf(endpoint, known, bases);
      }
    }
    const vendors = section.runs.filter(isVendors).flatMap(({ piece }) => endpointsIn(piece));
    const theirs = new Set(vendors.map(({ path }) => literalsOf(path)[0]));
    for (const run of section.runs) {
      if (isVendors(run) || isBelow(run.section, '7.E')) continue;
      for (const endpoint of endpointsIn(run.piece)) {
        if (judged.has(endpoint.at.start) || theirs.has(literalsOf(endpoint.path)[0]) || !isOurs(endpoint, run, ours, bases)) continue;
        if (!isAmong(endpoint, known, bases)) yield findingOf(endpoint, known, bases);
      }
    }
  },
};

/** Tables that hold the vendors' calls. */
const isVendors = ({ table }: Run) => table === 'calls' || table === 'outgoing';

/** What 7.E asks for; in a section without 7.E, what a decision or a correction names. */
function definedIn({ runs, headings }: Section7): NamedEndpoint[] {
  const home = headings.some(({ number }) => number === '7.E') ? '7.E' : '7.0';
  return runs.filter((run) => isBelow(run.section, home) || run.table === 'endpointChanges').flatMap(({ piece }) => endpointsIn(piece));
}

/** Places of the form that hold endpoints of ours and nothing else. */
function* structured(section: Section7): Iterable<Cell> {
  for (const { row } of rowsOf(section, 'requestPath')) if (row.cells.caller) yield row.cells.caller;
  for (const { row } of rowsOf(section, 'webhookEndpoints')) if (row.cells.endpoint) yield row.cells.endpoint;
  for (const { row } of rowsOf(section, 'webhookSetup')) if (row.cells.endpoint) yield row.cells.endpoint;
  for (const { key, value } of section.labels) if (key === 'endpoint') yield value;
}

/** Elsewhere a path may be a vendor's. Surely ours: it begins as endpoints of ours do; in a service's own section it has two names. */
function isOurs({ methods, path, url }: NamedEndpoint, run: Run, ours: readonly Known[], bases: readonly string[]): boolean {
  const literals = literalsOf(path, bases);
  if (methods.length === 0 || url || literals.length === 0 || /\/[^/]+\/v\d/.test(path.replace(/^\/api/, ''))) return false;
  return ours.some((known) => {
    const own = literalsOf(known.path, bases);
    const alike = literals[0] === own[0] && (literals.length > 1 || path.includes('{') || own.length === 1);
    return alike && [prefixOf(known.path), ''].includes(prefixOf(path)) && (run.service === null || literals.length > 1);
  });
}

function findingOf(endpoint: NamedEndpoint, known: readonly Known[], bases: readonly string[]): Finding {
  const same = known.filter(({ path }) => samePath(path, endpoint.path, bases));
  const other = same.length > 0 ? `, which have ${[...new Set(same.flatMap(({ methods }) => methods))].join(', ')} there` : '';
  return {
    at: endpoint.at, message: `Unexpected endpoint ${endpoint.text}, missing in Section 4 and in 7.E${other}`,
    advice: 'Use the endpoint of Section 4, or write a row for it in 7.E.',
  };
}

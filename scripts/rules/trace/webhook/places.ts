import type { Span } from '../../../markdown/types.ts';
import type { BlockNumber } from '../../../spec/format.ts';
import type { Cell, Run, Section7, Service } from '../../../spec/model.ts';
import { EndpointIndex, endpointsIn } from '../../shared/endpoints.ts';
import { servicesIn, servicesMeant } from '../../shared/services.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import type { RuleInput } from '../../types.ts';

/** Where a webhook endpoint belongs: 7.4, a service's part 5, 7.O.3, 7.T. */
export type Side = 'security' | 'service' | 'setup' | 'test';

export interface Place {
  readonly path: string;
  readonly methods: readonly string[];
  readonly text: string;
  readonly at: Span;
  readonly side: Side;
  /** Those that may be meant by its row or by where it stands. */
  readonly senders: readonly Service[];
}

/** The three places of the form that hold our webhook endpoints. */
export function placesOf({ section, catalog }: RuleInput): Place[] {
  const read = (side: Side, cell: Cell | undefined, from: string): Place[] =>
    (cell ? endpointsIn(cell.piece) : [])
      .filter(({ path, sibling }) => sibling === null && !/[*{<]/.test(path))
      .map((endpoint) => ({ ...endpoint, methods: [], side, senders: [...servicesMeant(section, from, catalog)] }));
  return [
    ...rowsOf(section, 'webhookEndpoints').flatMap(({ row: { cells } }) =>
      read('security', cells.endpoint, cells.from?.text ?? ''),
    ),
    ...rowsOf(section, 'webhookSetup').flatMap(({ row: { cells } }) =>
      read('setup', cells.endpoint, cells.setUp?.text ?? ''),
    ),
    ...section.labels.flatMap(({ key, value, service }) =>
      // "None; `POST /webhooks/x` of Section 4 is not built."
      key === 'endpoint' && !isNothing(value.piece.plain) ? read('service', value, service ?? '') : [],
    ),
  ];
}

/** A cell that begins with it says that there is none. */
const isNothing = (text: string) => /^(?:none|no|not|keine?|nicht)(?![\p{L}\p{N}])/iu.test(text.trim());

type Says = (places: readonly Place[]) => boolean;

/**
 * Whether a side says it in another way: in a sentence, a list or a table of the writer's own, or by naming the
 * sender where no endpoint is named.
 */
export const SAYS: Record<Side, (input: RuleInput) => Says> = {
  security: (input) => inTable(input, 'webhookEndpoints', '7.4'),
  setup(input) {
    const hasOwn = input.section.headings.some(({ number }) => number === '7.O.3');
    return inTable(input, 'webhookSetup', hasOwn ? '7.O.3' : '7.O');
  },
  service({ section }) {
    const said = indexOf(section.runs.filter(({ service }) => service !== null));
    const able = servicesWithWebhooks(section);
    return (places) => said.has(places[0]!) || places.some(({ senders }) => senders.some((sender) => able.has(sender)));
  },
  test(input) {
    const { section } = input;
    const runs = section.runs.filter((run) => isBelow(run.section, '7.T') || run.table === 'tests');
    const rows = rowsOf(section, 'tests').map(({ row }) => textOf(row));
    const texts = rows.length > 0 ? rows : runs.map(({ piece }) => piece.plain);
    const says = inRuns(input, runs, texts);
    const forAll = texts.some((text) => isAboutAll(text, section));
    return (places) => forAll || says(places) || places.every(({ senders }) => senders.length === 0);
  },
};

const indexOf = (runs: readonly Run[]) =>
  new EndpointIndex(
    runs
      .flatMap(({ piece }) => endpointsIn(piece, true))
      .map(({ path, sibling }) => ({ path: sibling ?? path, methods: [] })),
  );

/** Rows that name no endpoint may name the sender; so may sentences where there is no table. */
function inTable(input: RuleInput, kind: 'webhookEndpoints' | 'webhookSetup', home: BlockNumber): Says {
  const { section } = input;
  const runs = section.runs.filter((run) => isBelow(run.section, home) || run.table === kind);
  const rows = rowsOf(section, kind).filter(
    ({ row: { cells } }) => cells.endpoint && endpointsIn(cells.endpoint.piece).length === 0,
  );
  const texts =
    tablesOf(section, kind).length > 0 ? rows.map(({ row }) => textOf(row)) : runs.map(({ piece }) => piece.plain);
  return inRuns(input, runs, texts);
}

/** In runs that name the endpoint, or in texts that name its sender. That a part is missing as a whole, others say. */
function inRuns({ section, catalog }: RuleInput, runs: readonly Run[], texts: readonly string[]): Says {
  const said = indexOf(runs);
  const named = new Set(texts.flatMap((text) => [...servicesMeant(section, text, catalog)]));
  return (places) =>
    runs.length === 0 ||
    said.has(places[0]!) ||
    places.some(({ senders }) => senders.some((sender) => named.has(sender)));
}

/** A simple service says what applies in any form; one with headings has its part 5 or a table of events. */
function servicesWithWebhooks(section: Section7): ReadonlySet<Service> {
  const events = new Set(section.tables.flatMap(({ kind, service }) => (kind === 'events' ? [service] : [])));
  const others = servicesWithPath(section);
  return new Set(
    section.services.filter((service) => {
      const { number, parts } = service;
      return !others.has(service) && (parts.length === 0 || parts.includes(5) || events.has(number));
    }),
  );
}

/** Services whose label names an endpoint: theirs, and no other. */
export function servicesWithPath({ services, labels }: Section7): ReadonlySet<Service> {
  const labelled = labels.filter(({ key, value }) => key === 'endpoint' && endpointsIn(value.piece).length > 0);
  const numbers = new Set(labelled.map(({ service }) => service));
  return new Set(services.filter(({ number }) => numbers.has(number)));
}

/** A test of every endpoint refers to the pipeline, or speaks of webhooks and names no service. */
const isAboutAll = (text: string, section: Section7) =>
  /7\.2\.2|7\.4/.test(text) || (/webhook|hook|event|signatur/i.test(text) && servicesIn(section, text).length === 0);

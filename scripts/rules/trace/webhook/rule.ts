import type { Span } from '../../../markdown/types.ts';
import type { Run, Section7, Service } from '../../../spec/model.ts';
import { EndpointIndex, endpointsIn, keyOf } from '../../shared/endpoints.ts';
import { servicesIn, servicesMeant } from '../../shared/services.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import type { Rule, RuleInput } from '../../types.ts';

type Side = 'security' | 'service' | 'setup' | 'test';

interface Place {
  readonly path: string;
  readonly methods: readonly string[];
  readonly text: string;
  readonly at: Span;
  readonly side: Side;
  /** Those that may be meant by its row or by where it stands. */
  readonly senders: Iterable<Service>;
}

const SIDES: Record<Side, { readonly what: string; readonly advice: string }> = {
  security: {
    what: 'in the webhook table of 7.4',
    advice: 'Write its row: endpoint, sender, scheme, replay, key against duplicates.',
  },
  service: {
    what: 'in any service (**Webhook Endpoint:**)',
    advice: 'Say in part 5 of the sender what arrives there and how it is verified.',
  },
  setup: { what: 'in the webhook table of 7.O.3', advice: 'Write where it is set up, and how it is tested.' },
  test: {
    what: 'in the tests of 7.T',
    advice: 'Write a negative test: bad signature, altered body, replay, duplicate or out of order.',
  },
};

export const rule: Rule = {
  id: 'trace/webhook',
  severity: 'error',
  summary:
    'A webhook endpoint is built, set up and tested by different people, and each finds it where he works.',
  *check(input) {
    const endpoints = new Map<string, Place[]>();
    for (const place of placesOf(input))
      endpoints.set(keyOf(place.path), [...(endpoints.get(keyOf(place.path)) ?? []).slice(0, 20), place]);
    if (endpoints.size === 0) return;
    const sides = (Object.keys(SIDES) as Side[]).map((side) => ({ side, has: SAID[side](input) }));
    for (const places of endpoints.values()) {
      const { text, at } = places[0]!;
      for (const { side, has } of sides) {
        if (!places.some((place) => place.side === side) && !has(places))
          yield { at, message: `Missing ${text} ${SIDES[side].what}`, advice: SIDES[side].advice };
      }
    }
  },
};

/** The three places of the form that hold our webhook endpoints. */
function placesOf({ section, catalog }: RuleInput): Place[] {
  const cells = [
    ...rowsOf(section, 'webhookEndpoints').map(
      ({
        row: {
          cells: { endpoint, from },
        },
      }) => ({ side: 'security' as const, cell: endpoint, from: from?.text ?? '' }),
    ),
    ...rowsOf(section, 'webhookSetup').map(
      ({
        row: {
          cells: { endpoint, setUp },
        },
      }) => ({ side: 'setup' as const, cell: endpoint, from: setUp?.text ?? '' }),
    ),
    ...section.labels
      .filter(({ key }) => key === 'endpoint')
      .map(({ value, service }) => ({ side: 'service' as const, cell: value, from: service ?? '' })),
  ];
  return cells.flatMap(({ side, cell, from }) =>
    (cell ? endpointsIn(cell.piece) : [])
      .filter(({ path }) => !/[*{<]/.test(path))
      .map((endpoint) => ({ ...endpoint, methods: [], side, senders: servicesMeant(section, from, catalog) })),
  );
}

/**
 * Whether a side says it in another way: in a sentence, a list or a table of the writer's own, or by naming the
 * sender where no endpoint is named.
 */
const SAID: Record<Side, (input: RuleInput) => (places: readonly Place[]) => boolean> = {
  security: (input) =>
    saidIn(
      input,
      ({ section, table }) => isBelow(section, '7.4') || table === 'webhookEndpoints',
      rowsWithoutPath(input, 'webhookEndpoints'),
    ),
  setup(input) {
    const home = input.section.headings.some(({ number }) => number === '7.O.3') ? '7.O.3' : '7.O';
    return saidIn(
      input,
      ({ section, table }) => isBelow(section, home) || table === 'webhookSetup',
      rowsWithoutPath(input, 'webhookSetup'),
    );
  },
  service(input) {
    const said = new EndpointIndex(endpointsOf(input.section.runs.filter(({ service }) => service !== null)));
    const able = servicesWithWebhooks(input.section);
    return (places) =>
      said.has(places[0]!) || places.some(({ senders }) => [...senders].some((sender) => able.has(sender)));
  },
  test(input) {
    const isTest = ({ section, table }: Run) => isBelow(section, '7.T') || table === 'tests';
    const tables = tablesOf(input.section, 'tests');
    const texts =
      tables.length > 0
        ? rowsOf(input.section, 'tests').map(({ row }) => textOf(row))
        : input.section.runs.filter(isTest).map(({ piece }) => piece.plain);
    const said = saidIn(input, isTest, texts);
    const forAll = texts.some((text) => isAboutAll(text, input.section));
    return (places) => forAll || said(places) || !places.some(({ senders }) => [...senders].length > 0);
  },
};

const endpointsOf = (runs: readonly Run[]) =>
  runs.flatMap(({ piece }) => endpointsIn(piece, true)).map(({ path }) => ({ path, methods: [] }));

/**
 * In runs that name the endpoint, or in texts that name its sender. A part that does not exist at all is found by
 * another rule.
 */
function saidIn(
  { section, catalog }: RuleInput,
  isHome: (run: Run) => boolean,
  texts: readonly string[],
): (places: readonly Place[]) => boolean {
  const runs = section.runs.filter(isHome);
  const said = new EndpointIndex(endpointsOf(runs));
  const named = new Set(texts.flatMap((text) => [...servicesMeant(section, text, catalog)]));
  return (places) =>
    runs.length === 0 ||
    said.has(places[0]!) ||
    places.some(({ senders }) => [...senders].some((sender) => named.has(sender)));
}

function rowsWithoutPath({ section }: RuleInput, kind: 'webhookEndpoints' | 'webhookSetup'): string[] {
  return rowsOf(section, kind)
    .filter(({ row }) => row.cells.endpoint && endpointsIn(row.cells.endpoint.piece).length === 0)
    .map(({ row }) => textOf(row));
}

/** A simple service says what applies in any form; one with headings has its part 5 or a table of events. */
function servicesWithWebhooks({ services, tables, labels }: Section7): ReadonlySet<Service> {
  const events = new Set(tables.flatMap(({ kind, service }) => (kind === 'events' ? [service] : [])));
  const labelled = new Set(labels.flatMap(({ key, service }) => (key === 'endpoint' ? [service] : [])));
  return new Set(
    services.filter(({ number, parts }) =>
      parts.length === 0 ? !labelled.has(number) : parts.includes(5) || events.has(number),
    ),
  );
}

/** A test of every endpoint refers to the pipeline, or speaks of webhooks and names no service. */
const isAboutAll = (text: string, section: Section7) =>
  /7\.2\.2|7\.4/.test(text) || (/webhook/i.test(text) && servicesIn(section, text).length === 0);

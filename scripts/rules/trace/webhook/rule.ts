import type { Span } from '../../../markdown/types.ts';
import type { Run, Section7, Service } from '../../../spec/model.ts';
import { endpointsIn, samePath } from '../../shared/endpoints.ts';
import { isNamed, servicesIn } from '../../shared/services.ts';
import { isBelow } from '../../shared/spans.ts';
import { rowsOf, tablesOf, textOf } from '../../shared/tables.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

interface Place {
  readonly path: string;
  readonly text: string;
  readonly at: Span;
  readonly side: Side;
  /** Those that may be meant by its row or by where it stands. */
  readonly senders: readonly Service[];
}

type Side = 'security' | 'service' | 'setup' | 'test';

const SIDES: Record<Side, { readonly what: string; readonly advice: string }> = {
  security: { what: 'in the webhook table of 7.4', advice: 'Write its row: endpoint, sender, scheme, replay, key against duplicates.' },
  service: { what: 'in any service (**Webhook Endpoint:**)', advice: 'Say in part 5 of the sender what arrives there and how it is verified.' },
  setup: { what: 'in the webhook table of 7.O.3', advice: 'Write where it is set up, and how it is tested.' },
  test: { what: 'in the tests of 7.T', advice: 'Write a negative test: bad signature, altered body, replay, duplicate or out of order.' },
};

export const rule: Rule = {
  id: 'trace/webhook',
  severity: 'error',
  summary: 'A webhook endpoint is built, set up and tested by different people: each of them finds it in the own part of Section 7.',
  *check(input) {
    const places = placesOf(input);
    const endpoints = new Map<string, Place>();
    for (const place of places) {
      const known = [...endpoints.values()].find(({ path }) => samePath(path, place.path));
      if (!known) endpoints.set(place.path, place);
    }
    for (const place of endpoints.values()) {
      const all = places.filter(({ path }) => samePath(path, place.path));
      for (const side of Object.keys(SIDES) as Side[]) if (!all.some((other) => other.side === side) && !isThere(side, all, input)) yield findingOf(place, side);
    }
  },
};

function findingOf({ text, at }: Place, side: Side): Finding {
  return { at, message: `Missing ${text} ${SIDES[side].what}`, advice: SIDES[side].advice };
}

/** The three places of the form that hold our webhook endpoints. */
function placesOf({ section, catalog }: RuleInput): Place[] {
  const cells = [
    ...rowsOf(section, 'webhookEndpoints').map(({ row: { cells: { endpoint, from } } }) => ({ side: 'security' as const, cell: endpoint, from: from?.text ?? '' })),
    ...rowsOf(section, 'webhookSetup').map(({ row: { cells: { endpoint, setUp } } }) => ({ side: 'setup' as const, cell: endpoint, from: setUp?.text ?? '' })),
    ...section.labels.filter(({ key }) => key === 'endpoint').map(({ value, service }) => ({ side: 'service' as const, cell: value, from: service ?? '' })),
  ];
  return cells.flatMap(({ side, cell, from }) => (cell ? endpointsIn(cell.piece) : [])
    .filter(({ path }) => !/[*{<]/.test(path))
    .map(({ path, text, at }) => ({ path, text, at, side, senders: section.services.filter((service) => isNamed(service, from, section, catalog)) })));
}

/** Said in another way there: in a sentence, a list, a table of the writer's own, or by naming the sender where no endpoint is named. */
function isThere(side: Side, places: readonly Place[], { section, catalog }: RuleInput): boolean {
  const runs = section.runs.filter((run) => isSide(run, side, section));
  if (runs.length === 0) return side !== 'service';
  const { path } = places[0]!;
  if (runs.some(({ piece }) => endpointsIn(piece).some((endpoint) => samePath(endpoint.path, path)) || piece.plain.includes(path))) return true;
  const senders = places.flatMap((place) => place.senders);
  if (side === 'service') return senders.some((sender) => hasWebhookPart(sender, section));
  const texts = side === 'test' ? testsOf(section, runs) : rowsWithoutPath(section, side);
  const isSender = (text: string) => senders.some((sender) => isNamed(sender, text, section, catalog));
  return texts.some((text) => isSender(text) || side === 'test' && (senders.length === 0 || isAboutAll(text, section)));
}

/** A simple service has what applies in any form; one with headings has its part 5 or a table of events. */
function hasWebhookPart({ number, parts }: Service, { tables, labels }: Section7): boolean {
  if (parts.length === 0) return !labels.some(({ key, service }) => key === 'endpoint' && service === number);
  return parts.includes(5) || tables.some(({ kind, service }) => kind === 'events' && service === number);
}

function isSide({ section, service, table }: Run, side: Side, { headings }: Section7): boolean {
  if (side === 'service') return service !== null;
  if (side === 'test') return isBelow(section, '7.T') || table === 'tests';
  if (side === 'security') return isBelow(section, '7.4') || table === 'webhookEndpoints';
  return isBelow(section, headings.some(({ number }) => number === '7.O.3') ? '7.O.3' : '7.O') || table === 'webhookSetup';
}

function testsOf(section: Section7, runs: readonly Run[]): string[] {
  return tablesOf(section, 'tests').length > 0 ? rowsOf(section, 'tests').map(({ row }) => textOf(row)) : runs.map(({ piece }) => piece.plain);
}

/** A test of every endpoint refers to the pipeline, or speaks of webhooks and names no service. */
const isAboutAll = (text: string, section: Section7) => /7\.2\.2|7\.4/.test(text) || /webhook/i.test(text) && servicesIn(section, text).length === 0;

function rowsWithoutPath(section: Section7, side: Side): string[] {
  const rows = side === 'security' ? rowsOf(section, 'webhookEndpoints') : rowsOf(section, 'webhookSetup');
  return rows.filter(({ row }) => row.cells.endpoint && endpointsIn(row.cells.endpoint.piece).length === 0).map(({ row }) => textOf(row));
}

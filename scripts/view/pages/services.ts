import { servicesIn } from '../../rules/shared/services.ts';
import { rowsOf, textOf } from '../../rules/shared/tables.ts';
import type { Service } from '../../spec/model.ts';
import { CATEGORIES, PARTS } from '../../spec/format.ts';
import { hash, html, type Html } from '../html.ts';
import { inline, render } from '../markdown.ts';
import type { Chunk, Source } from '../source.ts';
import { findingsOf } from '../findings.ts';
import { overBudget } from './cost.ts';
import { aboveOf, cellOf, chunkOf, contentsOf, linkTo, listedIn, type View } from './common.ts';

/** The registry, and the way to each service. */
export function servicesPage(view: View, glances: Glances, chunks: readonly Chunk[]): Html {
  const ways = view.source.section.services.map((service) => {
    const { number, name, code } = service;
    const purpose = glances.get(number)?.get('Purpose');
    return html`<li>${linkTo(service, name)}
<span class="soft">${purpose && html`${purpose} · `}${CATEGORIES[code]} · ${number}</span></li>`;
  });
  return html`<ul class="plain services">${ways}</ul>
${chunks.map((chunk) => chunkOf(view, chunk))}`;
}

/** One service: what matters at first sight, then its parts. */
export function servicePage(view: View, service: Service, glance: Html, [first, ...others]: readonly Chunk[]): Html {
  view.source.context.section = service.number;
  const parts = PARTS.flatMap((title, i) => {
    const id = `${service.number}.${i + 1}`;
    return view.source.context.anchors.has(id) ? { id, title } : [];
  });
  return html`${first && aboveOf(first)}${glance}${contentsOf(parts)}
${first && findingsOf(first.findings)}${first && render(first.tokens, view.source.context)}
${others.map((chunk) => chunkOf(view, chunk))}`;
}

type Fact = 'Purpose' | 'Status' | 'Cost a month' | 'Features' | 'When it is down' | 'Decisions';
export type Glances = ReadonlyMap<string, ReadonlyMap<Fact, Html>>;

/** What is said of each service in the tables of all; each table is read once, however many services there are. */
export function glancesOf(view: View): Glances {
  const {
    source: { section, context, anchorOf, lineOf },
  } = view;
  const glances = new Map(section.services.map(({ number }) => [number, new Map<Fact, Html>()]));
  const add = (services: Iterable<Service>, fact: Fact, value: Html) => {
    for (const { number } of new Set(services)) {
      const facts = glances.get(number)!;
      const before = facts.get(fact);
      facts.set(fact, before ? html`${before}, ${value}` : value);
    }
  };
  for (const { service, key, value } of section.labels) {
    if (key !== 'purpose' && key !== 'status') continue;
    glances.get(service ?? '')?.set(key === 'purpose' ? 'Purpose' : 'Status', inline(value.piece.text, context));
  }
  for (const { row } of rowsOf(section, 'registry')) {
    const facts = glances.get(row.cells.section?.text.trim() ?? '');
    if (row.cells.status?.text) facts?.set('Status', cellOf(view, row, 'status'));
    const budget = row.cells.budget?.text && html`, budget ${cellOf(view, row, 'budget')}`;
    const [over] = overBudget(section, row);
    const more = over && html` <span class="over">${over.more} over</span>`;
    if (row.cells.cost?.text) facts?.set('Cost a month', html`${cellOf(view, row, 'cost')}${budget}${more}`);
  }
  for (const { row } of rowsOf(section, 'coverage'))
    add(
      listedIn(view, row.cells.services),
      'Features',
      html`${cellOf(view, row, 'feature')} ${cellOf(view, row, 'title')}`,
    );
  for (const { row } of rowsOf(section, 'outages')) {
    const more = html`<a href="${hash(anchorOf(lineOf(row.at)) ?? 'on-call')}">more</a>`;
    add(listedIn(view, row.cells.service), 'When it is down', html`${cellOf(view, row, 'seen')} (${more})`);
  }
  const waiting = waitingFor(view.source);
  for (const { row } of rowsOf(section, 'decisions')) {
    const services = [...servicesIn(section, textOf(row)), ...(waiting.get(row.cells.id?.text ?? '') ?? [])];
    add(services, 'Decisions', cellOf(view, row, 'id'));
  }
  return glances;
}

/** Services whose own text or row of the registry names a decision, by its id. */
function waitingFor({ section, lineOf }: Source): ReadonlyMap<string, readonly Service[]> {
  const byNumber = new Map(section.services.map((service) => [service.number, service]));
  const rows = new Map(
    rowsOf(section, 'registry').map(({ row }) => [lineOf(row.at), byNumber.get(row.cells.section?.text ?? '')]),
  );
  const waiting = new Map<string, Service[]>();
  for (const { id, at, section: place } of section.ids.mentioned) {
    const service = byNumber.get(place.split('.').slice(0, 3).join('.')) ?? rows.get(lineOf(at));
    const known = waiting.get(id) ?? [];
    if (service && !known.includes(service)) waiting.set(id, [...known, service]);
  }
  return waiting;
}

const ORDER: readonly Fact[] = ['Status', 'Cost a month', 'Features', 'When it is down', 'Decisions'];

export function glanceOf(facts: ReadonlyMap<Fact, Html> | undefined): Html {
  const known = ORDER.flatMap((name) =>
    facts?.has(name) ? html`<div><dt>${name}</dt><dd>${facts.get(name)}</dd></div>` : [],
  );
  return html`<dl class="facts glance">${known}</dl>`;
}

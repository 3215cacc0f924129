import { rowsOf } from '../../rules/shared/tables.ts';
import type { Service } from '../../spec/model.ts';
import { CATEGORIES } from '../../spec/format.ts';
import { hash, html, type Html } from '../html.ts';
import { render } from '../markdown.ts';
import type { Chunk } from '../source.ts';
import { findingsOf } from '../findings.ts';
import { cellOf, chunkOf, linkTo, named, type View } from './common.ts';

/** The registry, and the way to each service. */
export function servicesPage(view: View, chunks: readonly Chunk[]): Html {
  const { services } = view.source.section;
  return html`<ul class="plain services">${services.map((service) => html`<li>${linkTo(service, service.name)}
<span class="soft">${service.number} · ${CATEGORIES[service.code]}</span></li>`)}</ul>
${chunks.map((chunk) => chunkOf(view, chunk))}`;
}

/** One service: what matters at first sight, then its parts. */
export function servicePage(view: View, service: Service, [first, ...parts]: readonly Chunk[]): Html {
  view.source.context.section = service.number;
  return html`${atAGlance(view, service)}${first && findingsOf(first.findings)}${first && render(first.tokens, view.source.context)}
${parts.map((chunk) => chunkOf(view, chunk))}`;
}

function atAGlance(view: View, service: Service): Html {
  const { section } = view.source;
  const names = named(view, service);
  const registered = rowsOf(section, 'registry').find(({ row }) => row.cells.section?.text.trim() === service.number)?.row;
  const status = section.labels.find((label) => label.service === service.number && label.key === 'status')?.value.text;
  const features = rowsOf(section, 'coverage').filter(({ row }) => names(row.cells.services));
  const down = rowsOf(section, 'outages').find(({ row }) => names(row.cells.service))?.row;
  const decisions = rowsOf(section, 'decisions').filter(({ row }) => Object.values(row.cells).some(names));
  const facts: [string, Html | string | undefined][] = [
    ['Status', registered?.cells.status ? cellOf(view, registered, 'status') : status],
    ['Cost a month', registered?.cells.cost && html`${cellOf(view, registered, 'cost')}${registered.cells.budget?.text && html`, budget ${cellOf(view, registered, 'budget')}`}`],
    ['Features', features.length === 0 ? undefined : html`${features.map(({ row }, i) => html`${i > 0 && ', '}${cellOf(view, row, 'feature')} ${cellOf(view, row, 'title')}`)}`],
    ['When it is down', down?.cells.seen && html`${cellOf(view, down, 'seen')} <a href="${hash('on-call')}">What to do</a>`],
    ['Decisions', decisions.length === 0 ? undefined : html`${decisions.map(({ row }, i) => html`${i > 0 && ', '}${cellOf(view, row, 'id')}`)}`],
  ];
  return html`<dl class="facts glance">${facts.map(([name, value]) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

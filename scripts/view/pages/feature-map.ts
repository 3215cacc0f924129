import { rowsOf } from '../../rules/shared/tables.ts';
import { html } from '../html.ts';
import { cell, rowOf, tableOf } from '../table.ts';
import { cellOf, linkTo, listedIn, short, type Gathered, type View } from './common.ts';

/** Features in rows, services in columns. */
export function featureMap(view: View): Gathered | null {
  const { section } = view.source;
  const { services } = section;
  const features = rowsOf(section, 'coverage').map(({ row }) => ({ row, used: listedIn(view, row.cells.services) }));
  if (features.length === 0) return null;
  const rows = features.map(({ row, used }) => {
    const none = used.length === 0 && html`<em>${cellOf(view, row, 'services')}.</em> `;
    return rowOf(
      [
        ...services.map((service) => {
          const name = short(service);
          const dot = html`<span aria-hidden="true">●</span><span class="hidden">${name}</span>`;
          return cell(name, used.includes(service) && dot, 'dot');
        }),
        cell('Why', [none, cellOf(view, row, 'why')], 'why'),
      ],
      { head: html`<span class="no">${cellOf(view, row, 'feature')}</span> ${cellOf(view, row, 'title')}` },
    );
  });
  const headers = ['Feature', ...services.map((service) => linkTo(service, short(service))), 'Why'];
  const title = 'Which feature needs which service';
  const body = html`<section class="chunk"><h2 id="map">${title}</h2>
<div class="scroll">${tableOf(headers, rows, 'map')}</div></section>`;
  return { id: 'map', title, body };
}

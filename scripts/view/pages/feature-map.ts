import { rowsOf } from '../../rules/shared/tables.ts';
import { html } from '../html.ts';
import { cellOf, linkTo, listedIn, short, type Gathered, type View } from './common.ts';

/** Features in rows, services in columns. */
export function featureMap(view: View): Gathered | null {
  const { section } = view.source;
  const rows = rowsOf(section, 'coverage').map(({ row }) => ({ row, used: listedIn(view, row.cells.services) }));
  if (rows.length === 0) return null;
  const { services } = section;
  const title = 'Which feature needs which service';
  const body = html`<section class="chunk"><h2 id="map">${title}</h2>
<div class="scroll"><table role="table" class="map stacks"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Feature</th>
${services.map((service) => html`<th role="columnheader" scope="col">${linkTo(service, short(service))}</th>`)}<th role="columnheader" scope="col">Why</th></tr></thead>
<tbody role="rowgroup">${rows.map(({ row, used }) => html`<tr role="row"><th role="rowheader" scope="row"><span class="no">${cellOf(view, row, 'feature')}</span> ${cellOf(view, row, 'title')}</th>
${services.map((service) => html`<td role="cell" class="dot" data-label="${short(service)}"><div>${used.includes(service) && html`<span aria-hidden="true">●</span><span class="hidden">${short(service)}</span>`}</div></td>`)}
<td role="cell" class="why" data-label="Why"><div>${used.length === 0 && html`<em>${cellOf(view, row, 'services')}.</em> `}${cellOf(view, row, 'why')}</div></td></tr>`)}
</tbody></table></div></section>`;
  return { id: 'map', title, body };
}

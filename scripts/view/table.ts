import { html, type Html, type Value } from './html.ts';

const classOf = (name: string) => name !== '' && html` class="${name}"`;

/** Roles are said again, because a narrow screen shows rows as blocks, and a block is no row to a screen reader. */
export function tableOf(headers: readonly Value[], rows: readonly Html[], kind = ''): Html {
  return html`<table role="table" class="${`${kind} stacks`.trim()}"><thead role="rowgroup"><tr role="row">
${headers.map((header) => html`<th role="columnheader" scope="col">${header}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows}</tbody></table>`;
}

export const rowOf = (
  cells: readonly Html[],
  { head, kind = '' }: { readonly head?: Html; readonly kind?: string } = {},
): Html =>
  html`<tr role="row"${classOf(kind)}>${head && html`<th role="rowheader" scope="row">${head}</th>`}${cells}</tr>`;

/** On a narrow screen the name of its column stands beside what a cell holds. */
export const cell = (column: string, content: Value, kind = ''): Html =>
  html`<td role="cell"${classOf(kind)} data-label="${column}"><div>${content}</div></td>`;

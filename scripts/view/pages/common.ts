import type { CheckResult } from '../../report/diagnostic.ts';
import { servicesIn } from '../../rules/shared/services.ts';
import { rowsOf } from '../../rules/shared/tables.ts';
import type { ColumnKey, TableKind } from '../../spec/format.ts';
import type { KnownTable, Row, Service } from '../../spec/model.ts';
import { findingsOf } from '../findings.ts';
import { hash, html, type Html } from '../html.ts';
import { inline, render } from '../markdown.ts';
import type { Chunk, Source } from '../source.ts';

export interface View {
  readonly source: Source;
  readonly result: CheckResult;
}

/** A heading with what stands below it, where it has its home. */
export function chunkOf({ source }: View, { number, title, tokens, findings }: Chunk): Html {
  source.context.section = number;
  const found = findingsOf(findings);
  // Only holds others: its number is a place, and no more.
  if (tokens.length === 0) return html`<span id="${number}"></span>${found}`;
  return html`<section class="chunk" aria-labelledby="${number}">
<h3 id="${number}"><span class="no">${number}</span> ${title}</h3>${found}${render(tokens, source.context)}</section>`;
}

export const cellOf = <K extends TableKind>({ source }: View, { cells }: Row<K>, key: ColumnKey<K>): Html =>
  inline(cells[key]?.piece.text ?? '', source.context);

export const named = (view: View, service: Service) => (cell: { readonly text: string } | undefined) =>
  cell !== undefined && servicesIn(view.source.section, cell.text).includes(service);

/** The first part of a name: "Stripe" for "Stripe Payments (Connect)". */
export const short = ({ name }: Service) => name.replace(/\s*[(:,–—].*$/u, '').trim() || name;

export const linkTo = ({ number }: Service, text: Html | string) => html`<a href="${hash(number)}">${text}</a>`;

export function tableOf(headers: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return html`<div class="scroll"><table role="table" class="stacks"><thead role="rowgroup"><tr role="row">
${headers.map((header) => html`<th role="columnheader" scope="col">${header}</th>`)}</tr></thead><tbody role="rowgroup">
${rows.map((cells) => html`<tr role="row">${cells.map((cell, i) => html`<td role="cell" data-label="${headers[i]}">${cell}</td>`)}</tr>`)}
</tbody></table></div>`;
}

/** Rows of the services' own tables, brought together from their pages. */
export function gathered<K extends TableKind>(
  view: View, kind: K, title: string, columns: Partial<Record<ColumnKey<K>, string>>,
): Html | null {
  const { section } = view.source;
  const keys = Object.keys(columns) as ColumnKey<K>[];
  const rows = rowsOf(section, kind).filter(({ table }) => table.service !== null);
  if (rows.length === 0) return null;
  const nameOf = (table: KnownTable<K>) => {
    const service = section.services.find(({ number }) => number === table.service);
    const part = `${table.service}.${table.part}`;
    const place = view.source.context.anchors.has(part) ? part : table.section;
    return html`<a href="${hash(place)}">${service ? short(service) : place}</a>`;
  };
  return html`<section class="chunk"><h3>${title}</h3>
${tableOf(['Service', ...keys.map((key) => columns[key]!)], rows.map(({ table, row }) => [nameOf(table), ...keys.map((key) => cellOf(view, row, key))]))}
</section>`;
}

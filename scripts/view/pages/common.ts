import { shortName } from '../../words.ts';
import type { CheckResult } from '../../report/diagnostic.ts';
import { servicesIn, servicesMeant } from '../../rules/shared/services.ts';
import { rowsOf } from '../../rules/shared/tables.ts';
import type { ServiceCatalog } from '../../services/catalog.ts';
import type { ColumnKey, TableKind } from '../../spec/format.ts';
import type { KnownTable, Row, Service } from '../../spec/model.ts';
import { findingsOf } from '../findings.ts';
import { hash, html, type Html } from '../html.ts';
import { inline, render } from '../markdown.ts';
import type { Chunk, Source } from '../source.ts';
import { cell, rowOf, tableOf } from '../table.ts';

export interface View {
  readonly source: Source;
  readonly catalog: ServiceCatalog;
  readonly result: CheckResult;
}

/** A heading with what stands below it, where it has its home. */
export function chunkOf({ source }: View, chunk: Chunk): Html {
  const { number, title, tokens, findings } = chunk;
  source.context.section = number;
  const found = findingsOf(findings);
  if (tokens.length === 0) return html`<span id="${number}"></span>${found}`;
  return html`${aboveOf(chunk)}<section class="chunk" aria-labelledby="${number}">
<h2 id="${number}"><a class="no" href="${hash(number)}">${number}</a> ${title}</h2>${found}
${render(tokens, source.context)}</section>`;
}

/** Of a heading that only holds others its number is a place, and no more. */
export const aboveOf = ({ above = [] }: Chunk): Html[] =>
  above.map(({ number, findings }) => html`<span id="${number}"></span>${findingsOf(findings)}`);

/** What a page holds, the first chunk, what was gathered from the services, and the others. */
export function chunksWith(
  view: View,
  [first, ...others]: readonly Chunk[],
  gathered: Gathered | null,
  more: readonly Entry[] = [],
): Html {
  const filled = [first, ...others].filter((chunk) => chunk !== undefined).filter(({ tokens }) => tokens.length > 0);
  const [top, ...rest] = filled.map(({ number, title }) => ({ id: number, title }));
  return html`${contentsOf([top, gathered, ...rest, ...more].filter((entry) => !!entry))}
${first && chunkOf(view, first)}${gathered?.body}${others.map((chunk) => chunkOf(view, chunk))}`;
}

export interface Entry {
  readonly id: string;
  readonly title: string;
}

/** What is on a page, where it is more than one thing. */
export function contentsOf(entries: readonly Entry[]): Html | null {
  if (entries.length < 2) return null;
  const links = entries.map(({ id, title }) => html`<li><a href="${hash(id)}">${title}</a></li>`);
  return html`<ul class="contents">${links}</ul>`;
}

export interface Gathered extends Entry {
  readonly body: Html;
}

export const cellOf = <K extends TableKind>({ source }: View, { cells }: Row<K>, key: ColumnKey<K>): Html =>
  inline(cells[key]?.piece.text ?? '', source.context);

/**
 * The services that a cell lists. "Google" is Google Sign-In where nothing else is from Google; what may be several
 * is none.
 */
export function listedIn(
  { source: { section }, catalog }: View,
  cell: { readonly text: string } | undefined,
): Service[] {
  return (cell?.text ?? '').split(/[,;+·]|\s(?:and|und)\s/).flatMap((name) => {
    const strict = servicesIn(section, name);
    const meant = strict.length > 0 ? strict : [...servicesMeant(section, name, catalog)];
    return strict.length > 0 || meant.length === 1 ? meant : [];
  });
}

/** The first part of a name: "Stripe" for "Stripe Payments (Connect)". */
export const short = ({ name }: Service) => shortName(name) || name;

export const linkTo = ({ number }: Service, text: Html | string) => html`<a href="${hash(number)}">${text}</a>`;

/** Rows of the services' own tables, brought together from their pages. */
export function gathered<K extends TableKind>(
  view: View,
  kind: K,
  title: string,
  columns: Partial<Record<ColumnKey<K>, string>>,
): Gathered | null {
  const { section } = view.source;
  const keys = Object.keys(columns) as ColumnKey<K>[];
  const rows = rowsOf(section, kind).filter(({ table }) => table.service !== null);
  if (rows.length === 0) return null;
  const byNumber = new Map(section.services.map((service) => [service.number, service]));
  const nameOf = (table: KnownTable<K>) => {
    const service = byNumber.get(table.service!);
    const part = `${table.service}.${table.part}`;
    const place = view.source.context.anchors.has(part) ? part : table.section;
    return html`<a href="${hash(place)}">${service ? short(service) : place}</a>`;
  };
  const lines = rows.map(({ table, row }) =>
    rowOf([cell('Service', nameOf(table)), ...keys.map((key) => cell(columns[key]!, cellOf(view, row, key)))]),
  );
  const headers = ['Service', ...keys.map((key) => columns[key]!)];
  const body = html`<section class="chunk"><h2 id="${kind}">${title}</h2>
<div class="scroll">${tableOf(headers, lines)}</div></section>`;
  return { id: kind, title, body };
}

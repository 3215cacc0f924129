import { append } from '../append.ts';
import { render, inline } from './markdown.ts';
import type { KnownTable, Row } from '../spec/model.ts';
import { cellsOf } from '../rules/shared/tables.ts';
import { findingsOf } from './findings.ts';
import { html, type Html } from './html.ts';
import type { Source } from './source.ts';

type Decision = Row<'decisions'>;

/** Decisions by day, with what is built until then; a function, because it is rendered when all anchors are known. */
export function decisionList(source: Source, table: KnownTable<'decisions'>): () => Html {
  const prepared = table.rows.map((row) => {
    const line = source.lineOf(row.at);
    const text = cellsOf(row.cells)
      .map((cell) => cell.text)
      .join(' | ');
    const id = row.cells.id?.text;
    if (id !== undefined && source.context.anchors.has(id)) source.explained.set(id, []);
    return {
      row,
      found: source.take(line, line + 1),
      attributes: source.attributesOf(line, text, row.cells.owner?.text),
    };
  });
  return () =>
    html`${byDay(prepared).map(
      ([
        day,
        decisions,
      ]) => html`<section class="day"><h3>${day ? cellOf(source, decisions[0]!.row, 'by') : 'No day named'}</h3>
${decisions.map((decision) => decisionOf(source, decision))}</section>`,
    )}`;
}

type Prepared = {
  readonly row: Decision;
  readonly found: Parameters<typeof findingsOf>[0];
  readonly attributes: ReturnType<Source['attributesOf']>;
};

function decisionOf(source: Source, { row, found, attributes }: Prepared): Html {
  const id = row.cells.id?.text ?? '';
  const more = Object.entries(row.further);
  const fact = (name: string, value: Html | null) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
  const cell = (key: keyof Decision['cells']) => (row.cells[key]?.text ? cellOf(source, row, key) : null);
  return html`<article${attributes.map(([name, value]) => html` ${name}="${value}"`)}>
<p class="question"><a class="no" href="#${id}">${id}</a> ${cellOf(source, row, 'decision')}</p>
<dl class="facts">${fact('Until then', cell('default'))}${fact('Why now', cell('why'))}
${fact('Blocks', cell('blocks'))}${fact('Owner', cell('owner'))}${fact('By', cell('by'))}
${more.map(([name, { piece, text }]) => text && fact(name, inline(piece.text, source.context)))}</dl>
${render(source.explained.get(id) ?? [], source.context)}${findingsOf(found)}</article>`;
}

const cellOf = ({ context }: Source, { cells }: Decision, key: keyof Decision['cells']) =>
  inline(cells[key]?.piece.text ?? '', context);

/** In the order of the table, those with a date in the order of their dates. */
function byDay(decisions: readonly Prepared[]): [string, Prepared[]][] {
  const days = new Map<string, Prepared[]>();
  for (const decision of decisions) {
    const day = decision.row.cells.by?.text ?? '';
    append(days, day, decision);
  }
  const dateOf = (day: string) => /\b\d{4}-\d{2}-\d{2}\b/.exec(day)?.[0];
  const dated = [...days.keys()].filter(dateOf).sort((a, b) => (dateOf(a)! < dateOf(b)! ? -1 : 1));
  return [...days.keys()].map((day) => (dateOf(day) ? dated.shift()! : day)).map((day) => [day, days.get(day)!]);
}

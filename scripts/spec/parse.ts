import { parseMarkdown } from '../markdown/blocks.ts';
import { Piece } from '../markdown/piece.ts';
import { splitCells } from '../markdown/tables.ts';
import type { Block, MarkdownDocument, Span, Table } from '../markdown/types.ts';
import { findSection7, numberedHeadings, positionOf, servicesOf, type Bounds } from './headings.ts';
import { idsOf } from './ids.ts';
import { labelsOf } from './labels.ts';
import { footnotes, formatComment } from './marks.ts';
import type { CodeBlock, KnownTable, Label, ParsedDocument, Position, Problem, Run, Section7 } from './model.ts';
import { readTable } from './tables.ts';

/** Reads Section 7 out of a markdown document. Never throws, whatever the text. */
export function parseSection7(text: string, file: string): ParsedDocument {
  const doc = parseMarkdown(text);
  return { doc, section: readSection7(doc, file) };
}

export function readSection7(doc: MarkdownDocument, file: string): Section7 | null {
  const bounds = findSection7(doc);
  if (!bounds) return null;
  const problems: Problem[] = repeated(bounds);
  const headings = numberedHeadings(doc, bounds, problems);
  const services = servicesOf(headings);
  const tables: KnownTable[] = [];
  const labels: Label[] = [];
  const runs: Run[] = [];
  const code: CodeBlock[] = [];
  let next = 0;
  let position: Position = { section: '7', service: null, part: null };
  for (let i = bounds.from; i < bounds.to; i++) {
    const block = doc.blocks[i]!;
    if (headings[next]?.at === block.at) position = positionOf(headings[next++]!.number, services);
    // Lines of an older section, kept verbatim: nobody's statement, and no rule reads them.
    if (position.section === '7.H' && block.kind !== 'heading') continue;
    // One by one: a hostile table has more cells than a call has arguments.
    for (const run of runsOf(block, position, tables, problems)) runs.push(run);
    if (block.kind === 'paragraph') labels.push(...labelsOf(block, position));
    else if (block.kind === 'code') code.push({ ...position, block });
    reportBroken(doc, block, problems);
  }
  for (const { at, reason } of doc.cuts) {
    if (at.start >= bounds.first.heading.at.start && at.start < bounds.end)
      problems.push({ kind: 'not-interpreted', at, message: `Unexpected nesting: ${reason}` });
  }
  const own = doc.blocks.slice(bounds.from, bounds.to);
  return {
    file,
    text: doc.text,
    at: { start: bounds.first.heading.at.start, end: bounds.end },
    headingAt: bounds.first.heading.at,
    format: formatComment(own),
    headings,
    services,
    tables,
    labels,
    runs,
    code,
    ids: idsOf(tables, runs),
    footnotes: footnotes(own),
    problems,
  };
}

function repeated({ first, all }: Bounds): Problem[] {
  return all
    .filter((other) => other !== first)
    .map((other) => ({
      kind: 'duplicate-section',
      at: other.heading.at,
      message: 'Unexpected second "## 7" heading, expected one Section 7',
      related: { message: 'the one that is read', at: first.heading.at },
    }));
}

/** What people read of a block; a table of the form is read on the way. */
function runsOf(block: Block, position: Position, tables: KnownTable[], problems: Problem[]): Run[] {
  if (block.kind === 'heading')
    return [
      {
        ...position,
        kind: 'heading',
        piece: new Piece(block.text, block.textAt.start, block.textAt.end),
        table: undefined,
        column: null,
      },
    ];
  if (block.kind === 'paragraph')
    return block.lines.map((piece) => ({ ...position, kind: 'line', piece, table: undefined, column: null }));
  if (block.kind !== 'table') return [];
  const known = readTable(block, position, problems);
  if (known) tables.push(known);
  const headers = block.header.cells.map((cell) => cell.plain.trim());
  const place = { ...position, part: known?.part ?? position.part, table: known?.kind ?? null, kind: 'cell' as const };
  return [block.header, ...block.rows].flatMap(({ cells }) =>
    cells.map((piece, i) => ({ ...place, piece, column: headers[i]! })),
  );
}

/** What markdown itself left open or dropped. */
function reportBroken(doc: MarkdownDocument, block: Block, problems: Problem[]): void {
  if (block.kind === 'code' && !block.closed) {
    problems.push({
      kind: 'unclosed',
      at: firstLine(doc.text, block.at),
      message: 'Unexpected end of the section inside a code fence, expected a closing fence',
    });
  } else if (block.kind === 'html' && block.comment && !block.closed) {
    problems.push({
      kind: 'unclosed',
      at: firstLine(doc.text, block.at),
      message: 'Unexpected end of the section inside a comment, expected "-->"',
    });
  } else if (block.kind === 'table') reportLost(doc, block, problems);
}

/** GitHub drops what stands behind the last column; a pipe in a code span ends its cell too. */
function reportLost(doc: MarkdownDocument, { header, rows }: Table, problems: Problem[]): void {
  const columns = header.cells.length;
  for (const { written, at } of rows) {
    if (written <= columns) continue;
    const lost = splitCells(doc.text.slice(at.start, at.end), 0, written)
      .slice(columns)
      .some((cell) => cell.text !== '');
    if (lost)
      problems.push({
        kind: 'lost-cells',
        at,
        message: `Unexpected ${written} cells in a row of a table with ${columns} columns, expected \`\\|\` for a pipe inside of a cell`,
      });
  }
}

function firstLine(text: string, { start, end }: Span): Span {
  const stop = text.indexOf('\n', start);
  return { start, end: stop < 0 ? end : Math.min(stop, end) };
}

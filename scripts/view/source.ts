import { listOf } from '../words.ts';
import { append } from '../append.ts';
import type { Token } from 'markdown-it';
import { lineStarts, position } from '../markdown/lines.ts';
import type { Span } from '../markdown/types.ts';
import type { Diagnostic } from '../report/diagnostic.ts';
import { featuresIn } from '../rules/shared/features.ts';
import { servicesIn } from '../rules/shared/services.ts';
import { rowsOf } from '../rules/shared/tables.ts';
import { TABLES } from '../spec/format.ts';
import type { KnownTable, Section7 } from '../spec/model.ts';
import { chunksOf } from './chunks.ts';
import type { Drawings } from './diagrams/drawings.ts';
import { parse, type Context } from './markdown.ts';

/** A numbered heading and what stands below it, up to the next one. */
export interface Chunk {
  readonly number: string;
  readonly title: string;
  readonly line: number;
  /** Without the heading; decisions and what explains them are taken out. */
  readonly tokens: Token[];
  /** What `check` found in the heading itself. */
  readonly findings: readonly Diagnostic[];
  /** Headings that hold nothing but others, of which this is the first: 7.0 above 7.0.1. */
  readonly above?: readonly Chunk[];
}

/** The section as chunks, with an anchor, a place for findings and words for filters at each of its blocks. */
export interface Source {
  readonly section: Section7;
  readonly context: Context;
  readonly chunks: readonly Chunk[];
  readonly lineOf: (at: Span) => number;
  /** Tables of the form, by the line of their header. */
  readonly tables: ReadonlyMap<number, KnownTable>;
  /** Paragraphs that explain a decision, by its id. */
  readonly explained: Map<string, Token[]>;
  /** Headers of columns that name people. */
  readonly people: ReadonlySet<string>;
  /** Parts of a service without headings that begin in these lines. */
  readonly partsAt: (from: number, to: number) => readonly string[];
  readonly attributesOf: (line: number, text: string, owner?: string) => Attributes;
  /** Takes the findings of these lines, so that each is shown once. */
  readonly take: (from: number, to: number) => readonly Diagnostic[];
  /** Where a line of the document is shown: the anchor of its block. */
  readonly anchorOf: (line: number) => string | null;
}

type Attributes = readonly (readonly [name: string, value: string])[];

/** Columns that name people. */
const PEOPLE = new Set<string>(
  Object.values(TABLES).flatMap(({ columns }) =>
    Object.entries(columns).flatMap(([key, header]) => (key === 'owner' || key === 'who' ? [header] : [])),
  ),
);

export function sourceOf(section: Section7, diagnostics: readonly Diagnostic[], drawings: Drawings): Source {
  const starts = lineStarts(section.text);
  const lineOf = ({ start }: Span) => position(starts, start).line;
  const anchors = anchorsByLine(section, lineOf);
  const known = new Set([...anchors.values()].flat());
  const notes = new Map<string, number>();
  for (const { id } of section.footnotes) if (!notes.has(id)) notes.set(id, notes.size + 1);
  const context: Context = {
    anchors: known,
    named: rowsNamed(section, lineOf, anchors),
    notes,
    cited: new Map(),
    drawings,
    section: '7',
  };
  const pending = byLine(diagnostics);
  const shown = new Map<number, string>();
  for (const { number, at } of section.headings) shown.set(lineOf(at), number);
  for (const { id, at } of section.footnotes) shown.set(lineOf(at), `fn-${id}`);
  const source = {
    section,
    context,
    lineOf,
    people: PEOPLE,
    explained: new Map<string, Token[]>(),
    chunks: [] as Chunk[],
    tables: new Map(section.tables.map((table) => [lineOf(table.headerAt), table])),
    partsAt: partsIn(anchors, new Set(section.headings.map(({ number }) => number))),
    attributesOf: attributesFor(section, lineOf, anchors, shown),
    take: (from: number, to: number) => taken(pending, from, to),
    anchorOf: nearestIn(shown),
  };
  const first = lineOf(section.at);
  const tokens = parse(withoutFootnotes(section), context);
  for (const token of tokens) if (token.map) token.map = [token.map[0] + first, token.map[1] + first];
  source.chunks.push(...chunksOf(source, tokens));
  return source;
}

const anchorOfRow = (anchors: ReadonlyMap<number, string[]>, line: number) =>
  // A part's anchor is a place of its own in front of the block.
  anchors.get(line)?.find((name) => !name.startsWith('7')) ?? `L${line}`;

/** Jobs and switches by their name in code: whoever is told to run or to throw one wants to see what it does. */
function rowsNamed(section: Section7, lineOf: (at: Span) => number, anchors: ReadonlyMap<number, string[]>) {
  const rows = [
    ...rowsOf(section, 'jobs').map(({ row }) => ({ row, name: row.cells.job })),
    ...rowsOf(section, 'switches').map(({ row }) => ({ row, name: row.cells.switch })),
  ];
  return new Map(
    rows.flatMap(({ row, name }) => {
      const code = /^`([^`]+)`$/.exec(name?.piece.text.trim() ?? '')?.[1];
      return code === undefined ? [] : [[code, anchorOfRow(anchors, lineOf(row.at))] as const];
    }),
  );
}

/** Definitions are shown on a page of their own; lines stay where they are. */
function withoutFootnotes({ text, at, footnotes }: Section7): string {
  const parts: string[] = [];
  let from = at.start;
  for (const note of footnotes) {
    parts.push(text.slice(from, note.at.start), text.slice(note.at.start, note.at.end).replace(/[^\r\n]+/g, ''));
    from = note.at.end;
  }
  return [...parts, text.slice(from, at.end)].join('');
}

/** Anchors of the form, by line: headings, ids, and parts of a service that has no headings for them. */
function anchorsByLine(section: Section7, lineOf: (at: Span) => number): Map<number, string[]> {
  const anchors = new Map<number, string[]>();
  const taken = new Set<string>();
  const add = (at: Span, id: string) => {
    if (taken.has(id)) return;
    taken.add(id);
    append(anchors, lineOf(at), id);
  };
  for (const { number, at } of section.headings) add(at, number);
  for (const { id, at } of section.ids.defined) add(at, id);
  for (const { number, parts } of section.services) {
    if (parts.length > 0) continue;
    const own = [...section.labels, ...section.tables].filter(({ service, part }) => service === number && part);
    for (const { part, at } of own.sort((a, b) => a.at.start - b.at.start)) add(at, `${number}.${part}`);
  }
  return anchors;
}

function partsIn(anchors: ReadonlyMap<number, string[]>, headings: ReadonlySet<string>): Source['partsAt'] {
  const lines = new Map(
    [...anchors].map(([line, ids]) => [line, ids.filter((id) => id.startsWith('7') && !headings.has(id))]),
  );
  return (from, to) => Array.from({ length: to - from }, (_, i) => lines.get(from + i) ?? []).flat();
}

function byLine(diagnostics: readonly Diagnostic[]): Map<number, Diagnostic[]> {
  const lines = new Map<number, Diagnostic[]>();
  for (const found of diagnostics) append(lines, found.line, found);
  return lines;
}

function taken(pending: Map<number, Diagnostic[]>, from: number, to: number): readonly Diagnostic[] {
  if (pending.size === 0) return [];
  const lines =
    to - from > pending.size
      ? [...pending.keys()].filter((line) => line >= from && line < to)
      : Array.from({ length: to - from }, (_, i) => from + i);
  return lines
    .sort((a, b) => a - b)
    .flatMap((line) => {
      const found = pending.get(line) ?? [];
      pending.delete(line);
      return found;
    });
}

/** More than anybody picks from a list; each is looked for in each block. */
const MOST_FEATURES = 300;

/** What one can filter by. */
export function featuresOf(section: Section7): { readonly id: string; readonly title: string }[] {
  const rows = rowsOf(section, 'coverage').map(
    ({ row: { cells } }) => [cells.feature?.text ?? '', cells.title?.text ?? ''] as const,
  );
  return [...new Map(rows.filter(([id]) => id !== ''))].map(([id, title]) => ({ id, title })).slice(0, MOST_FEATURES);
}

/** Id, and what filters ask for: services, features and people that a block names. */
function attributesFor(
  section: Section7,
  lineOf: (at: Span) => number,
  anchors: Map<number, string[]>,
  shown: Map<number, string>,
): Source['attributesOf'] {
  const features = featuresOf(section);
  const services = section.services.map(({ number, at }) => ({
    number,
    from: lineOf(at),
    to: lineOf({ start: at.end, end: at.end }),
  }));
  return (line, text, owner) => {
    if (shown.has(line)) return [];
    const id = anchorOfRow(anchors, line);
    shown.set(line, id);
    const own = services.find(({ from, to }) => line >= from && line < to)?.number;
    const named = new Set([...(own ? [own] : []), ...servicesIn(section, text).map(({ number }) => number)]);
    return [
      ['id', id],
      ['class', 'block'],
      ['data-services', [...named].join('\n')],
      ['data-features', [...featuresIn(text, features)].join('\n')],
      ['data-people', listOf(owner ?? '').join('\n')],
    ].filter(([, value]) => value !== '') as unknown as Attributes;
  };
}

function nearestIn(shown: Map<number, string>): Source['anchorOf'] {
  let lines: number[] | undefined;
  return (line) => {
    lines ??= [...shown.keys()].sort((a, b) => a - b);
    const before = lines.findLast((l) => l <= line);
    return before === undefined ? null : shown.get(before)!;
  };
}

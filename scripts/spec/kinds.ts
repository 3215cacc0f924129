import type { Piece } from '../markdown/piece.ts';
import type { Block, Span, Table } from '../markdown/types.ts';

/**
 * A kind is one way to write a value: how it is read from markdown, what shape it has afterwards, and an example that can be read.
 * Fields (format.ts) are made of kinds; the parser, the zod schema (schema.ts, kind-schemas.ts), the JSON Schema and the tests all derive from them.
 */
export interface Kind<T> {
  /** Names its schema in kind-schemas.ts. */
  readonly name: string;
  /** Shown when a value cannot be read. Always readable itself (tested). */
  readonly example: string;
  /** `null` when the content cannot be read as this kind. */
  readonly read: (content: Content, scope: ReadScope) => T | null;
  /** Why the content could not be read, where more can be said than that. */
  readonly explain?: (content: Content) => string | null;
}

/** What stands between a label and the next one. */
export interface Content {
  /** Plain text of the label's own paragraph after the label: markup and footnote references removed. */
  readonly inline: string;
  /** Range of the label's own paragraph after the label. */
  readonly at: Span;
  /** Blocks after that paragraph: lists, tables, code, further paragraphs. */
  readonly blocks: readonly Block[];
  /** Plain text of everything, blocks included, lines joined by '\n'. */
  readonly text: string;
  /** `text` in pieces that a reader would count as one value each: list items where there is a list, otherwise parts between semicolons. */
  readonly items: readonly string[];
  /** Link targets and bare URLs, in order. */
  readonly urls: readonly string[];
}

/** Services that a kind may need while it reads. Implemented by the parser. */
export interface ReadScope {
  /** Reads a cell with one kind. */
  readonly leaf: <T>(kind: Kind<T>, cell: Piece) => Leaf<T>;
}

/** A value that the section states. */
export interface Stated<T> {
  readonly state: 'stated';
  readonly value: T;
  /** Plain text as written. */
  readonly text: string;
  readonly at: Span;
  /** Footnote ids that the value carries. */
  readonly sources: readonly string[];
  /** The value is marked with the word `unverified`. */
  readonly unverified: boolean;
}

/** The section says that the field or part does not apply, and why; or that a decision of 7.0 has to come first: `open (D-3)`. */
export interface NotApplicable {
  readonly state: 'not-applicable';
  readonly reason: string;
  /** The row of 7.0 that the value waits for. */
  readonly decision?: string;
  /** What else the row says leaves nothing to say here: the idempotency of a GET. */
  readonly settled?: true;
  readonly at: Span;
}

/** Written, but not as its kind wants it. Never passes the schema; rules see it as absent. */
export interface Unreadable {
  readonly state: 'unreadable';
  readonly text: string;
  readonly at: Span;
  readonly example: string;
  /** What is wrong, when more is known than "cannot be read", e.g. the missing columns of a table. */
  readonly problem?: string;
}

export type Leaf<T> = Stated<T> | NotApplicable | Unreadable;

/** The value of a leaf, or undefined when it is absent, unreadable or not applicable. */
export function valueOf<T>(leaf: Leaf<T> | undefined): T | undefined {
  return leaf?.state === 'stated' ? leaf.value : undefined;
}

export interface Column<T> {
  readonly header: string;
  readonly kind: Kind<T>;
  /** The cell may be `–` or start with `Not applicable`. */
  readonly optional: boolean;
  /** The column states facts about the provider: each row needs a footnote or the word `unverified`. */
  readonly fact: boolean;
  /** Whether `–` or `Not applicable: reason` is an answer in a row, by its other cells as written. */
  readonly dash?: (row: Readonly<Record<string, string>>, cell: string) => boolean;
}

type Columns = Readonly<Record<string, Column<any>>>;
export type Row<C extends Columns> = { readonly at: Span } & { readonly [K in keyof C]: C[K] extends Column<infer T> ? Leaf<T> : never };

export function column<T>(header: string, kind: Kind<T>, { optional = false, fact = false, dash }: { optional?: boolean; fact?: boolean; dash?: Column<T>['dash'] } = {}): Column<T> {
  return { header, kind, optional, fact, ...(dash ? { dash } : {}) };
}

/** A kind over a GFM table. Columns are found by header text, in any order; further columns are the author's own. */
export function tableOf<C extends Columns>(columns: C): Kind<readonly Row<C>[]> & { readonly columns: C } {
  const headers = Object.values(columns).map((c) => c.header);
  let wanted: readonly Wanted[] | undefined;
  /** Rows of one table have one shape: V8 gives them room for its columns as soon as it has seen a few made by one class. */
  class TableRow {
    readonly at: Span;

    constructor(at: Span) {
      this.at = at;
    }
  }
  return {
    name: 'table',
    columns,
    example: `a table with the columns ${headers.join(' | ')}`,
    read: ({ blocks }, scope) => {
      const table = tableIn(blocks);
      if (!table) return null;
      wanted ??= Object.entries(columns).map(([key, column]) => ({ key, header: fold(column.header), column }));
      return readRows<C>(table, wanted, scope, TableRow);
    },
    explain: ({ blocks }) => {
      const table = tableIn(blocks);
      if (!table) return null;
      const present = table.header.cells.map((cell) => fold(cell.text));
      const absent = headers.filter((header) => !present.includes(fold(header)));
      return absent.length > 0 ? `missing column ${absent.join(', ')}; expected the columns ${headers.join(' | ')}` : null;
    },
  };
}

function tableIn(blocks: readonly Block[]): Table | undefined {
  return blocks.find((b): b is Table => b.kind === 'table' && b.quoteDepth === 0);
}

/** A column with its header as it is compared. */
interface Wanted {
  readonly key: string;
  readonly header: string;
  readonly column: Column<any>;
}

function readRows<C extends Columns>(table: Table, wanted: readonly Wanted[], scope: ReadScope, TableRow: new (at: Span) => { at: Span }): Row<C>[] | null {
  const places = isAsWanted(table.header, wanted) ? null : placesOf(table.header, wanted);
  if (places?.includes(-1)) return null;
  let above: Record<string, unknown> = {};
  const read: Row<C>[] = [];
  for (let r = 0; r < table.rows.length; r++) {
    const { at, cells } = table.rows[r]!;
    const out = new TableRow(at) as Record<string, unknown>;
    let dashes = false;
    for (let i = 0; i < wanted.length; i++) {
      const { key, column } = wanted[i]!;
      const leaf = scope.leaf(column.kind, cells[places ? places[i]! : i]!);
      out[key] = leaf.state === 'unreadable' ? repeated(leaf, above[key] as Leaf<unknown> | undefined) : leaf;
      dashes ||= leaf.state === 'not-applicable' && column.dash !== undefined;
    }
    if (dashes) settle(out, wanted);
    above = out;
    read.push(out as Row<C>);
  }
  return read;
}

/** The columns of the format in its order and words, as the skeleton has them. */
function isAsWanted({ cells }: Table['header'], wanted: readonly Wanted[]): boolean {
  for (let i = 0; i < wanted.length; i++) if (cells[i]?.text !== wanted[i]!.column.header) return false;
  return cells.length === wanted.length;
}

function placesOf({ cells }: Table['header'], wanted: readonly Wanted[]): readonly number[] {
  const present = cells.map((cell) => fold(cell.text));
  return wanted.map(({ header }) => present.lastIndexOf(header));
}

/** Marks the dashes that the rest of the row explains. */
function settle(row: Record<string, unknown>, wanted: readonly Wanted[]): void {
  for (const { key, column } of wanted) {
    const leaf = row[key] as Leaf<unknown>;
    if (leaf.state === 'not-applicable' && leaf.decision === undefined && column.dash?.(written(row), leaf.reason)) row[key] = { ...leaf, settled: true };
  }
}

/** The cell repeats the one above. */
const AS_ABOVE = /^(?:as above|same(?: as above)?|ditto|wie oben|dito|["″])\.?$/i;

function repeated(leaf: Unreadable, above: Leaf<unknown> | undefined): Leaf<unknown> {
  if (!above || above.state === 'unreadable' || !AS_ABOVE.test(leaf.text)) return leaf;
  if (above.state === 'not-applicable') return { ...above, at: leaf.at };
  const { state, value, text, sources, unverified } = above;
  return { state, value, text, at: leaf.at, sources, unverified };
}

/** No value, and no reason: whether that is an answer, the rest of the row says. */
export const isDash = (text: string): boolean => /^(?:[–—-]|n\/a)$/i.test(text);

function written(row: Readonly<Record<string, unknown>>): Record<string, string> {
  const { at: _, ...cells } = row as Record<string, Leaf<unknown>>;
  return Object.fromEntries(Object.entries(cells).map(([key, leaf]) => [key, leaf.state === 'not-applicable' ? leaf.reason : leaf.text]));
}

/** Headers are compared without case, markup and doubled space. Most have neither markup nor doubled space. */
export function fold(header: string): string {
  const plain = MARKS.test(header) ? header.replace(/[*_`]/g, '') : header;
  return (SPACES.test(plain) ? plain.replace(/\s+/g, ' ') : plain).trim().toLowerCase();
}

const MARKS = /[*_`]/;
/** What one blank replaces. */
const SPACES = /\s\s|[^\S ]/;


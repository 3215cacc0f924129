import type { Piece } from '../markdown/piece.ts';
import type { Code, Located, MarkdownDocument, Span } from '../markdown/types.ts';
import type { CategoryCode, ColumnKey, IdKind, LabelKey, TableKind } from './format.ts';

/**
 * Section 7 as it was read. Everything has its place; what is not there is absent, and what could not be recognised
 * stays text. Rules, `summary`, the exports and the view work on this and never on raw text. `sectionSchema`
 * (schema.ts) describes what of it is data.
 */
export interface Section7 {
  /** Path of the document, relative to the project. */
  readonly file: string;
  /** The whole document. */
  readonly text: string;
  readonly at: Span;
  readonly headingAt: Span;
  readonly format: FormatComment | undefined;
  /** Numbered headings inside, in order, Section 7's own first. */
  readonly headings: readonly NumberedHeading[];
  readonly services: readonly Service[];
  /** Tables of the form, in order. */
  readonly tables: readonly KnownTable[];
  readonly labels: readonly Label[];
  /**
   * Everything that people read, in order: lines of paragraphs and list items, cells, headings. Not 7.H, not code, not
   * footnote definitions.
   */
  readonly runs: readonly Run[];
  readonly code: readonly CodeBlock[];
  readonly ids: Ids;
  readonly footnotes: readonly Footnote[];
  /** What markdown left open or lost, and headers that nearly are those of a known table. */
  readonly problems: readonly Problem[];
}

/** The comment below the title: which format, and which inputs the section was written from. */
export interface FormatComment {
  readonly version: number;
  readonly inputs: string | null;
  readonly at: Span;
}

export interface NumberedHeading {
  /** `7.P.1.6` */
  readonly number: string;
  readonly title: string;
  readonly at: Span;
  /** Heading and all that belongs to it. */
  readonly range: Span;
  readonly level: number;
}

/** Where something stands. */
export interface Position {
  /** Number of the nearest numbered heading above. */
  readonly section: string;
  /** Number of the service it belongs to, `7.P.1`. */
  readonly service: string | null;
  /** 1 to 8: from the heading, or for a simple service from the kind of table or label. */
  readonly part: number | null;
}

export interface Service {
  readonly number: string;
  readonly code: CategoryCode;
  /** As its heading has it; its number where the heading says nothing else. */
  readonly name: string;
  readonly at: Span;
  readonly headingAt: Span;
  /** Parts that have a heading. */
  readonly parts: readonly number[];
}

/** What a reader sees of a cell or of a label's text. */
export interface Cell extends Located {
  readonly piece: Piece;
}

export interface Row<K extends TableKind = TableKind> {
  readonly at: Span;
  /** Only columns that the table has. */
  readonly cells: Readonly<Partial<Record<ColumnKey<K>, Cell>>>;
  /** Adds up the others, by the name of its first cell: "Total", "Summe". */
  readonly total: boolean;
  /** Columns beside those of the form, by header. */
  readonly further: Readonly<Record<string, Cell>>;
}

export interface KnownTable<K extends TableKind = TableKind> extends Position {
  readonly kind: K;
  readonly at: Span;
  readonly headerAt: Span;
  /** Columns of the form that this table has. */
  readonly columns: readonly ColumnKey<K>[];
  readonly rows: readonly Row<K>[];
}

export interface Label extends Position {
  /** Null for a bold label that the form does not have. */
  readonly key: LabelKey | null;
  readonly name: string;
  readonly at: Span;
  /** Up to the next label or the end of the paragraph; empty where blocks follow. */
  readonly value: Cell;
}

export interface Run extends Position {
  readonly kind: 'line' | 'cell' | 'heading';
  readonly piece: Piece;
  /** Kind of the table the cell stands in, null for other tables; undefined outside of tables. */
  readonly table: TableKind | null | undefined;
  /** Header of the cell's column. */
  readonly column: string | null;
}

export interface CodeBlock extends Position {
  readonly block: Code;
}

/** An id where it is defined (first cell of its row) or mentioned. */
export interface IdPlace {
  readonly kind: IdKind;
  /** `D-3` */
  readonly id: string;
  readonly at: Span;
  readonly section: string;
}

export interface Ids {
  readonly defined: readonly IdPlace[];
  readonly mentioned: readonly IdPlace[];
}

export interface Footnote {
  readonly id: string;
  readonly url: string | null;
  /** ISO date on which it was read. */
  readonly checked: string | null;
  readonly text: string;
  readonly at: Span;
}

export interface Problem {
  readonly kind:
    | 'duplicate-heading'
    | 'near-header'
    | 'unclosed'
    | 'lost-cells'
    | 'not-interpreted'
    | 'duplicate-section';
  readonly at: Span;
  readonly message: string;
  /** What belongs in its place, where that is certain. */
  readonly expected?: string;
  readonly related?: { readonly message: string; readonly at: Span };
}

export interface ParsedDocument {
  readonly doc: MarkdownDocument;
  /** Null when the document has no real `## 7` heading at the top level. */
  readonly section: Section7 | null;
}

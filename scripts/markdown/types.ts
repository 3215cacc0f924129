import type { Piece } from './piece.ts';

/** Half-open range of UTF-16 offsets into the original text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A piece of the document's text with its place. `text` may have been unescaped or joined; the span always covers its
 * source.
 */
export interface Located {
  readonly text: string;
  readonly at: Span;
}

interface BlockBase {
  /** Source range of the whole block, without its trailing line end. */
  readonly at: Span;
  /** How many block quotes enclose the block. */
  readonly quoteDepth: number;
  /** How many list items enclose the block. */
  readonly listDepth: number;
}

export interface FrontMatter extends BlockBase {
  readonly kind: 'frontmatter';
  /**
   * The text between the fences, verbatim. The language after `---` is in `language` ('' when absent); it is never
   * executed.
   */
  readonly text: string;
  readonly textAt: Span;
  readonly language: string;
}

export interface Heading extends BlockBase {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3 | 4 | 5 | 6;
  /** Inline source of the heading, trimmed, closing `#`s removed. */
  readonly text: string;
  readonly textAt: Span;
}

export interface Code extends BlockBase {
  readonly kind: 'code';
  readonly fenced: boolean;
  /** First word of the info string, lower case; '' for none or for indented code. */
  readonly language: string;
  /** Content without fence lines, container prefixes and fence indentation; line ends as '\n'. */
  readonly text: string;
  /** Range from the first to the last content line. */
  readonly textAt: Span;
  /** False when the document (or the container) ended before a closing fence. */
  readonly closed: boolean;
}

export interface Html extends BlockBase {
  readonly kind: 'html';
  /** True for an HTML block that starts with `<!--`. */
  readonly comment: boolean;
  /** False when the end condition of the block was never met (for a comment: no `-->`). */
  readonly closed: boolean;
  readonly text: string;
}

export interface TableRow {
  /**
   * Exactly as many cells as the header: missing ones are filled with empty cells, excess ones are dropped. A cell's
   * text is trimmed, `\|` unescaped to `|`; its place covers the trimmed source, an empty cell has an empty range.
   */
  readonly cells: readonly Piece[];
  /** How many cells the source line really had. */
  readonly written: number;
  readonly at: Span;
}

export interface Table extends BlockBase {
  readonly kind: 'table';
  readonly header: TableRow;
  readonly rows: readonly TableRow[];
}

export interface Paragraph extends BlockBase {
  readonly kind: 'paragraph';
  /**
   * Lines with container prefixes and indentation removed. Each line has its own span, so an offset in it maps to the
   * source exactly.
   */
  readonly lines: readonly Piece[];
}

/** Start of a list item; its content follows as blocks with a greater `listDepth`. `at` covers the marker. */
export interface Item extends BlockBase {
  readonly kind: 'item';
  readonly ordered: boolean;
  readonly marker: string;
}

/** A GFM footnote definition, `[^id]: text`; continuation paragraphs are joined with '\n'. */
export interface FootnoteDefinition extends BlockBase {
  readonly kind: 'footnote';
  readonly id: string;
  readonly idAt: Span;
  readonly text: string;
  readonly textAt: Span;
}

export interface ThematicBreak extends BlockBase {
  readonly kind: 'break';
}

export type Block = FrontMatter | Heading | Code | Html | Table | Paragraph | Item | FootnoteDefinition | ThematicBreak;

/** A place where the scanner stopped interpreting instead of running away. Reported, never silent. */
export interface Cut {
  readonly at: Span;
  /** One sentence: what was not interpreted and why. */
  readonly reason: string;
}

export interface MarkdownDocument {
  readonly text: string;
  /** Blocks in document order, flat: containers show in quoteDepth, listDepth. */
  readonly blocks: readonly Block[];
  readonly cuts: readonly Cut[];
  /** Where lines start, as `lineStarts` tells. */
  readonly lines: readonly number[];
}

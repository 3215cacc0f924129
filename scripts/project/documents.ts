import { parseMarkdown } from '../markdown/blocks.ts';
import { plainText, simpleText } from '../markdown/inline.ts';
import { lineStarts, position } from '../markdown/lines.ts';
import { outline, type OutlineSection } from '../markdown/sections.ts';
import type { MarkdownDocument, Span } from '../markdown/types.ts';
import type { Place, SectionQuote, SourceFile } from './types.ts';
import { wholly } from '../words.ts';

/** A document, read once. */
export interface InputDocument {
  readonly path: string;
  readonly doc: MarkdownDocument;
  readonly sections: readonly OutlineSection[];
  /** Index of the section that encloses each section; -1 at the top. */
  readonly parents: readonly number[];
  readonly place: (at: Span) => Place;
  /** Titles of a section and those around it, the nearest first; none for -1. */
  readonly titles: (section: number) => readonly string[];
}

const known = new WeakMap<SourceFile, InputDocument>();

/** Reads a document, or gives what an earlier call read. */
export function readDocument(file: SourceFile): InputDocument {
  const before = known.get(file);
  if (before) return before;
  const { path, text } = file;
  const doc = parseMarkdown(text);
  let starts: number[] | undefined;
  const place = (at: Span): Place => ({ file: path, at, ...position((starts ??= lineStarts(text)), at.start) });
  const sections = outline(doc);
  const parents = parentsOf(sections);
  const document = { path, doc, sections, parents, place, titles: titlesOf(sections, parents) };
  known.set(file, document);
  return document;
}

function parentsOf(sections: readonly OutlineSection[]): number[] {
  const open: number[] = [];
  return sections.map(({ level }, index) => {
    while (open.length > 0 && sections[open.at(-1)!]!.level >= level) open.pop();
    const parent = open.at(-1) ?? -1;
    open.push(index);
    return parent;
  });
}

/** Asked for each line of a section, and made once. */
function titlesOf(sections: readonly OutlineSection[], parents: readonly number[]): InputDocument['titles'] {
  const made = new Map<number, readonly string[]>();
  return (section) => {
    let titles = made.get(section);
    if (!titles) {
      const all: string[] = [];
      for (let i = section; i >= 0; i = parents[i]!) all.push(sections[i]!.title);
      made.set(section, (titles = all));
    }
    return titles;
  };
}

/** What the titles of a section say, asked once for all its lines. */
export function ofTitles<T>(read: (titles: readonly string[]) => T): (titles: readonly string[]) => T {
  const known = new WeakMap<readonly string[], { readonly value: T }>();
  return (titles) => {
    let said = known.get(titles);
    if (!said) known.set(titles, (said = { value: read(titles) }));
    return said.value;
  };
}

export const plain = (source: string): string => (simpleText(source) ?? plainText(source, 0).text).trim();

const BOX = /^\[([ xX])\](?:\s+|$)/;
/** A label is short and no sentence: what stands before the first colon, in bold or at the beginning of a line. */
const BOLD_LABEL = /^(?:\*\*|__)([^*_\n]{1,80}?)\s*:?\s*(?:\*\*|__)\s*:?\s*/;
const PLAIN_LABEL = /^([A-Za-zÀ-ɏͰ-῿぀-퟿][^\d:：.;!?|`\n]{0,48})[:：]\s+/;

/** What is known of a line from its block. */
interface RawLine {
  readonly kind: 'text' | 'row' | 'heading';
  /** Markup included, without the box of a checkbox. */
  readonly source: string;
  readonly at: Span;
  /** Cells of a table row and the header of its table, plain. */
  readonly cells: readonly string[] | null;
  readonly header: readonly string[] | null;
  /** How many lists enclose it. */
  readonly depth: number;
  /** How it begins: a list item, the first line of a paragraph, or a further line of either. */
  readonly begins: 'item' | 'paragraph' | 'no';
  /** Index of its heading in the document's sections; -1 above the first. */
  readonly heading: number;
  /** A feature's id, a section's number, or `architecture`. */
  readonly section: string;
}

/** One line that a reader sees: of a paragraph, a list item, a heading, or a row of a table. */
export class InputLine implements RawLine {
  readonly kind: RawLine['kind'];
  readonly source: string;
  readonly at: Span;
  readonly cells: RawLine['cells'];
  readonly header: RawLine['header'];
  readonly depth: number;
  readonly begins: RawLine['begins'];
  readonly heading: number;
  readonly section: string;
  /** Plain text without the box of a checkbox; cells of a row are joined by ' | '. */
  readonly text: string;
  /** The box of a checkbox item; null for any other line. */
  readonly checked: boolean | null;
  readonly #document: InputDocument;
  #place: Place | undefined;
  #label: { label: string; value: string; bold: boolean } | undefined;

  constructor(document: InputDocument, raw: RawLine) {
    const box = raw.kind === 'text' && raw.begins === 'item' ? BOX.exec(raw.source) : null;
    this.kind = raw.kind;
    this.source = box ? raw.source.slice(box[0].length) : raw.source;
    this.at = raw.at;
    this.cells = raw.cells;
    this.header = raw.header;
    this.depth = raw.depth;
    this.begins = raw.begins;
    this.heading = raw.heading;
    this.section = raw.section;
    this.#document = document;
    this.checked = box ? box[1] !== ' ' : null;
    this.text = raw.cells ? raw.cells.join(' | ') : plain(this.source);
  }

  get place(): Place {
    return (this.#place ??= this.#document.place(this.at));
  }

  get file(): string {
    return this.#document.path;
  }

  /** What stands before the colon; '' for a line without a label. */
  get label(): string {
    return this.#labelled.label;
  }

  /** What stands behind the label: the whole text of a line without one. */
  get value(): string {
    return this.#labelled.value;
  }

  get hasBoldLabel(): boolean {
    return this.#labelled.bold;
  }

  get #labelled() {
    return (this.#label ??= labelOf(this));
  }

  /** Titles of its headings, the nearest first. */
  get titles(): readonly string[] {
    return this.#document.titles(this.heading);
  }
}

function labelOf({ cells, source, text, kind }: InputLine): { label: string; value: string; bold: boolean } {
  if (cells || kind === 'heading') return { label: '', value: text, bold: false };
  const bold = source.startsWith('**') || source.startsWith('__') ? BOLD_LABEL.exec(source) : null;
  // `**Total: $47 a month**`: in bold as a whole.
  const isWhole = bold !== null && bold[0].length >= source.trimEnd().length && PLAIN_LABEL.test(text);
  if (bold && !isWhole)
    return {
      label: plain(bold[1]!)
        .replace(/[:：]$/, '')
        .trimEnd(),
      value: plain(source.slice(bold[0].length)),
      bold: true,
    };
  const simple = PLAIN_LABEL.exec(text);
  return simple
    ? { label: simple[1]!.trimEnd(), value: text.slice(simple[0].length).trim(), bold: false }
    : { label: '', value: text, bold: false };
}

/** `**A:** x | **B:** y` on one line. */
export function fieldsOf(line: InputLine): { readonly label: string; readonly value: string }[] {
  if (line.kind !== 'text' || !line.source.includes('|'))
    return line.label === '' ? [] : [{ label: line.label, value: line.value }];
  return line.source.split('|').flatMap((part) => {
    const [label, ...rest] = plain(part).split(':');
    return rest.length > 0 ? [{ label: label!.trim(), value: rest.join(':').trim() }] : [];
  });
}

export interface InputCode {
  readonly language: string;
  readonly text: string;
  readonly at: Span;
  readonly place: Place;
  readonly section: string;
  readonly titles: readonly string[];
}

export interface InputText {
  readonly lines: InputLine[];
  readonly code: InputCode[];
  /** Tables in HTML, which are not read. */
  readonly htmlTables: Place[];
}

/** Which section a block belongs to; null for what is no input. */
export type SectionOf = (block: number) => string | null;

/** Lines and code of a document. Quotes count: people quote decisions; HTML comments do not. */
export function readLines(document: InputDocument, sectionOf: SectionOf): InputText {
  const { doc, sections, place } = document;
  const found: InputText = { lines: [], code: [], htmlTables: [] };
  const { lines, code } = found;
  let heading = -1;
  let item = false;
  for (let index = 0; index < doc.blocks.length; index++) {
    const block = doc.blocks[index]!;
    if (sections[heading + 1]?.blocks[0] === index) heading++;
    const section = sectionOf(index);
    const begins = item ? 'item' : 'paragraph';
    item = block.kind === 'item';
    if (section === null) continue;
    const common = { depth: block.listDepth, heading, section };
    const add = (raw: Pick<RawLine, 'kind' | 'source' | 'at' | 'begins'> & Partial<RawLine>) => {
      const line = new InputLine(document, { cells: null, header: null, ...common, ...raw });
      if (line.text !== '') lines.push(line);
    };
    if (block.kind === 'heading') add({ kind: 'heading', source: block.text, at: block.textAt, begins });
    else if (block.kind === 'paragraph') {
      for (const [i, { text, at }] of block.lines.entries())
        add({ kind: 'text', source: text, at, begins: i === 0 ? begins : 'no' });
    } else if (block.kind === 'table') {
      const header = block.header.cells.map((c) => plain(c.text));
      for (const { cells, at } of block.rows) {
        add({
          kind: 'row',
          source: cells.map((c) => c.text).join(' | '),
          at,
          begins: 'no',
          cells: cells.map((c) => plain(c.text)),
          header,
        });
      }
    } else if (block.kind === 'code') {
      code.push({
        language: block.language,
        text: block.text,
        at: block.textAt,
        place: place(block.textAt),
        section,
        titles: document.titles(heading),
      });
    } else if (block.kind === 'html' && !block.comment && /<table\b/i.test(block.text))
      found.htmlTables.push(place(block.at));
  }
  return found;
}

const LONGEST_QUOTE = 300;

/** A passage as evidence, shortened. */
export function quoteOf(line: { readonly place: Place; readonly section: string }, text: string): SectionQuote {
  const short = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text;
  return { text: short, place: line.place, section: line.section };
}

const API_DETAIL = wholly(
  `
    request|response|request body|response body|status codes?|query parameters?|path parameters?|parameters|
    headers?|body|content-type|error format|description|authentication|example|antwort|anfrage|statuscodes?
  `,
  'i',
);

/** Bodies, parameters and status codes of single endpoints: numbers in them are data. */
export function isApiDetail(line: InputLine): boolean {
  return line.section === '4' && line.kind === 'text' && (API_DETAIL.test(line.label) || line.depth > 1);
}

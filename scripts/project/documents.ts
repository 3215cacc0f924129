import { parseMarkdown } from '../markdown/blocks.ts';
import { inlineText } from '../markdown/inline.ts';
import { lineStarts, position } from '../markdown/lines.ts';
import { outline, type OutlineSection } from '../markdown/sections.ts';
import type { Block, MarkdownDocument, Span } from '../markdown/types.ts';
import type { Place, SourceFile } from './types.ts';

/** A document, read once. */
export interface InputDocument {
  readonly path: string;
  readonly doc: MarkdownDocument;
  readonly sections: readonly OutlineSection[];
  readonly place: (at: Span) => Place;
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
  const document = { path, doc, sections: outline(doc), place };
  known.set(file, document);
  return document;
}

/** A numbered section of an input and where it stands. */
export interface Located {
  readonly document: InputDocument;
  readonly section: OutlineSection;
}

/** The first real heading with that number, at the top two levels. */
export function findSection(documents: readonly InputDocument[], number: string): Located | null {
  for (const document of documents) {
    const section = document.sections.find((s) => s.level <= 2 && s.number === number);
    if (section) return { document, section };
  }
  return null;
}

/** One line that a reader sees: of a paragraph, a list item, or a row of a table. */
export interface InputLine {
  /** Plain text; cells of a row are joined by ' | '. */
  readonly text: string;
  /** Source of the line, markup included. */
  readonly source: string;
  /** Cells of a table row, plain. */
  readonly cells: readonly string[] | null;
  /** Header of the row's table, plain. */
  readonly header: readonly string[] | null;
  readonly place: Place;
  /** Innermost section it belongs to: a feature's number in Section 3, otherwise the section's. */
  readonly section: string;
  /** Title of the nearest heading. */
  readonly heading: string;
}

export interface InputCode {
  readonly language: string;
  readonly text: string;
  readonly at: Span;
  readonly section: string;
}

const plain = (source: string) => inlineText(source, 0).text.trim();

/** Lines and code of a range of blocks. Quotes count: people quote decisions; HTML comments do not. */
export function linesOf({ doc, place }: InputDocument, from: number, to: number, name: (current: string | null) => string): { lines: InputLine[]; code: InputCode[] } {
  const lines: InputLine[] = [];
  const code: InputCode[] = [];
  let number: string | null = null;
  let heading = '';
  const add = (source: string, at: Span, cells: string[] | null, header: readonly string[] | null) => {
    const text = cells ? cells.join(' | ') : plain(source);
    if (text !== '') lines.push({ text, source, cells, header, place: place(at), section: name(number), heading });
  };
  for (const block of doc.blocks.slice(from, to) as readonly Block[]) {
    if (block.kind === 'heading' && block.quoteDepth === 0 && block.listDepth === 0) {
      const match = /^\**\s*(?:Section\s+)?(\d{1,4}(?:\.\d{1,4})*)/i.exec(block.text);
      if (match) number = match[1]!;
      heading = plain(block.text);
    } else if (block.kind === 'paragraph') {
      for (const { text, at } of block.lines) add(text, at, null, null);
    } else if (block.kind === 'table') {
      const header = block.header.cells.map((c) => plain(c.text));
      for (const row of block.rows) add(row.cells.map((c) => c.text).join(' | '), row.at, row.cells.map((c) => plain(c.text)), header);
    } else if (block.kind === 'code') {
      code.push({ language: block.language, text: block.text, at: block.textAt, section: name(number) });
    }
  }
  return { lines, code };
}

import { frontMatter } from './front-matter.ts';
import { Line } from './line.ts';
import { lineEnds, lineStarts } from './lines.ts';
import { blockOf, dropReferences, footnoteOf, type BareBlock, type Container, type Leaf } from './open-blocks.ts';
import {
  atxHeading,
  closesFence,
  fenceStart,
  htmlStart,
  isThematicBreak,
  listMarker,
  mayStart,
  mayUnderline,
  setextLevel,
} from './starts.ts';
import { delimiterColumns, tableRow } from './tables.ts';
import type { Block, Cut, MarkdownDocument } from './types.ts';

/** Containers deeper than this are read as text, and said to be. */
const MAX_DEPTH = 100;
const FOOTNOTE = /^\[\^([^\]\s[]{1,200})\]:[ \t]*/;

/**
 * Reads a markdown document into blocks: CommonMark's block structure with GFM tables and footnotes and front matter.
 * Never throws; linear in the text.
 */
export function parseMarkdown(text: string): MarkdownDocument {
  return new Parser(text).run();
}

class Parser {
  readonly #text: string;
  readonly #blocks: Block[] = [];
  readonly #cuts: Cut[] = [];
  readonly #stack: Container[] = [];
  #leaf: Leaf | null = null;
  /** How many containers the current line continues. */
  #matched = 0;
  #number = 0;

  constructor(text: string) {
    this.#text = text;
  }

  run(): MarkdownDocument {
    const text = this.#text;
    let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
    const matter = frontMatter(text, at);
    if (matter) {
      this.#blocks.push(matter.block);
      at = matter.next;
    }
    const ends = lineEnds(text);
    const lines = matter ? lineStarts(text.slice(0, at)) : [0];
    const line = new Line(text);
    while (at < text.length) {
      const end = ends(at);
      line.begin(at, end);
      this.#line(line);
      this.#number++;
      at = text.startsWith('\r\n', end) ? end + 2 : end + 1;
      if (end < text.length) lines.push(at);
    }
    this.#closeTo(0);
    return { text, blocks: this.#blocks, cuts: this.#cuts, lines };
  }

  #line(line: Line): void {
    if (this.#stack.length === 0 && this.#plainLine(line)) return;
    this.#matched = this.#continue(line);
    const all = this.#matched === this.#stack.length;
    if (all && this.#leaf && this.#feed(line, this.#leaf)) return;
    if (!all && this.#leaf?.kind !== 'paragraph') this.#closeLeaf();
    this.#start(line);
  }

  /**
   * Most lines, where no container is open: blank, text, or a row of a table. What may begin or end anything else is
   * left to the others.
   */
  #plainLine(line: Line): boolean {
    const leaf = this.#leaf;
    const kind = leaf?.kind;
    if (kind !== undefined && kind !== 'paragraph' && kind !== 'table') return false;
    if (line.at === line.end) this.#closeLeaf();
    else if (!line.isPlain() || (kind === 'paragraph' && mayUnderline(line.char()))) return false;
    else if (leaf?.kind === 'table') this.#row(line, leaf);
    else if (leaf?.kind === 'paragraph') leaf.lines.push(line.located());
    else this.#leaf = { kind: 'paragraph', lines: [line.located()], start: line.at };
    return true;
  }

  /** Consumes the prefixes of the open containers. */
  #continue(line: Line): number {
    let i = 0;
    for (; i < this.#stack.length; i++) {
      const container = this.#stack[i]!;
      if (container.kind === 'quote') {
        if (line.indent() > 3 || line.char() !== 62) break;
        line.skipIndent();
        line.skip(1);
        line.skipSpace();
      } else if (line.isBlank()) {
        if (container.kind === 'item' && container.empty && this.#number > container.line) break;
      } else {
        const wanted = container.kind === 'item' ? container.indent : 4;
        if (line.indent() < wanted) break;
        line.skipColumns(wanted);
      }
    }
    return i;
  }

  /** Gives the line to the open leaf. False when the line may begin something else. */
  #feed(line: Line, leaf: Leaf): boolean {
    switch (leaf.kind) {
      case 'fence':
        if (line.indent() < 4 && closesFence(line.rest().trimStart(), leaf.fence)) {
          leaf.closed = true;
          this.#closeLeaf(line.end);
          return true;
        }
        line.skipColumns(Math.min(leaf.indent, line.indent()));
        if (leaf.from < 0) leaf.from = line.at;
        leaf.to = line.end;
        leaf.lines.push(line.expanded());
        return true;
      case 'html':
        if (leaf.until === 'blank' && line.isBlank()) {
          leaf.closed = true;
          this.#closeLeaf();
          return true;
        }
        if (!line.isBlank() || leaf.until !== 'blank') leaf.end = line.isBlank() ? leaf.end : line.end;
        this.#endHtml(line, leaf);
        return true;
      case 'indented':
        if (line.isBlank()) {
          line.skipColumns(Math.min(4, line.indent()));
          leaf.blank.push(line.expanded());
          return true;
        }
        if (line.indent() < 4) {
          this.#closeLeaf();
          return false;
        }
        line.skipColumns(4);
        leaf.lines.push(...leaf.blank.splice(0), line.expanded());
        leaf.end = line.end;
        return true;
      default:
        return false;
    }
  }

  #endHtml(line: Line, leaf: Leaf & { kind: 'html' }): void {
    // `<!-->` and `<!--->` are whole comments: the end may overlap the start.
    if (leaf.until === 'blank' || !leaf.until.test(line.rest())) return;
    leaf.closed = true;
    this.#closeLeaf();
  }

  /** Opens containers and leaves until the line is used up. */
  #start(line: Line): void {
    for (;;) {
      const paragraph = this.#leaf?.kind === 'paragraph' ? this.#leaf : null;
      const inParagraph = paragraph !== null && this.#matched === this.#stack.length;
      if (line.isBlank()) {
        this.#blank();
        return;
      }
      if (line.indent() >= 4) {
        if (!paragraph) this.#indented(line);
        else this.#paragraph(line, paragraph);
        return;
      }
      line.skipIndent();
      const first = line.char();
      if (inParagraph && mayUnderline(first) && this.#underline(line, line.rest(), paragraph)) return;
      const rest = mayStart(first) ? line.rest() : null;
      if (rest !== null && this.#leafStart(line, rest)) return;
      if (rest === null || !this.#containerStart(line, rest, inParagraph)) {
        if (paragraph) this.#paragraph(line, paragraph);
        else if (this.#leaf?.kind === 'table' && this.#matched === this.#stack.length) this.#row(line, this.#leaf);
        else this.#openParagraph(line);
        return;
      }
    }
  }

  #blank(): void {
    const item = this.#stack[this.#matched - 1];
    this.#closeTo(this.#matched);
    this.#closeLeaf();
    if (item?.kind === 'item' && item.empty && item.line < this.#number) this.#closeTo(this.#matched - 1);
  }

  #open(): void {
    this.#closeTo(this.#matched);
    this.#closeLeaf();
    for (const container of this.#stack) if (container.kind === 'item') container.empty = false;
  }

  #depth(kind: 'quote' | 'item'): number {
    if (this.#stack.length === 0) return 0;
    let depth = 0;
    for (const container of this.#stack) if (container.kind === kind) depth++;
    return depth;
  }

  /** Blocks inside a footnote belong to its text. */
  #push(bare: BareBlock): void {
    const block: Block = { ...bare, quoteDepth: this.#depth('quote'), listDepth: this.#depth('item') };
    const note = this.#stack.length === 0 ? undefined : this.#stack.find((c) => c.kind === 'footnote');
    if (!note) this.#blocks.push(block);
    else if (block.kind === 'paragraph') for (const line of block.lines) note.texts.push(line);
  }

  #leafStart(line: Line, rest: string): boolean {
    const start = line.at;
    const heading = atxHeading(rest, start);
    if (heading) {
      this.#open();
      const { level, text, textAt, at } = heading;
      this.#push({
        kind: 'heading',
        level,
        text,
        textAt,
        at,
      });
      return true;
    }
    const fence = fenceStart(rest);
    if (fence) {
      const indent = line.skipped;
      this.#open();
      this.#leaf = { kind: 'fence', fence, indent, lines: [], start, from: -1, to: line.end, closed: false };
      return true;
    }
    const until = htmlStart(rest, this.#leaf?.kind === 'paragraph');
    if (until) {
      this.#open();
      const leaf: Leaf & { kind: 'html' } = {
        kind: 'html',
        until,
        comment: rest.startsWith('<!--'),
        start,
        end: line.end,
        closed: false,
      };
      this.#leaf = leaf;
      this.#endHtml(line, leaf);
      return true;
    }
    if (isThematicBreak(rest)) {
      this.#open();
      this.#push({
        kind: 'break',
        at: { start, end: start + rest.trimEnd().length },
      });
      return true;
    }
    return false;
  }

  /** A line below a paragraph that makes it a heading or a table. */
  #underline(line: Line, rest: string, paragraph: Leaf & { kind: 'paragraph' }): boolean {
    const level = setextLevel(rest);
    const lines = level || rest.includes('-') ? dropReferences(paragraph.lines) : paragraph.lines;
    if (level && lines.length > 0) {
      const first = lines[0]!;
      const last = lines.at(-1)!;
      this.#leaf = null;
      this.#push({
        kind: 'heading',
        level,
        text: lines.map((l) => l.text).join('\n'),
        textAt: { start: first.start, end: last.end },
        at: { start: first.start, end: line.at + rest.trimEnd().length },
      });
      return true;
    }
    const columns = delimiterColumns(rest);
    const head = paragraph.lines.at(-1)!;
    if (columns === 0 || (!rest.includes('|') && !head.text.includes('|') && columns === 1 && !rest.includes(':')))
      return false;
    const header = tableRow(head.text, head.start, columns);
    if (header.written !== columns) return false;
    paragraph.lines.pop();
    if (paragraph.lines.length > 0) this.#closeLeaf();
    this.#leaf = { kind: 'table', header, rows: [], start: head.start, end: line.at + rest.trimEnd().length };
    return true;
  }

  #row(line: Line, table: Leaf & { kind: 'table' }): void {
    const row = tableRow(line.rest(), line.at, table.header.cells.length);
    table.rows.push(row);
    table.end = row.at.end;
  }

  #containerStart(line: Line, rest: string, inParagraph: boolean): boolean {
    const start = line.at;
    const isQuote = rest.charCodeAt(0) === 62;
    const marker = isQuote ? null : listMarker(rest);
    if (
      marker &&
      inParagraph &&
      (marker.number > 1 || (marker.ordered && marker.number !== 1) || rest.slice(marker.text.length).trim() === '')
    )
      return false;
    const note = isQuote || marker || !rest.startsWith('[^') ? null : FOOTNOTE.exec(rest.slice(0, 220));
    if (!isQuote && !marker && !note) return false;
    if (this.#matched >= MAX_DEPTH) {
      this.#cuts.push({
        at: { start, end: line.end },
        reason: `block quotes and lists nested deeper than ${MAX_DEPTH} levels are read as text`,
      });
      return false;
    }
    if (note && this.#stack.slice(0, this.#matched).some((c) => c.kind === 'footnote')) return false;
    this.#open();
    if (isQuote) {
      line.skip(1);
      line.skipSpace();
      this.#stack.push({ kind: 'quote' });
    } else if (note) {
      line.skip(note[0].length);
      this.#stack.push({
        kind: 'footnote',
        id: note[1]!,
        idAt: { start: start + 2, end: start + 2 + note[1]!.length },
        start,
        texts: [],
      });
    } else {
      this.#item(line, marker!);
    }
    this.#matched = this.#stack.length;
    return true;
  }

  #item(line: Line, marker: NonNullable<ReturnType<typeof listMarker>>): void {
    const indent = line.skipped;
    const start = line.at;
    line.skip(marker.text.length);
    const spaces = line.indent();
    const empty = line.isBlank();
    const padding = empty || spaces > 4 ? 1 : spaces;
    this.#push({
      kind: 'item',
      ordered: marker.ordered,
      marker: marker.text,
      at: { start, end: start + marker.text.length },
    });
    this.#stack.push({ kind: 'item', indent: indent + marker.text.length + padding, line: this.#number, empty });
    if (!empty) line.skipColumns(padding);
  }

  #indented(line: Line): void {
    this.#open();
    const start = line.at;
    line.skipColumns(4);
    this.#leaf = { kind: 'indented', lines: [line.expanded()], start, end: line.end, blank: [] };
  }

  #paragraph(line: Line, leaf: Leaf & { kind: 'paragraph' }): void {
    // Containers that the line does not continue stay open: a lazy continuation.
    line.skipIndent();
    leaf.lines.push(line.located());
  }

  #openParagraph(line: Line): void {
    this.#open();
    this.#leaf = { kind: 'paragraph', lines: [line.located()], start: line.at };
  }

  #closeTo(depth: number): void {
    if (this.#stack.length === depth) {
      if (depth === 0) this.#closeLeaf();
      return;
    }
    this.#closeLeaf();
    while (this.#stack.length > depth) {
      const container = this.#stack.pop()!;
      if (container.kind === 'footnote') this.#push(footnoteOf(container));
    }
  }

  #closeLeaf(end?: number): void {
    const leaf = this.#leaf;
    this.#leaf = null;
    const block = leaf && blockOf(leaf, this.#text, end);
    if (block) this.#push(block);
  }
}

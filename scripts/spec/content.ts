import { append, NONE } from '../markdown/append.ts';
import type { Piece } from '../markdown/piece.ts';
import type { Block, Span } from '../markdown/types.ts';
import type { Segment } from './fields.ts';
import type { Content, Stated } from './kinds.ts';

/**
 * Content with what its author says about its origin. When its kind can read it, it is the value's own leaf, with the text, marks and sources that are read when they are asked for:
 * one object instead of two for each of tens of thousands of values.
 */
export interface Marked<T> extends Content, Stated<T> {
  readonly text: string;
  readonly at: Span;
  value: T;
}

/** A leaf as data. */
const toJSON = <T>({ state, value, text, at, sources, unverified }: Stated<T>): Stated<T> => ({ state, value, text, at, sources, unverified });

const UNVERIFIED = /\bunverified\b/i;
const isUnverified = (text: string) => text.length >= 'unverified'.length && UNVERIFIED.test(text);
const idsOf = ({ footnotes }: Piece): readonly string[] => (footnotes.length === 0 ? NONE : footnotes.map((f) => f.id));
const urlsOf = (piece: Piece) => piece.inline().links.map((l) => l.url);

function pieces(text: string): string[] {
  return text.split(/[;\n]/).map((p) => p.trim()).filter((p) => p !== '');
}

/** What a cell holds. Most kinds need its text and nothing else. */
export class CellContent<T> implements Marked<T> {
  readonly state = 'stated';
  declare value: T;
  readonly text: string;
  readonly #cell: Piece;

  constructor(cell: Piece) {
    this.text = cell.plain.trim();
    this.#cell = cell;
  }

  get inline() {
    return this.text;
  }
  get at() {
    return this.#cell.at;
  }
  get blocks() {
    return NONE;
  }
  get items() {
    return pieces(this.text);
  }
  get urls() {
    return urlsOf(this.#cell);
  }
  get sources() {
    return idsOf(this.#cell);
  }
  get unverified() {
    return isUnverified(this.text);
  }

  toJSON() {
    return toJSON(this);
  }
}

/** Text, places and marks of a segment; made when they are asked for, because a table is asked for its rows and not for its text. */
export class FieldContent<T> implements Marked<T> {
  readonly state = 'stated';
  declare value: T;
  readonly inline: string;
  readonly #segment: Segment;
  #text: string | undefined;
  #at: Span | undefined;

  constructor(segment: Segment) {
    this.#segment = segment;
    this.inline = textOf(segment.lines);
  }

  get isEmpty(): boolean {
    return this.inline === '' && this.blocks.length === 0;
  }
  get blocks(): readonly Block[] {
    return this.#segment.blocks;
  }
  get text(): string {
    return (this.#text ??= [...(this.inline === '' ? [] : [this.inline]), ...this.blocks.flatMap(linesOf)].join('\n'));
  }
  get items(): readonly string[] {
    const listed = this.blocks.flatMap((block) => (block.kind === 'paragraph' && block.listDepth > 0 ? [textOf(block.lines)] : []));
    return [...pieces(this.inline), ...listed];
  }
  get urls(): readonly string[] {
    const urls: string[] = [];
    eachPiece(this.#segment, (piece) => {
      for (const url of urlsOf(piece)) urls.push(url);
    });
    return urls;
  }
  get sources(): readonly string[] {
    let ids: readonly string[] = NONE;
    eachPiece(this.#segment, ({ footnotes }) => {
      for (let i = 0; i < footnotes.length; i++) ids = append(ids, footnotes[i]!.id);
    });
    return ids;
  }
  get unverified(): boolean {
    return eachPiece(this.#segment, ({ plain }) => isUnverified(plain)) || this.blocks.some((block) => block.kind === 'code' && isUnverified(block.text));
  }
  get at(): Span {
    return (this.#at ??= this.#place());
  }

  toJSON() {
    return toJSON(this);
  }

  /** The field's own paragraph; when that is empty, the first block with a text. */
  #place(): Span {
    const { lines, blocks, labelAt } = this.#segment;
    const line = lines.find(({ start, end }) => end > start)?.at;
    if (this.inline !== '') return { start: line!.start, end: Math.max(line!.end, lines.at(-1)!.at.end) };
    return blocks.find(hasText)?.at ?? line ?? blocks[0]?.at ?? labelAt;
  }
}

/** Visits the lines and cells of a segment, in order, until `visit` says that it has seen enough; returns whether it did. */
function eachPiece({ lines, blocks }: Segment, visit: (piece: Piece) => boolean | void): boolean {
  for (let i = 0; i < lines.length; i++) if (visit(lines[i]!)) return true;
  for (let b = 0; b < blocks.length; b++) {
    const block = blocks[b]!;
    if (block.kind === 'paragraph') {
      for (let i = 0; i < block.lines.length; i++) if (visit(block.lines[i]!)) return true;
    } else if (block.kind === 'table') {
      for (let r = 0; r < block.rows.length; r++) {
        const { cells } = block.rows[r]!;
        for (let i = 0; i < cells.length; i++) if (visit(cells[i]!)) return true;
      }
    }
  }
  return false;
}

function textOf(lines: readonly Piece[]): string {
  if (lines.length === 1) return lines[0]!.plain.trim();
  return lines.map((line) => line.plain.trim()).join(' ').trim();
}

function linesOf(block: Block): string[] {
  if (block.kind === 'paragraph') return [textOf(block.lines)];
  if (block.kind === 'table') return block.rows.map(({ cells }) => cells.map((cell) => cell.plain.trim()).join(' | '));
  return block.kind === 'code' ? [block.text] : [];
}

function hasText(block: Block): boolean {
  if (block.kind === 'paragraph') return block.lines.some(({ plain }) => plain.trim() !== '');
  // Between two cells stands a bar.
  if (block.kind === 'table') return block.rows.some(({ cells }) => cells.length > 1 || cells[0]!.plain.trim() !== '');
  return block.kind === 'code' && block.text !== '';
}

import { Piece } from '../markdown/piece.ts';
import type { Block, Span } from '../markdown/types.ts';
import { CellContent, FieldContent, type Marked } from './content.ts';
import type { Fields } from './format.ts';
import { fold, isDash, type Kind, type Leaf, type ReadScope, type Stated } from './kinds.ts';
import type { Problem } from './model.ts';

/** A label and everything up to the next one. Lines before the first label have `key` null. */
export interface Segment {
  readonly key: string | null;
  readonly label: string;
  readonly labelAt: Span;
  /** Lines of the label's own paragraph; the first starts after the label. */
  readonly lines: readonly Piece[];
  readonly blocks: readonly Block[];
}

const LABEL = /^\*\*([^*\n]{1,80}?)(?::\*\*|\*\*:)[ \t]*/;

const NO_KEYS: ReadonlyMap<string, string> = new Map();
const keysByFields = new WeakMap<Fields, ReadonlyMap<string, string>>();

/** Keys by their labels as they are compared; made once for each part of the format, not for each service. */
function keysOf(fields: Fields): ReadonlyMap<string, string> {
  let keys = keysByFields.get(fields);
  if (!keys) keysByFields.set(fields, (keys = new Map(Object.entries(fields).map(([key, { label }]) => [fold(label), key]))));
  return keys;
}

/** Cuts the blocks under one heading into labelled fields. Only labels of the format start a field; other bold text is text. */
export function segments(blocks: readonly Block[], fields: Fields | null): Segment[] {
  const keys = fields ? keysOf(fields) : NO_KEYS;
  const out: { key: string | null; label: string; labelAt: Span; lines: Piece[]; blocks: Block[] }[] = [];
  const open = (key: string | null, label: string, labelAt: Span) => {
    const segment = { key, label, labelAt, lines: [] as Piece[], blocks: [] as Block[] };
    out.push(segment);
    return segment;
  };
  let current: (typeof out)[number] | null = null;
  for (const block of blocks) {
    if (block.kind !== 'paragraph' || block.quoteDepth > 0 || block.listDepth > 1) {
      current ??= open(null, '', { start: block.at.start, end: block.at.start });
      current.blocks.push(block);
      continue;
    }
    let rest: Piece[] | null = null;
    for (const line of block.lines) {
      const match = line.text.startsWith('**') ? LABEL.exec(line.text) : null;
      const key = match && keys.get(fold(match[1]!));
      if (match && key) {
        const start = line.start;
        current = open(key, match[1]!, { start, end: start + match[0].trimEnd().length });
        rest = current.lines;
        rest.push(new Piece(line.text.slice(match[0].length), Math.min(start + match[0].length, line.end), line.end));
      } else if (rest) {
        rest.push(line);
      } else {
        current ??= open(null, '', { start: line.start, end: line.start });
        rest = [];
        const { kind, at, quoteDepth, listDepth } = block;
        current.blocks.push({ kind, lines: rest, at, quoteDepth, listDepth });
        rest.push(line);
      }
    }
  }
  for (const segment of out) dropMarkers(segment.blocks);
  return out.map(trimmed);
}

/** Lists that grew have room for sixteen more; most segments have one line or one block, and they are kept. */
function trimmed({ key, label, labelAt, lines, blocks }: Segment): Segment {
  return { key, label, labelAt, lines: lines.slice(), blocks: blocks.slice() };
}

/** A list marker whose text started the next field stands at the end of the previous segment; it is nobody's content. */
function dropMarkers(blocks: Block[]): void {
  while (blocks.at(-1)?.kind === 'item') blocks.pop();
}

/** Labels that look like a misspelt or misplaced one of the format. */
export function strayLabels(segment: Segment, isKnown: (label: string) => string | null): { at: Span; label: string; suggestion: string }[] {
  const found: { at: Span; label: string; suggestion: string }[] = [];
  const look = (line: Piece) => {
    const match = line.text.startsWith('**') ? LABEL.exec(line.text) : null;
    const suggestion = match && isKnown(match[1]!);
    if (match && suggestion) found.push({ at: { start: line.start, end: line.start + match[0].trimEnd().length }, label: match[1]!, suggestion });
  };
  for (const line of segment.lines) look(line);
  for (const block of segment.blocks) if (block.kind === 'paragraph') block.lines.forEach(look);
  return found;
}

const NOT_APPLICABLE = /^not applicable\b[ \t]*[:–—-]?[ \t]*/i;
/** A value that waits for a row of 7.0. */
const OPEN = /^open\b[^\p{L}\d]{0,3}(?:see )?(D-?\d{1,4})\b/iu;

/** Reads one field's segment with its kind. An empty field is `undefined`: as good as missing. */
export function readField<T>(kind: Kind<T>, segment: Segment): Leaf<T> | undefined {
  const content = new FieldContent(segment);
  return content.isEmpty ? undefined : readLeaf(kind, content);
}

function readLeaf<T>(kind: Kind<T>, content: Marked, cell: Piece | null = null): Leaf<T> {
  const { inline } = content;
  const absent = NOT_APPLICABLE.exec(inline);
  if (absent) {
    const reason = content.text.slice(absent[0].length).trim();
    if (reason !== '') return { state: 'not-applicable', reason, at: content.at };
    return { state: 'unreadable', text: shown(content), at: content.at, example: 'Not applicable: the provider sends no events', problem: 'a reason is missing' };
  }
  const value = kind.read(content, scope);
  if (value === null) {
    const decision = OPEN.exec(inline)?.[1];
    if (decision !== undefined) return { state: 'not-applicable', reason: content.text, decision, at: content.at };
    const problem = kind.explain?.(content);
    return { state: 'unreadable', text: shown(content), at: content.at, example: kind.example, ...(problem ? { problem } : {}) };
  }
  return cell ? new StatedCell(value, cell) : new StatedValue(value, content);
}

/** What the content's range holds: the field's own line, or the first of the blocks below it. */
function shown({ text }: Marked): string {
  return text.trimStart().split('\n', 1)[0]!;
}

/** A value with its text, marks and sources, which are read from the content when they are asked for: of a table the text is all its cells once more. */
class StatedValue<T> implements Stated<T> {
  readonly state = 'stated';
  readonly value: T;
  readonly #content: Marked;

  constructor(value: T, content: Marked) {
    this.value = value;
    this.#content = content;
  }

  get text() {
    return this.#content.text;
  }
  get at() {
    return this.#content.at;
  }
  get sources() {
    return this.#content.sources;
  }
  get unverified() {
    return this.#content.unverified;
  }

  toJSON(): Stated<T> {
    const { state, value, text, at, sources, unverified } = this;
    return { state, value, text, at, sources, unverified };
  }
}

/** The same of a cell, which are most values: it holds the cell itself. */
class StatedCell<T> extends CellContent implements Stated<T> {
  readonly state = 'stated';
  readonly value: T;

  constructor(value: T, cell: Piece) {
    super(cell);
    this.value = value;
  }

  toJSON(): Stated<T> {
    const { state, value, text, at, sources, unverified } = this;
    return { state, value, text, at, sources, unverified };
  }
}

const scope: ReadScope = {
  leaf: (kind, cell) => {
    const content = new CellContent(cell);
    const { text } = content;
    if (text.length < 4 && isDash(text)) return { state: 'not-applicable', reason: text, at: cell.at };
    return readLeaf(kind, content, cell);
  },
};

/** Reads the fields of a part; duplicates and misplaced ones become problems, the first of a kind wins. */
export function readFields(fields: Fields, parts: readonly Segment[], problems: Problem[]): Record<string, Leaf<unknown> | undefined> {
  const out: Record<string, Leaf<unknown> | undefined> = {};
  const seen = new Map<string, Segment>();
  const order = Object.keys(fields);
  let furthest = -1;
  for (const segment of parts) {
    if (segment.key === null) continue;
    const before = seen.get(segment.key);
    if (before) {
      problems.push({
        kind: 'duplicate-field',
        at: segment.labelAt,
        message: `Unexpected second "${segment.label}", expected one`,
        related: { message: 'the first one', at: before.labelAt },
      });
      continue;
    }
    seen.set(segment.key, segment);
    const place = order.indexOf(segment.key);
    if (place < furthest) {
      const late = fields[order[furthest]!]!.label;
      problems.push({ kind: 'misordered-field', at: segment.labelAt, message: `Unexpected "${segment.label}" after "${late}", expected it before` });
    }
    furthest = Math.max(furthest, place);
    out[segment.key] = readField(fields[segment.key]!.kind, segment);
  }
  return out;
}

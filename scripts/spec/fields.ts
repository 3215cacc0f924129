import { append, NONE } from '../markdown/append.ts';
import { Piece } from '../markdown/piece.ts';
import type { Block, Span } from '../markdown/types.ts';
import { CellContent, FieldContent, type Marked } from './content.ts';
import type { Fields } from './format.ts';
import { fold, isDash, type Kind, type Leaf, type ReadScope } from './kinds.ts';
import type { Problem } from './model.ts';

/** A label and everything up to the next one. Lines before the first label have `key` null. */
export interface Segment {
  readonly key: string | null;
  readonly label: string;
  readonly labelAt: Span;
  /** Lines of the label's own paragraph; the first starts after the label. */
  readonly lines: readonly Piece[];
  readonly blocks: readonly Block[];
  /** Labels that start no field of the format: other bold text, or a misspelt or misplaced one. */
  readonly strays: readonly Stray[];
}

interface Stray {
  readonly at: Span;
  readonly label: string;
}

/** Characters: a longer text in bold is no label. */
const LONGEST = 80;

const NO_KEYS: ReadonlyMap<string, string> = new Map();
const keysByFields = new WeakMap<Fields, ReadonlyMap<string, string>>();

/** Keys by their labels as they are compared; made once for each part of the format, not for each service. */
function keysOf(fields: Fields): ReadonlyMap<string, string> {
  let keys = keysByFields.get(fields);
  // As the format writes them, which most are, and folded.
  if (!keys) keysByFields.set(fields, (keys = new Map(Object.entries(fields).flatMap(([key, { label }]) => [[label, key], [fold(label), key]] as const))));
  return keys;
}

type OpenSegment = { -readonly [K in keyof Segment]: Segment[K] };

/** Cuts the blocks `from` to `to`, those under one heading, into labelled fields. Only labels of the format start a field; other bold text is text. */
export function segments(all: readonly Block[], from: number, to: number, fields: Fields | null): Segment[] {
  const keys = fields ? keysOf(fields) : NO_KEYS;
  const out: OpenSegment[] = [];
  let current: OpenSegment | undefined;
  for (let i = from; i < to; i++) {
    const block = all[i]!;
    if (block.kind !== 'paragraph' || block.quoteDepth > 0 || block.listDepth > 1) {
      if (!current) out.push((current = unlabelled(block.at.start)));
      current.blocks = append(current.blocks, block);
      if (block.kind === 'paragraph') for (const line of block.lines) addStray(current, line);
      continue;
    }
    /** Lines before the paragraph's first label are a block of the field before it. */
    let labelled = false;
    let text: { lines: readonly Piece[] } | undefined;
    for (let j = 0; j < block.lines.length; j++) {
      const line = block.lines[j]!;
      const label = labelOf(line);
      const key = label && (keys.get(label.text) ?? keys.get(fold(label.text)));
      if (label && key) {
        current = labelledWith(key, label, line);
        addStray(current, current.lines[0]!);
        out.push(current);
        labelled = true;
        continue;
      }
      if (labelled) current!.lines = append(current!.lines, line);
      else if (text) text.lines = append(text.lines, line);
      else {
        if (!current) out.push((current = unlabelled(line.start)));
        const { kind, at, quoteDepth, listDepth } = block;
        const part = { kind, lines: [line] as readonly Piece[], at, quoteDepth, listDepth };
        current.blocks = append(current.blocks, part);
        text = part;
      }
      if (label) addStray(current!, line);
    }
  }
  for (let i = 0; i < out.length; i++) out[i]!.blocks = withoutMarkers(out[i]!.blocks);
  return out;
}

function unlabelled(start: number): OpenSegment {
  return { key: null, label: '', labelAt: { start, end: start }, lines: NONE, blocks: NONE, strays: NONE };
}

function labelledWith(key: string, { text: label, end: behind }: Label, { text, start, end }: Piece): OpenSegment {
  let from = behind;
  while (text.charCodeAt(from) === 32 || text.charCodeAt(from) === 9) from++;
  return { key, label, labelAt: { start, end: start + behind }, lines: [new Piece(text.slice(from), Math.min(start + from, end), end)], blocks: NONE, strays: NONE };
}

interface Label {
  readonly text: string;
  /** Behind its marks in the line. */
  readonly end: number;
}

/** `**Label:**` or `**Label**:` at the beginning of a line. */
function labelOf({ text }: Piece): Label | null {
  if (text.charCodeAt(0) !== 42 || text.charCodeAt(1) !== 42) return null;
  const close = text.indexOf('*', 2);
  if (close < 3 || close > LONGEST + 3 || text.charCodeAt(close + 1) !== 42) return null;
  if (close > 3 && text.charCodeAt(close - 1) === 58) return { text: text.slice(2, close - 1), end: close + 2 };
  return text.charCodeAt(close + 2) === 58 && close <= LONGEST + 2 ? { text: text.slice(2, close), end: close + 3 } : null;
}

function addStray(segment: OpenSegment, line: Piece): void {
  const label = labelOf(line);
  if (label) segment.strays = append(segment.strays, { at: { start: line.start, end: line.start + label.end }, label: label.text });
}

/** A list marker whose text started the next field stands at the end of the previous segment; it is nobody's content. */
function withoutMarkers(blocks: readonly Block[]): readonly Block[] {
  let end = blocks.length;
  while (end > 0 && blocks[end - 1]!.kind === 'item') end--;
  return end === blocks.length ? blocks : blocks.slice(0, end);
}

const NOT_APPLICABLE = /^not applicable\b[ \t]*[:–—-]?[ \t]*/i;
/** A value that waits for a row of 7.0. */
const OPEN = /^open\b[^\p{L}\d]{0,3}(?:see )?(D-?\d{1,4})\b/iu;

/** Reads one field's segment with its kind. An empty field is `undefined`: as good as missing. */
export function readField<T>(kind: Kind<T>, segment: Segment): Leaf<T> | undefined {
  const content = new FieldContent<T>(segment);
  return content.isEmpty ? undefined : readLeaf(kind, content);
}

function readLeaf<T>(kind: Kind<T>, content: Marked<T>): Leaf<T> {
  const { inline } = content;
  // In small letters. Most values begin with another one, and need no pattern.
  const first = inline.charCodeAt(0) | 32;
  const absent = first === 110 ? NOT_APPLICABLE.exec(inline) : null;
  if (absent) {
    const reason = content.text.slice(absent[0].length).trim();
    if (reason !== '') return { state: 'not-applicable', reason, at: content.at };
    return { state: 'unreadable', text: shown(content), at: content.at, example: 'Not applicable: the provider sends no events', problem: 'a reason is missing' };
  }
  const value = kind.read(content, scope);
  if (value === null) {
    const decision = first === 111 ? OPEN.exec(inline)?.[1] : undefined;
    if (decision !== undefined) return { state: 'not-applicable', reason: content.text, decision, at: content.at };
    const problem = kind.explain?.(content);
    return { state: 'unreadable', text: shown(content), at: content.at, example: kind.example, ...(problem ? { problem } : {}) };
  }
  content.value = value;
  return content;
}

/** What the content's range holds: the field's own line, or the first of the blocks below it. */
function shown({ text }: Marked<unknown>): string {
  return text.trimStart().split('\n', 1)[0]!;
}

const scope: ReadScope = {
  leaf: <T>(kind: Kind<T>, cell: Piece) => {
    const content = new CellContent<T>(cell);
    const { text } = content;
    if (text.length < 4 && isDash(text)) return { state: 'not-applicable', reason: text, at: cell.at };
    return readLeaf(kind, content);
  },
};

/** Reads the fields of a part; duplicates and misplaced ones become problems, the first of a kind wins. */
export function readFields(fields: Fields, parts: readonly Segment[], problems: Problem[]): Record<string, Leaf<unknown> | undefined> {
  const out: Record<string, Leaf<unknown> | undefined> = {};
  const order = Object.keys(fields);
  /** The first segment of each field, by its key. */
  let firsts: Map<string | null, Segment> | undefined;
  let furthest = -1;
  for (let i = 0; i < parts.length; i++) {
    const segment = parts[i]!;
    const { key } = segment;
    if (key === null) continue;
    if (Object.hasOwn(out, key)) {
      firsts ??= new Map(parts.toReversed().map((part) => [part.key, part]));
      problems.push({
        kind: 'duplicate-field',
        at: segment.labelAt,
        message: `Unexpected second "${segment.label}", expected one`,
        related: { message: 'the first one', at: firsts.get(key)!.labelAt },
      });
      continue;
    }
    const place = order.indexOf(key);
    if (place < furthest) {
      const late = fields[order[furthest]!]!.label;
      problems.push({ kind: 'misordered-field', at: segment.labelAt, message: `Unexpected "${segment.label}" after "${late}", expected it before` });
    }
    furthest = Math.max(furthest, place);
    out[key] = readField(fields[key]!.kind, segment);
  }
  return out;
}

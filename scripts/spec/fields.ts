import type { Block, Located, Paragraph, Span } from '../markdown/types.ts';
import { inlineText, type InlineText } from '../markdown/inline.ts';
import type { Fields } from './format.ts';
import { fold, isDash, type Content, type Kind, type Leaf, type ReadScope } from './kinds.ts';
import type { Problem } from './model.ts';

/** A label and everything up to the next one. Lines before the first label have `key` null. */
export interface Segment {
  readonly key: string | null;
  readonly label: string;
  readonly labelAt: Span;
  /** Lines of the label's own paragraph; the first starts after the label. */
  readonly lines: readonly Located[];
  readonly blocks: readonly Block[];
}

const LABEL = /^\*\*([^*\n]{1,80}?)(?::\*\*|\*\*:)[ \t]*/;

/** Cuts the blocks under one heading into labelled fields. Only labels of the format start a field; other bold text is text. */
export function segments(blocks: readonly Block[], fields: Fields | null): Segment[] {
  const keys = new Map<string, string>();
  if (fields) for (const [key, { label }] of Object.entries(fields)) keys.set(fold(label), key);
  const out: { key: string | null; label: string; labelAt: Span; lines: Located[]; blocks: Block[] }[] = [];
  const open = (key: string | null, label: string, labelAt: Span) => {
    const segment = { key, label, labelAt, lines: [] as Located[], blocks: [] as Block[] };
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
    let rest: Located[] | null = null;
    for (const line of block.lines) {
      const match = line.text.startsWith('**') ? LABEL.exec(line.text) : null;
      const key = match && keys.get(fold(match[1]!));
      if (match && key) {
        const start = line.at.start;
        current = open(key, match[1]!, { start, end: start + match[0].trimEnd().length });
        rest = current.lines;
        rest.push({ text: line.text.slice(match[0].length), at: { start: Math.min(start + match[0].length, line.at.end), end: line.at.end } });
      } else if (rest) {
        rest.push(line);
      } else {
        current ??= open(null, '', { start: line.at.start, end: line.at.start });
        rest = [];
        const paragraph: Paragraph = { ...block, lines: rest };
        current.blocks.push(paragraph);
        rest.push(line);
      }
    }
  }
  for (const segment of out) dropMarkers(segment.blocks);
  return out;
}

/** A list marker whose text started the next field stands at the end of the previous segment; it is nobody's content. */
function dropMarkers(blocks: Block[]): void {
  while (blocks.at(-1)?.kind === 'item') blocks.pop();
}

/** Labels that look like a misspelt or misplaced one of the format. */
export function strayLabels(segment: Segment, isKnown: (label: string) => string | null): { at: Span; label: string; suggestion: string }[] {
  const found: { at: Span; label: string; suggestion: string }[] = [];
  const look = (line: Located) => {
    const match = line.text.startsWith('**') ? LABEL.exec(line.text) : null;
    const suggestion = match && isKnown(match[1]!);
    if (match && suggestion) found.push({ at: { start: line.at.start, end: line.at.start + match[0].trimEnd().length }, label: match[1]!, suggestion });
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
  const content = contentOf(segment);
  if (content.text === '' && content.blocks.length === 0) return undefined;
  return readLeaf(kind, content, content.mentions);
}

interface Mentions {
  readonly sources: readonly string[];
  readonly unverified: boolean;
}

function readLeaf<T>(kind: Kind<T>, content: Content, { sources, unverified }: Mentions): Leaf<T> {
  const { at, text } = content;
  // What `at` holds: the field's own line, or the first of the blocks below it.
  const shown = text.trimStart().split('\n', 1)[0]!;
  const absent = NOT_APPLICABLE.exec(content.inline);
  if (absent) {
    const reason = text.slice(absent[0].length).trim();
    if (reason !== '') return { state: 'not-applicable', reason, at };
    return { state: 'unreadable', text: shown, at, example: 'Not applicable: the provider sends no events', problem: 'a reason is missing' };
  }
  const value = kind.read(content, scope);
  if (value === null) {
    const decision = OPEN.exec(content.inline)?.[1];
    if (decision !== undefined) return { state: 'not-applicable', reason: text, decision, at };
    const problem = kind.explain?.(content);
    return { state: 'unreadable', text: shown, at, example: kind.example, ...(problem ? { problem } : {}) };
  }
  return { state: 'stated', value, text, at, sources, unverified };
}

const scope: ReadScope = {
  leaf: (kind, source, at) => {
    const inline = inlineText(source, at.start);
    const text = inline.text.trim();
    if (isDash(text)) return { state: 'not-applicable', reason: text, at };
    const content: Content = { inline: text, at, blocks: [], text, items: pieces(text), urls: inline.links.map((l) => l.url) };
    return readLeaf(kind, content, { sources: inline.footnotes.map((f) => f.id), unverified: isUnverified(text) });
  },
};

function isUnverified(text: string): boolean {
  return /\bunverified\b/i.test(text);
}

function pieces(text: string): string[] {
  return text.split(/[;\n]/).map((p) => p.trim()).filter((p) => p !== '');
}

/** Text, places and marks of a segment. `at` is the field's own paragraph, or the first block when that is empty. */
function contentOf(segment: Segment): Content & { mentions: Mentions } {
  const runs: InlineText[] = [];
  const read = ({ text, at }: Located) => {
    const inline = inlineText(text, at.start);
    runs.push(inline);
    return inline.text.trim();
  };
  const inline = segment.lines.map(read).join(' ').trim();
  const lines = inline === '' ? [] : [inline];
  const listed: string[] = [];
  /** The block of the first text below the field's own paragraph. */
  let below: Span | undefined;
  for (const block of segment.blocks) {
    const before = lines.length;
    if (block.kind === 'paragraph') {
      const text = block.lines.map(read).join(' ').trim();
      lines.push(text);
      if (block.listDepth > 0) listed.push(text);
    } else if (block.kind === 'table') {
      for (const row of block.rows) lines.push(row.cells.map(read).join(' | '));
    } else if (block.kind === 'code') {
      lines.push(block.text);
    }
    if (lines.slice(before).some((text) => text !== '')) below ??= block.at;
  }
  const line = segment.lines.find((l) => l.at.end > l.at.start)?.at;
  const first = (inline === '' ? below ?? line : line) ?? segment.blocks[0]?.at ?? segment.labelAt;
  const last = inline === '' ? first : segment.lines.at(-1)!.at;
  const text = lines.join('\n');
  return {
    inline,
    at: { start: first.start, end: Math.max(first.end, last.end) },
    blocks: segment.blocks,
    text,
    items: listed.length > 0 ? [...pieces(inline), ...listed] : pieces(inline),
    urls: runs.flatMap((r) => r.links.map((l) => l.url)),
    mentions: { sources: runs.flatMap((r) => r.footnotes.map((f) => f.id)), unverified: isUnverified(text) },
  };
}

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

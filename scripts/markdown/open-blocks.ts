import type { Piece } from './piece.ts';
import { REFERENCE, type Fence } from './starts.ts';
import type { Block, Located, Span, TableRow } from './types.ts';

/** A block before it is known in how many containers it stands. */
export type BareBlock = Block extends infer B ? (B extends Block ? Omit<B, 'quoteDepth' | 'listDepth'> : never) : never;

/** A block that holds others and is still open. */
export type Container =
  | { readonly kind: 'quote' }
  | { readonly kind: 'item'; readonly indent: number; readonly line: number; empty: boolean }
  | {
      readonly kind: 'footnote';
      readonly id: string;
      readonly idAt: Span;
      readonly start: number;
      readonly texts: Located[];
    };

/** A block without others in it that is still being read. */
export type Leaf =
  | { kind: 'paragraph'; lines: Piece[]; start: number }
  | {
      kind: 'fence';
      fence: Fence;
      indent: number;
      lines: string[];
      start: number;
      from: number;
      to: number;
      closed: boolean;
    }
  | { kind: 'indented'; lines: string[]; start: number; end: number; blank: string[] }
  | { kind: 'html'; until: RegExp | 'blank'; comment: boolean; start: number; end: number; closed: boolean }
  | { kind: 'table'; header: TableRow; rows: TableRow[]; start: number; end: number };

/** The block that a leaf has become, in the text, where it ends with its last line or at `end`. */
export function blockOf(leaf: Leaf, text: string, end?: number): BareBlock | null {
  switch (leaf.kind) {
    case 'paragraph': {
      const lines = dropReferences(leaf.lines);
      if (lines.length === 0) return null;
      return { kind: 'paragraph', lines, at: { start: lines[0]!.start, end: lines.at(-1)!.end } };
    }
    case 'fence':
      return {
        kind: 'code',
        fenced: true,
        language: /^[^\s{]*/.exec(leaf.fence.info)![0].toLowerCase(),
        text: leaf.lines.join('\n'),
        textAt: { start: leaf.from < 0 ? leaf.to : leaf.from, end: leaf.to },
        closed: leaf.closed,
        at: { start: leaf.start, end: end ?? leaf.to },
      };
    case 'indented': {
      const at = { start: leaf.start, end: leaf.end };
      return { kind: 'code', fenced: false, language: '', text: leaf.lines.join('\n'), textAt: at, closed: true, at };
    }
    case 'html':
      return {
        kind: 'html',
        comment: leaf.comment,
        closed: leaf.closed || leaf.until === 'blank',
        text: text.slice(leaf.start, leaf.end),
        at: { start: leaf.start, end: leaf.end },
      };
    case 'table':
      return {
        kind: 'table',
        header: leaf.header,
        rows: leaf.rows,
        at: { start: leaf.start, end: leaf.end },
      };
  }
}

/** The block of a footnote definition, with the text of all paragraphs in it. */
export function footnoteOf({ id, idAt, start, texts }: Container & { kind: 'footnote' }): BareBlock {
  const textAt = { start: texts[0]?.at.start ?? idAt.end + 2, end: texts.at(-1)?.at.end ?? idAt.end + 2 };
  const text = texts.map((t) => t.text).join('\n');
  return { kind: 'footnote', id, idAt, text, textAt, at: { start, end: textAt.end } };
}

/** Link reference definitions at the start of a paragraph are no text. */
export function dropReferences(lines: Piece[]): Piece[] {
  let i = 0;
  while (i < lines.length && lines[i]!.text.startsWith('[') && REFERENCE.test(lines[i]!.text)) i++;
  return i === 0 ? lines : lines.slice(i);
}

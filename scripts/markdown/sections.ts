import type { Heading, MarkdownDocument, Span } from './types.ts';
import { inlineText } from './inline.ts';

/** A top-level heading and what stands below it, up to the next heading of the same or a higher level. */
export interface OutlineSection {
  readonly heading: Heading;
  readonly level: number;
  /** `7`, `3.4`, `7.P.1`; null for a heading without a number. */
  readonly number: string | null;
  /** Plain text of the heading without the number. */
  readonly title: string;
  /** Where the title begins, after the number. */
  readonly titleStart: number;
  readonly span: Span;
  /** Index range in `doc.blocks`: the heading itself first. */
  readonly blocks: readonly [from: number, to: number];
}

/** `7`, `7.`, `7)`, `3.4)`, `3.6 -`, `7.P.1`, `Section 7:`, `§ 7`. */
const NUMBER =
  /^(?:(?:Section|Abschnitt|Kapitel|Chapter|§)\s{0,3})?(\d{1,4}(?:\.(?:\d{1,4}|[A-Z]))*)(?:[.):]|(?=\s|$))\s*(?:[-–—:]\s*)?/i;

const outlines = new WeakMap<MarkdownDocument, readonly OutlineSection[]>();

/**
 * The numbered structure of a document, made once. Headings in fences, comments, quotes and list items are decoys and
 * no sections.
 */
export function outline(doc: MarkdownDocument): readonly OutlineSection[] {
  let sections = outlines.get(doc);
  if (!sections) outlines.set(doc, (sections = outlineOf(doc)));
  return sections;
}

function outlineOf(doc: MarkdownDocument): readonly OutlineSection[] {
  const sections: {
    heading: Heading;
    level: number;
    number: string | null;
    title: string;
    titleStart: number;
    span: { start: number; end: number };
    blocks: [number, number];
  }[] = [];
  const open: typeof sections = [];
  doc.blocks.forEach((block, index) => {
    if (block.kind !== 'heading' || block.quoteDepth > 0 || block.listDepth > 0) return;
    while (open.length > 0 && open.at(-1)!.level >= block.level) close(open.pop()!, block.at.start, index);
    const inline = inlineText(block.text, block.textAt.start);
    const text = inline.text.trim();
    const match = NUMBER.exec(text.slice(0, 60));
    const section = {
      heading: block,
      level: block.level,
      number: match ? match[1]!.toUpperCase() : null,
      title: match ? text.slice(match[0].length).trim() : text,
      titleStart:
        match && match[0].length < text.length
          ? inline.locate(inline.text.length - inline.text.trimStart().length + match[0].length)
          : block.textAt.start,
      span: { start: block.at.start, end: doc.text.length },
      blocks: [index, doc.blocks.length] as [number, number],
    };
    sections.push(section);
    open.push(section);
  });
  return sections;
}

function close(section: { span: { end: number }; blocks: [number, number] }, end: number, index: number): void {
  section.span.end = end;
  section.blocks[1] = index;
}

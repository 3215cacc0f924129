import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { lineStarts, position } from '../../scripts/markdown/lines.ts';
import { parseMarkdown } from '../../scripts/markdown/blocks.ts';

interface MdNode {
  readonly type: string;
  readonly depth?: number;
  readonly lang?: string | null;
  readonly value?: string;
  readonly children?: readonly MdNode[];
  readonly position?: {
    readonly start: { line: number; column: number; offset: number };
    readonly end: { line: number; column: number };
  };
}

/** mdast has one type for HTML in blocks and in lines; a block starts where only container prefixes stand before it. */
function isBlockStart(text: string, offset: number): boolean {
  return /^[\s>*+\-\d.)]*$/.test(
    text
      .slice(0, offset)
      .split(/\r\n?|\n/)
      .at(-1)!,
  );
}

/** Headings, code, tables and comments as one line each: `12:1-14 code js`. */
export function byMdast(text: string): string[] {
  const tree = fromMarkdown(text, {
    extensions: [gfm(), frontmatter(['yaml'])],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
  }) as MdNode;
  const out: string[] = [];
  const visit = (node: MdNode, inFootnote: boolean) => {
    const { start, end } = node.position ?? { start: { line: 0, column: 0 }, end: { line: 0 } };
    const at = `${start.line}:${start.column}-${end.line}`;
    if (!inFootnote) {
      if (node.type === 'heading') out.push(`${at} heading ${node.depth}`);
      // Where code ends without a closing fence, mdast counts the blank lines after it; the text says what matters.
      else if (node.type === 'code')
        out.push(`${start.line}:${start.column} code ${JSON.stringify(node.value!.replace(/\r\n?/g, '\n'))}`);
      else if (node.type === 'table')
        out.push(`${at} table ${node.children!.length - 1}x${node.children![0]!.children!.length}`);
      else if (
        node.type === 'html' &&
        node.value!.trimStart().startsWith('<!--') &&
        isBlockStart(text, node.position!.start.offset)
      )
        out.push(`${start.line}-${end.line} comment`);
    }
    for (const child of node.children ?? []) visit(child, inFootnote || node.type === 'footnoteDefinition');
  };
  for (const child of tree.children ?? []) visit(child, child.type === 'footnoteDefinition');
  return out.sort();
}

export function byUs(text: string): string[] {
  const starts = lineStarts(text);
  const out: string[] = [];
  for (const block of parseMarkdown(text).blocks) {
    const start = position(starts, block.at.start);
    const at = `${start.line}:${start.column}-${position(starts, Math.max(block.at.start, block.at.end)).line}`;
    if (block.kind === 'heading') out.push(`${at} heading ${block.level}`);
    else if (block.kind === 'code') out.push(`${start.line}:${start.column} code ${JSON.stringify(block.text)}`);
    else if (block.kind === 'table') out.push(`${at} table ${block.rows.length}x${block.header.cells.length}`);
    else if (block.kind === 'html' && block.comment)
      out.push(`${start.line}-${position(starts, block.at.end).line} comment`);
  }
  return out.sort();
}

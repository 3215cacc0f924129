import { inlineText, type InlineText } from '../markdown/inline.ts';
import type { Block, Located, Span } from '../markdown/types.ts';
import type { PartKey } from './format.ts';
import type { Segment } from './fields.ts';
import type { CodeBlock, Prose } from './model.ts';

interface Where {
  readonly section: string;
  readonly service: number | null;
  readonly part: PartKey | null;
  readonly field: string | null;
}

/** A run of text. Most runs are never asked for their plain text more than once or twice, so it is made on demand and kept. */
class Run implements Prose {
  readonly #where: Where;
  readonly column: string | null;
  readonly kind: Prose['kind'];
  readonly source: string;
  readonly at: Span;
  #inline: InlineText | undefined;

  constructor(where: Where, kind: Prose['kind'], column: string | null, source: string, at: Span) {
    this.#where = where;
    this.kind = kind;
    this.column = column;
    this.source = source;
    this.at = at;
  }

  get section() {
    return this.#where.section;
  }
  get service() {
    return this.#where.service;
  }
  get part() {
    return this.#where.part;
  }
  get field() {
    return this.#where.field;
  }
  get inline(): InlineText {
    return (this.#inline ??= inlineText(this.source, this.at.start));
  }
  get text() {
    return this.inline.text;
  }
  get references() {
    return this.inline.footnotes;
  }
  readonly locate = (offset: number): number => this.inline.locate(offset);
}

/** Gathers the text and code of a section while it is read. */
export function collectText() {
  const prose: Prose[] = [];
  const code: CodeBlock[] = [];

  const lines = (where: Where, run: readonly Located[]) => {
    for (const { text, at } of run) if (text !== '') prose.push(new Run(where, 'line', null, text, at));
  };

  const block = (where: Where, b: Block) => {
    if (b.kind === 'paragraph') lines(where, b.lines);
    else if (b.kind === 'code') code.push({ ...where, block: b });
    else if (b.kind === 'heading') prose.push(new Run(where, 'heading', null, b.text, b.textAt));
    else if (b.kind === 'table') {
      for (const row of b.rows) {
        row.cells.forEach((cell, i) => {
          if (cell.text !== '') prose.push(new Run(where, 'cell', b.header.cells[i]!.text, cell.text, cell.at));
        });
      }
    }
  };

  return {
    prose,
    code,
    add(node: { number: string; titleSource: Located }, parts: readonly Segment[], service: number | null, part: PartKey | null) {
      const base = { section: node.number, service, part };
      prose.push(new Run({ ...base, field: null }, 'heading', null, node.titleSource.text, node.titleSource.at));
      for (const segment of parts) {
        const where = { ...base, field: segment.key };
        lines(where, segment.lines);
        for (const b of segment.blocks) block(where, b);
      }
    },
  };
}

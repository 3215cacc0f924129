import { Piece } from '../markdown/piece.ts';
import type { Block } from '../markdown/types.ts';
import type { PartKey } from './format.ts';
import type { Segment } from './fields.ts';
import type { CodeBlock, Prose } from './model.ts';

interface Where {
  readonly section: string;
  readonly service: number | null;
  readonly part: PartKey | null;
  readonly field: string | null;
}

/** A run of text: a piece of the document with the place that it has in the section. */
class Run implements Prose {
  readonly #where: Where;
  readonly #piece: Piece;
  readonly source: string;
  readonly column: string | null;
  readonly kind: Prose['kind'];
  /** Only runs with findings are asked. */
  #locate: ((offset: number) => number) | undefined;

  constructor(where: Where, kind: Prose['kind'], column: string | null, piece: Piece) {
    this.#where = where;
    this.#piece = piece;
    this.source = piece.text;
    this.kind = kind;
    this.column = column;
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
  get text() {
    return this.#piece.plain;
  }
  get at() {
    return this.#piece.at;
  }
  get references() {
    return this.#piece.footnotes;
  }
  get locate() {
    return (offset: number): number => (this.#locate ??= this.#piece.inline().locate)(offset);
  }
}

/** Gathers the text and code of a section while it is read. */
export function collectText() {
  const prose: Prose[] = [];
  const code: CodeBlock[] = [];

  const lines = (where: Where, run: readonly Piece[]) => {
    for (const piece of run) if (piece.text !== '') prose.push(new Run(where, 'line', null, piece));
  };

  const block = (where: Where, b: Block) => {
    if (b.kind === 'paragraph') lines(where, b.lines);
    else if (b.kind === 'code') code.push({ ...where, block: b });
    else if (b.kind === 'heading') prose.push(new Run(where, 'heading', null, new Piece(b.text, b.textAt.start, b.textAt.end)));
    else if (b.kind === 'table') {
      const columns = b.header.cells.map((cell) => cell.text);
      for (const { cells } of b.rows) {
        for (let i = 0; i < cells.length; i++) if (cells[i]!.text !== '') prose.push(new Run(where, 'cell', columns[i]!, cells[i]!));
      }
    }
  };

  return {
    prose,
    code,
    add(node: { number: string; titleSource: Piece }, parts: readonly Segment[], service: number | null, part: PartKey | null) {
      const section = node.number;
      prose.push(new Run({ section, service, part, field: null }, 'heading', null, node.titleSource));
      for (const segment of parts) {
        const where = { section, service, part, field: segment.key };
        lines(where, segment.lines);
        for (const b of segment.blocks) block(where, b);
      }
    },
  };
}

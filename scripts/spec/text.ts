import { Piece } from '../markdown/piece.ts';
import type { Block, Table } from '../markdown/types.ts';
import type { PartKey } from './format.ts';
import type { Segment } from './fields.ts';
import type { CodeBlock, Prose } from './model.ts';

interface Where {
  readonly section: string;
  readonly service: number | null;
  readonly part: PartKey | null;
  readonly field: string | null;
}

/** A run of text: a piece of the document with the place that it has in the section, which is one for all runs of a field. */
class Run implements Prose {
  readonly #where: Where;
  readonly kind: Prose['kind'];
  readonly column: string | null;
  readonly #piece: Piece;
  /** Only runs with findings are asked. */
  #locate: ((offset: number) => number) | undefined;

  constructor(where: Where, kind: Prose['kind'], column: string | null, piece: Piece) {
    this.#where = where;
    this.kind = kind;
    this.column = column;
    this.#piece = piece;
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
  get source() {
    return this.#piece.text;
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
    for (let i = 0; i < run.length; i++) if (run[i]!.text !== '') prose.push(new Run(where, 'line', null, run[i]!));
  };

  const table = (where: Where, { header, rows }: Table) => {
    for (let r = 0; r < rows.length; r++) {
      const { cells } = rows[r]!;
      for (let i = 0; i < cells.length; i++) if (cells[i]!.text !== '') prose.push(new Run(where, 'cell', header.cells[i]!.text, cells[i]!));
    }
  };

  const block = (where: Where, b: Block) => {
    if (b.kind === 'table') table(where, b);
    else if (b.kind === 'paragraph') lines(where, b.lines);
    else if (b.kind === 'code') code.push({ ...where, block: b });
    else if (b.kind === 'heading') prose.push(new Run(where, 'heading', null, new Piece(b.text, b.textAt.start, b.textAt.end)));
  };

  return {
    prose,
    code,
    add({ number: section, titleSource }: { number: string; titleSource: Piece }, parts: readonly Segment[], service: number | null, part: PartKey | null) {
      prose.push(new Run({ section, service, part, field: null }, 'heading', null, titleSource));
      for (let i = 0; i < parts.length; i++) {
        const { key: field, lines: own, blocks } = parts[i]!;
        const where = { section, service, part, field };
        lines(where, own);
        for (let j = 0; j < blocks.length; j++) block(where, blocks[j]!);
      }
    },
  };
}

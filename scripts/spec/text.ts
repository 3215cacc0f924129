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

/** Where a run stands, once for all runs of a place: the lines of a field, the cells of a column. */
interface Place extends Where {
  readonly kind: Prose['kind'];
  readonly column: string | null;
}

const placeOf = ({ section, service, part, field }: Where, kind: Prose['kind'], column: string | null): Place => ({ section, service, part, field, kind, column });

/** A run of text: a piece of the document with the place that it has in the section. */
class Run implements Prose {
  readonly #place: Place;
  readonly #piece: Piece;
  /** Only runs with findings are asked. */
  #locate: ((offset: number) => number) | undefined;

  constructor(place: Place, piece: Piece) {
    this.#place = place;
    this.#piece = piece;
  }

  get section() {
    return this.#place.section;
  }
  get service() {
    return this.#place.service;
  }
  get part() {
    return this.#place.part;
  }
  get field() {
    return this.#place.field;
  }
  get kind() {
    return this.#place.kind;
  }
  get column() {
    return this.#place.column;
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

  const lines = (place: Place, run: readonly Piece[]) => {
    for (let i = 0; i < run.length; i++) if (run[i]!.text !== '') prose.push(new Run(place, run[i]!));
  };

  const table = (where: Where, { header, rows }: Table) => {
    const places = header.cells.map((cell) => placeOf(where, 'cell', cell.text));
    for (let r = 0; r < rows.length; r++) {
      const { cells } = rows[r]!;
      for (let i = 0; i < cells.length; i++) if (cells[i]!.text !== '') prose.push(new Run(places[i]!, cells[i]!));
    }
  };

  const block = (line: Place, b: Block) => {
    if (b.kind === 'table') table(line, b);
    else if (b.kind === 'paragraph') lines(line, b.lines);
    else if (b.kind === 'code') code.push({ section: line.section, service: line.service, part: line.part, field: line.field, block: b });
    else if (b.kind === 'heading') prose.push(new Run(placeOf(line, 'heading', null), new Piece(b.text, b.textAt.start, b.textAt.end)));
  };

  return {
    prose,
    code,
    add({ number: section, titleSource }: { number: string; titleSource: Piece }, parts: readonly Segment[], service: number | null, part: PartKey | null) {
      prose.push(new Run({ section, service, part, field: null, kind: 'heading', column: null }, titleSource));
      for (let i = 0; i < parts.length; i++) {
        const { key, lines: own, blocks } = parts[i]!;
        const place: Place = { section, service, part, field: key, kind: 'line', column: null };
        lines(place, own);
        for (let j = 0; j < blocks.length; j++) block(place, blocks[j]!);
      }
    },
  };
}

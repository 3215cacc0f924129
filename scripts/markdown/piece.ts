import { NONE } from './append.ts';
import { inlineText, plainText, simpleText, type FootnoteReference, type InlineText } from './inline.ts';
import { lastAtMost } from './lines.ts';
import type { Located, Span } from './types.ts';

/**
 * A piece of inline source: a line of a paragraph, a cell. A field, its value and the prose read the same piece, so its
 * plain text is made once, when one of them asks, and kept. What few ask for, where a character of it stands and where
 * its links lead, is read again then instead of being kept for all.
 */
export class Piece implements Located {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What a reader sees, and few have more than that: footnotes. */
  #kept: string | Pick<InlineText, 'text' | 'footnotes'> | undefined;

  constructor(text: string, start: number, end: number) {
    this.text = text;
    this.start = start;
    this.end = end;
  }

  /** Made when it is asked for: of tens of thousands of pieces a few are named in findings. */
  get at(): Span {
    return { start: this.start, end: this.end };
  }

  /** What a reader sees: markup, footnote references and HTML comments removed. */
  get plain(): string {
    const kept = this.#kept ?? this.#keep();
    return typeof kept === 'string' ? kept : kept.text;
  }

  get footnotes(): readonly FootnoteReference[] {
    const kept = this.#kept ?? this.#keep();
    return typeof kept === 'string' ? NONE : kept.footnotes;
  }

  /** Everything that the source holds, read anew. */
  inline(): InlineText {
    return inlineText(this.text, this.start);
  }

  toJSON(): Located {
    return { text: this.text, at: this.at };
  }

  /** The part of `inline` that is kept, where it is not simple. */
  protected read(): Pick<InlineText, 'text' | 'footnotes'> {
    return plainText(this.text, this.start);
  }

  #keep(): string | Pick<InlineText, 'text' | 'footnotes'> {
    const simple = simpleText(this.text);
    if (simple !== null) return (this.#kept = simple);
    const { text, footnotes } = this.read();
    return (this.#kept = footnotes.length === 0 ? text : { text, footnotes });
  }
}

/**
 * A cell with `\\|`, which GFM reads as `|` before anything else, in code spans too: behind each of them the source is
 * one character further.
 */
export class EscapedPiece extends Piece {
  /** Where the pipes stand in the text, ascending. */
  readonly #pipes: readonly number[];

  constructor(source: string, start: number, end: number) {
    super(source.replace(/\\\|/g, '|'), start, end);
    this.#pipes = [...source.matchAll(/\\\|/g)].map((m, i) => m.index - i);
  }

  protected override read(): InlineText {
    return this.inline();
  }

  override inline(): InlineText {
    const read = super.inline();
    // Asked for once: what it needs to know of the text is made for each that is asked for.
    const { locate } = read;
    const place = (offset: number) => offset + lastAtMost(this.#pipes, offset - this.start) + 1;
    const span = ({ start, end }: Span): Span => ({ start: place(start), end: place(end - 1) + 1 });
    return {
      text: read.text,
      locate: (offset) => place(locate(offset)),
      footnotes: read.footnotes.map((note) => ({ ...note, at: span(note.at) })),
      links: read.links.map((link) => ({ ...link, at: span(link.at) })),
      codes: read.codes.map((code) => ({ ...code, at: span(code.at) })),
      comments: read.comments.map((comment) => ({ ...comment, at: span(comment.at) })),
    };
  }
}

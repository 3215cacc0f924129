import { Piece } from './piece.ts';
import { mayStart } from './starts.ts';

const isWord = (code: number) => (code > 64 && code < 91) || (code > 96 && code < 123);

/**
 * A cursor over one line after the other that counts columns, so that a tab may be used up in part by a container and
 * in part by what is in it.
 */
export class Line {
  readonly #text: string;
  end = 0;
  /** Offset of the next unread character. */
  at = 0;
  /** Indentation that the last `skipIndent` passed over. */
  skipped = 0;
  #column = 0;
  /** Columns left of a tab that was used up in part; the cursor still stands on the tab. */
  #partial = 0;
  #indentAt = -1;
  #indent = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Goes to a line. */
  begin(start: number, end: number): void {
    this.at = start;
    this.end = end;
    this.skipped = 0;
    this.#column = 0;
    this.#partial = 0;
    this.#indentAt = -1;
  }

  /** Columns of white space before the next character. */
  indent(): number {
    if (this.#indentAt === this.at && this.#partial === 0) return this.#indent;
    let column = this.#column;
    let i = this.at;
    if (this.#partial > 0) {
      column += this.#partial;
      i++;
    }
    for (; i < this.end; i++) {
      const c = this.#text.charCodeAt(i);
      if (c === 32) column++;
      else if (c === 9) column += 4 - (column % 4);
      else break;
    }
    this.#indentAt = this.at;
    return (this.#indent = column - this.#column);
  }

  /** The first character after the indentation, NaN at the end. */
  char(): number {
    const i = this.#first();
    return i < this.end ? this.#text.charCodeAt(i) : NaN;
  }

  #first(): number {
    let i = this.at;
    while (i < this.end && (this.#text.charCodeAt(i) === 32 || this.#text.charCodeAt(i) === 9)) i++;
    return i;
  }

  isBlank(): boolean {
    return this.#first() === this.end;
  }

  /**
   * It begins without indentation, and with nothing that may begin a leaf or a container: bold text begins none,
   * although it has the character of a list item.
   */
  isPlain(): boolean {
    const c = this.#text.charCodeAt(this.at);
    if (c === 32 || c === 9) return false;
    if (!mayStart(c)) return true;
    return (
      c === 42 &&
      this.at + 2 < this.end &&
      this.#text.charCodeAt(this.at + 1) === 42 &&
      isWord(this.#text.charCodeAt(this.at + 2))
    );
  }

  skipIndent(): void {
    this.skipped = this.indent();
    this.skipColumns(this.skipped);
  }

  skipColumns(columns: number): void {
    if (columns === 0) return;
    let left = columns;
    while (left > 0 && this.at < this.end) {
      const c = this.#text.charCodeAt(this.at);
      const width = c === 9 ? (this.#partial > 0 ? this.#partial : 4 - (this.#column % 4)) : 1;
      if (c === 9 && width > left) {
        this.#partial = width - left;
        this.#column += left;
        break;
      }
      this.#partial = 0;
      this.#column += width;
      left -= width;
      this.at++;
    }
    this.#indentAt = -1;
  }

  /** Passes over `characters` that are no tabs. */
  skip(characters: number): void {
    this.at += characters;
    this.#column += characters;
    this.#indentAt = -1;
  }

  /** Passes over one optional column of white space. */
  skipSpace(): void {
    const c = this.#text.charCodeAt(this.at);
    if (this.at < this.end && (c === 32 || c === 9)) this.skipColumns(1);
  }

  rest(): string {
    return this.#text.slice(this.at, this.end);
  }

  /** The rest with the unused part of a tab as spaces: content of code. */
  expanded(): string {
    return this.#partial > 0 ? ' '.repeat(this.#partial) + this.#text.slice(this.at + 1, this.end) : this.rest();
  }

  /** The rest without trailing white space, with its place. */
  located(): Piece {
    let end = this.end;
    while (end > this.at && (this.#text.charCodeAt(end - 1) === 32 || this.#text.charCodeAt(end - 1) === 9)) end--;
    return new Piece(this.#text.slice(this.at, end), this.at, end);
  }
}

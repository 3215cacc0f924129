import { append, NONE } from './append.ts';
import { lastAtMost } from './lines.ts';
import type { Located, Span } from './types.ts';

export interface FootnoteReference {
  readonly id: string;
  readonly at: Span;
}

export interface InlineText {
  /** What a reader sees: markup, footnote references and HTML comments removed. */
  readonly text: string;
  /** Offset in the document of an offset in `text`. */
  readonly locate: (offset: number) => number;
  readonly footnotes: readonly FootnoteReference[];
  readonly links: readonly { readonly url: string; readonly at: Span }[];
  readonly codes: readonly Located[];
  readonly comments: readonly Located[];
}

/** The code span that a place touches; a loop over all of them would make many places times many spans. */
export function codeAt({ codes }: Pick<InlineText, 'codes'>, { start, end }: Span): Located | null {
  // They are in order and do not overlap: only the last that begins before the place ends can reach into it.
  let [low, high] = [0, codes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (codes[middle]!.at.start < end) low = middle + 1;
    else high = middle;
  }
  const last = codes[low - 1] as Located | undefined;
  return last && start < last.at.end ? last : null;
}

const SPECIAL = /[\\`*_[\]<&]|~~|https?:/;

/**
 * Plain text of one run of inline source that starts at offset `base` of the document. Code spans, escapes, links,
 * autolinks and footnote references are read as CommonMark and GFM read them; emphasis marks are dropped where they can
 * be marks. Linear in the length of the source.
 */
export function inlineText(source: string, base: number): InlineText {
  if (!SPECIAL.test(source))
    return {
      text: source,
      locate: (offset) => base + offset,
      footnotes: NONE,
      links: NONE,
      codes: NONE,
      comments: NONE,
    };
  return new Scanner(source, base, true).run();
}

/** The plain text of a source that has no marks, or is one name in backticks, as most are; null for all others. */
export function simpleText(source: string): string | null {
  if (!SPECIAL.test(source)) return source;
  const last = source.length - 1;
  return last > 1 && source.charCodeAt(0) === 96 && source.charCodeAt(1) !== 32 && source.indexOf('`', 1) === last
    ? source.slice(1, last)
    : null;
}

/** Of the others, what most ask for: the places and links of a few are wanted. */
export function plainText(source: string, base: number): Pick<InlineText, 'text' | 'footnotes'> {
  return new Scanner(source, base, false).run();
}

const FOOTNOTE = /\[\^([^\]\s[]{1,200})\]/y;
const DESTINATION =
  /\(\s{0,20}(?:<([^<>\n]{0,2000})>|([^\s()<>]{0,2000}(?:\([^\s()<>]{0,500}\)[^\s()<>]{0,500}){0,10}))(?:\s{1,20}(?:"[^"]{0,500}"|'[^']{0,500}'|\([^()]{0,500}\)))?\s{0,20}\)/y;
const AUTOLINK = /<([a-z][a-z0-9+.-]{1,31}:[^\s<>]{0,2000})>/iy;
const TAG = /<\/?[a-z][a-z0-9-]{0,40}(?:\s[^<>]{0,500})?\/?>/iy;
/** A footnote may follow it directly. */
const BARE_URL = /https?:\/\/(?:(?!\[\^)[^\s<>`|\]]){1,2000}/y;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(amp|lt|gt|quot|apos|nbsp|times|ndash|mdash|hellip|euro|middot));/iy;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  times: '×',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  euro: '€',
  middot: '·',
};

const SPECIALS = new Uint8Array(128);
for (const c of '\\`[]<&*_~h') SPECIALS[c.charCodeAt(0)] = 1;
/** Whether a character may begin something. */
const isSpecial = (code: number) => code < 128 && SPECIALS[code] === 1;
const LETTER = /[A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d]/u;

/** Reads a source once, and is what it read. */
class Scanner implements InlineText {
  text = '';
  footnotes: InlineText['footnotes'] = NONE;
  links: InlineText['links'] = NONE;
  codes: InlineText['codes'] = NONE;
  comments: InlineText['comments'] = NONE;
  readonly #source: string;
  readonly #base: number;
  /** Places and links are wanted too. */
  readonly #all: boolean;
  /** Output pieces and, with places, where each begins in the source. */
  readonly #pieces: string[] = [];
  readonly #froms: number[] | null;
  #brackets: readonly { piece: number; from: number }[] = NONE;
  #closers: Map<number, number> | undefined;
  #noComment = false;
  #i = 0;
  #plainFrom = 0;

  constructor(source: string, base: number, all: boolean) {
    this.#source = source;
    this.#base = base;
    this.#all = all;
    this.#froms = all ? [] : null;
  }

  run(): this {
    const s = this.#source;
    for (;;) {
      // The position is kept in the object only where something may begin.
      let i = this.#i;
      while (i < s.length && !isSpecial(s.charCodeAt(i))) i++;
      this.#i = i;
      if (i >= s.length) break;
      const c = s[i]!;
      if (c === '\\') this.#escape();
      else if (c === '`') this.#code();
      else if (c === '[') this.#open();
      else if (c === ']') this.#close();
      else if (c === '<') this.#angle();
      else if (c === '&') this.#entity();
      else if (c === '*' || c === '_' || c === '~') this.#emphasis(c);
      else if (i === 0 || !LETTER.test(s[i - 1]!)) this.#url();
      else this.#i++;
    }
    this.#flush(s.length);
    this.text = this.#pieces.length === 1 ? this.#pieces[0]! : this.#pieces.join('');
    return this;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#i;
    return pattern.exec(this.#source);
  }

  /** Ends the run of plain characters before `end`. */
  #flush(end: number): void {
    if (end > this.#plainFrom) this.#emit(this.#source.slice(this.#plainFrom, end), this.#plainFrom);
  }

  #emit(text: string, from: number): void {
    this.#pieces.push(text);
    this.#froms?.push(from);
  }

  /** Replaces `length` characters at the cursor by `text`. */
  #replace(length: number, text: string): void {
    this.#flush(this.#i);
    if (text !== '') this.#emit(text, this.#i);
    this.#i += length;
    this.#plainFrom = this.#i;
  }

  #span(length: number): Span {
    return { start: this.#base + this.#i, end: this.#base + this.#i + length };
  }

  #escape(): void {
    const next = this.#source[this.#i + 1];
    if (next !== undefined && /[!-/:-@[-`{-~]/.test(next)) {
      this.#flush(this.#i);
      this.#emit(next, this.#i + 1);
      this.#i += 2;
      this.#plainFrom = this.#i;
    } else this.#i++;
  }

  /**
   * Where the run of `length` backticks that ends at `from` is closed. Mostly by the next run; otherwise all runs are
   * paired once.
   */
  #closer(from: number, length: number): number | undefined {
    const s = this.#source;
    const next = s.indexOf('`', from);
    // The rest of a run whose first character is escaped opens nothing.
    if (next < 0 || s[from - length - 1] === '`') return undefined;
    let end = next + 1;
    while (s[end] === '`') end++;
    return end - next === length ? next : (this.#closers ??= this.#runs()).get(from - length);
  }

  /** Start of each backtick run → start of the next run of the same length. */
  #runs(): Map<number, number> {
    const closers = new Map<number, number>();
    const last = new Map<number, number>();
    for (const { index, 0: run } of this.#source.matchAll(/`+/g)) {
      const before = last.get(run.length);
      if (before !== undefined) closers.set(before, index);
      last.set(run.length, index);
    }
    return closers;
  }

  #code(): void {
    const s = this.#source;
    let length = 1;
    while (s[this.#i + length] === '`') length++;
    const close = this.#closer(this.#i + length, length);
    if (close === undefined) {
      this.#i += length;
      return;
    }
    let from = this.#i + length;
    let to = close;
    if (to - from > 2 && s[from] === ' ' && s[to - 1] === ' ' && s.slice(from, to).trim() !== '') {
      from++;
      to--;
    }
    const text = s.slice(from, to);
    if (this.#all) this.codes = append(this.codes, { text, at: this.#span(close + length - this.#i) });
    this.#flush(this.#i);
    this.#emit(text, from);
    this.#i = this.#plainFrom = close + length;
  }

  #open(): void {
    const note = this.#match(FOOTNOTE);
    if (note) {
      this.footnotes = append(this.footnotes, { id: note[1]!, at: this.#span(note[0].length) });
      this.#replace(note[0].length, '');
      return;
    }
    const image = this.#i > this.#plainFrom && this.#source[this.#i - 1] === '!';
    this.#flush(image ? this.#i - 1 : this.#i);
    const from = image ? this.#i - 1 : this.#i;
    this.#emit(this.#source.slice(from, this.#i + 1), from);
    this.#brackets = append(this.#brackets, { piece: this.#pieces.length - 1, from });
    this.#i = this.#plainFrom = this.#i + 1;
  }

  #close(): void {
    const open = this.#brackets.length === 0 ? undefined : (this.#brackets as { piece: number; from: number }[]).pop();
    this.#i++;
    if (!open || this.#source[this.#i] !== '(') return;
    const match = this.#match(DESTINATION);
    if (!match) return;
    this.#pieces[open.piece] = '';
    if (this.#all)
      this.links = append(this.links, {
        url: match[1] ?? match[2]!,
        at: { start: this.#base + open.from, end: this.#base + this.#i + match[0].length },
      });
    this.#i--;
    this.#replace(match[0].length + 1, '');
  }

  #angle(): void {
    const s = this.#source;
    if (s.startsWith('<!--', this.#i) && !this.#noComment) {
      const end = s.indexOf('-->', this.#i + 2);
      if (end >= 0) {
        const length = end + 3 - this.#i;
        if (this.#all)
          this.comments = append(this.comments, { text: s.slice(this.#i, end + 3), at: this.#span(length) });
        this.#replace(length, '');
        return;
      }
      this.#noComment = true;
    }
    const link = this.#match(AUTOLINK);
    if (link) {
      if (this.#all) this.links = append(this.links, { url: link[1]!, at: this.#span(link[0].length) });
      this.#flush(this.#i);
      this.#emit(link[1]!, this.#i + 1);
      this.#i = this.#plainFrom = this.#i + link[0].length;
      return;
    }
    const tag = this.#match(TAG);
    if (tag) this.#replace(tag[0].length, /^<br/i.test(tag[0]) ? ' ' : '');
    else this.#i++;
  }

  #entity(): void {
    const match = this.#match(ENTITY);
    if (!match) {
      this.#i++;
      return;
    }
    const code = match[1] ? Number(match[1]) : match[2] ? parseInt(match[2], 16) : null;
    const text =
      code === null
        ? ENTITIES[match[3]!.toLowerCase()]!
        : code > 0 && code <= 0x10ffff
          ? String.fromCodePoint(code)
          : '\ufffd';
    this.#replace(match[0].length, text);
  }

  #emphasis(mark: string): void {
    const s = this.#source;
    let length = 1;
    while (s[this.#i + length] === mark) length++;
    const before = s[this.#i - 1] ?? ' ';
    const after = s[this.#i + length] ?? ' ';
    const inWord = LETTER.test(before) && LETTER.test(after);
    const isMark =
      mark === '~'
        ? length === 2
        : mark === '_'
          ? !inWord && !(/\s/.test(before) && /\s/.test(after))
          : !(/\s/.test(before) && /\s/.test(after)) && !(/\d/.test(before) && /\d/.test(after));
    if (isMark) this.#replace(length, '');
    else this.#i += length;
  }

  #url(): void {
    const match = this.#match(BARE_URL);
    if (!match) {
      this.#i++;
      return;
    }
    let url = match[0].replace(/[.,;:!?'"*]{1,20}$/, '');
    if (url.endsWith(')') && !url.includes('(')) url = url.slice(0, -1);
    if (this.#all) this.links = append(this.links, { url, at: this.#span(url.length) });
    this.#i += url.length;
  }

  get locate(): InlineText['locate'] {
    const pieces = this.#pieces;
    const froms = this.#froms!;
    const base = this.#base;
    const end = base + this.#source.length;
    let starts: number[] | undefined;
    return (offset) => {
      if (!starts) {
        starts = [];
        let at = 0;
        for (const piece of pieces) {
          starts.push(at);
          at += piece.length;
        }
      }
      if (starts.length === 0) return base;
      const piece = Math.max(0, lastAtMost(starts, offset));
      return Math.min(base + froms[piece]! + (offset - starts[piece]!), end);
    };
  }
}

import type { Token } from 'markdown-it';
import { PARTS } from '../spec/format.ts';
import type { KnownTable } from '../spec/model.ts';
import { decisionList } from './decisions.ts';
import { findingsOf } from './findings.ts';
import { html, type Html } from './html.ts';
import { made, plainOf } from './markdown.ts';
import type { Chunk, Source } from './source.ts';

/** Splits the tokens of the section at its numbered headings, and prepares what stands below each. */
export function chunksOf(source: Source, tokens: Token[]): Chunk[] {
  const headings = new Map(source.section.headings.map((heading) => [source.lineOf(heading.at), heading]));
  const parts: { number: string; title: string; line: number; tokens: Token[] }[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    const heading = token.type === 'heading_open' && token.level === 0 ? headings.get(lineAt(token)) : undefined;
    if (heading) {
      parts.push({ number: heading.number, title: heading.title, line: lineAt(token), tokens: [] });
      i += 2;
    } else parts.at(-1)?.tokens.push(token);
  }
  return parts.map((part) => {
    const findings = source.take(part.line, part.line + 1);
    return { ...part, tokens: new Preparation(source, part.tokens).done(), findings };
  });
}

const lineAt = ({ map }: Token) => map?.[0] ?? 0;
const isBlock = ({ type, level }: Token) =>
  level === 0
    ? /^(?:paragraph_open|blockquote_open|fence|code_block|heading_open)$/.test(type)
    : level === 1 && type === 'list_item_open';

/** Gives blocks and rows their anchors, labels and findings, and puts the decisions into a form of their own. */
class Preparation {
  readonly #out: Token[] = [];
  readonly #source: Source;
  readonly #tokens: Token[];
  readonly #tables: ReadonlyMap<number, KnownTable>;

  constructor(source: Source, tokens: Token[]) {
    this.#source = source;
    this.#tokens = tokens;
    this.#tables = source.tables;
  }

  done(): Token[] {
    const { take } = this.#source;
    for (let i = 0; i < this.#tokens.length; ) i = this.#block(i);
    const last = this.#tokens.findLast(({ map }) => map)?.map?.[1];
    if (last !== undefined) this.#found(this.#tokens[0]!, take(lineAt(this.#tokens[0]!), last));
    return this.#out;
  }

  /** One block of the top level; returns the index behind it. */
  #block(from: number): number {
    const first = this.#tokens[from]!;
    const end = this.#endOf(from);
    const [line, to] = first.map ?? [0, 0];
    this.#parts(first, line, to);
    const table = first.type === 'table_open' ? this.#tables.get(line) : undefined;
    if (table?.kind === 'decisions') this.#decisions(first, table as KnownTable<'decisions'>);
    else if (first.type === 'table_open') {
      if (table?.kind === 'switches') this.#switches(first);
      this.#table(from, end);
    } else {
      const explains = first.type === 'paragraph_open' ? this.#explains(this.#tokens[from + 1]) : undefined;
      const start = this.#out.length;
      for (let i = from; i < end; i++) this.#token(i);
      this.#found(first, this.#source.take(line, to));
      if (explains) explains.push(...this.#out.splice(start));
      return end;
    }
    this.#found(first, this.#source.take(line, to));
    return end;
  }

  #token(i: number): void {
    const token = this.#tokens[i]!;
    if (token.type.startsWith('heading_')) token.tag = 'h3';
    if (isBlock(token)) token.attrs = this.#attributes(lineAt(token), this.#textOf(i, this.#endOf(i)));
    this.#out.push(token);
  }

  #table(from: number, end: number): void {
    const headers: Token[] = [];
    let column = 0;
    let isBody = false;
    for (let i = from; i < end; i++) {
      const token = this.#tokens[i]!;
      this.#out.push(token);
      if (token.type === 'tbody_open') isBody = true;
      else if (token.type === 'tr_open') {
        column = 0;
        if (isBody) token.attrs = this.#rowAttributes(i, headers);
      } else if (token.type === 'th_open') headers.push(this.#tokens[i + 1]!);
      else if (token.type === 'td_open') token.attrs = [['data-label', plainOf(headers[column++]!)], ...endOf(token)];
      else if (token.type === 'tr_close' && isBody) this.#rowFound(i, headers.length);
    }
  }

  #rowAttributes(i: number, headers: readonly Token[]): Token['attrs'] {
    const cells: string[] = [];
    for (let at = i + 1; this.#tokens[at]!.type !== 'tr_close'; at++) {
      if (this.#tokens[at]!.type === 'inline') cells.push(this.#tokens[at]!.content);
    }
    const people = headers.flatMap((header, column) =>
      this.#source.people.has(plainOf(header)) ? (cells[column] ?? '') : [],
    );
    return this.#attributes(lineAt(this.#tokens[i]!), cells.join(' | '), people.join(', '));
  }

  #rowFound(i: number, columns: number): void {
    let open = i;
    while (this.#tokens[open]!.type !== 'tr_open') open--;
    const line = lineAt(this.#tokens[open]!);
    const found = this.#source.take(line, line + 1);
    if (found.length === 0) return;
    const row = () =>
      html`<tr role="row"><td role="cell" colspan="${columns}"><div>${findingsOf(found)}</div></td></tr>`;
    this.#out.push(made(this.#tokens[i]!, row));
  }

  #decisions(like: Token, table: KnownTable<'decisions'>): void {
    const list = decisionList(this.#source, table);
    this.#out.push(made(like, list));
  }

  /** Whoever is told to throw one looks for them by this name; what introduces them stands below it. */
  #switches(like: Token): void {
    const last = this.#out.findLastIndex(({ type, level }) => type === 'paragraph_open' && level === 0);
    const introduces = last >= 0 && /^\W{0,4}kill switch/i.test(this.#out[last + 1]?.content ?? '');
    const heading = made(like, () => html`<h3 id="switches">Kill switches</h3>`);
    this.#out.splice(introduces ? last : this.#out.length, 0, heading);
  }

  /** The paragraph begins with the bold id of a decision. */
  #explains(inline: Token | undefined): Token[] | undefined {
    const children = inline?.children ?? [];
    const at = children.findIndex(({ type, content }) => type !== 'text' || content !== '');
    const [open, text, close] = children.slice(at, at + 3);
    if (open?.type !== 'strong_open' || close?.type !== 'strong_close') return undefined;
    const explained = this.#source.explained.get(text!.content.replace(/[.:]$/, ''));
    // It stands below the decision, whose id need not be said again.
    if (explained) children.splice(at, 3);
    return explained;
  }

  /** Parts of a simple service, which has no headings for them: they begin with the first label or table of each. */
  #parts(like: Token, line: number, to: number): void {
    const begun = this.#source.partsAt(line, to);
    if (begun.length === 0) return;
    const titles = begun.map(
      (id, i) => html`${i > 0 && ' · '}<span id="${id}">${PARTS[Number(id.split('.')[3]) - 1]}</span>`,
    );
    this.#out.push(made(like, () => html`<h2>${titles}</h2>`));
  }

  #found(like: Token, found: Parameters<typeof findingsOf>[0]): void {
    if (found.length > 0) this.#out.push(made(like, (): Html => findingsOf(found)));
  }

  #attributes(line: number, text: string, people?: string): Token['attrs'] {
    return this.#source.attributesOf(line, text, people).map(([name, value]) => [name, value]);
  }

  #textOf(from: number, end: number): string {
    return this.#tokens
      .slice(from, end)
      .map(({ content }) => content)
      .join(' ');
  }

  #endOf(from: number): number {
    const { nesting, level } = this.#tokens[from]!;
    let i = from + 1;
    if (nesting === 1)
      while (i < this.#tokens.length && (this.#tokens[i]!.level !== level || this.#tokens[i]!.nesting !== -1)) i++;
    return nesting === 1 ? i + 1 : i;
  }
}

/** Alignment as a class: the page takes no styles but its own. */
const endOf = ({ attrs }: Token): [string, string][] =>
  attrs?.some(([name, value]) => name === 'style' && String(value).includes('right')) ? [['class', 'end']] : [];

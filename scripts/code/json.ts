import type { Fault } from './types.ts';

/**
 * One sign of JSON, or of what documents put in its place. The alternatives begin with different characters, or with
 * one literal.
 */
const TOKEN =
  /(?<space>[\s\ufeff]+|\/\/[^\n]*|\/\*[^]*?\*\/)|(?<elision>…|\.{3})|(?<string>"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?<literal>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|(?:true|false|null)(?!\w))|(?<placeholder><[A-Za-z][^<>"\n]{0,60}>|‹[^‹›\n]{1,100}›|\$\{[^{}\n]{1,60}\}|\$?\{\{[^{}\n]{1,60}\}\}|\{[A-Za-z][\w.-]{0,60}\}(?!\s*:))|(?<sign>[{}[\],:])/y;

type Kind = 'elision' | 'string' | 'literal' | 'placeholder' | 'sign';
interface Token {
  readonly kind: Kind;
  readonly text: string;
  readonly at: number;
}

/** What may come next. `first-` where the bracket may close at once, `-elided` where a comma may be missing. */
type State = 'value' | 'first-value' | 'key' | 'first-key' | 'colon' | 'after' | 'after-elided';

/**
 * Reads JSON as documents have it: comments, elisions and placeholders are no faults, members may stand without their
 * braces, and values may follow each other on lines of their own. A stack of our own, so that no nesting is too deep.
 */
export function jsonFault(code: string): Fault | null {
  return new JsonReader(code, false).fault();
}

/** The same with a comma after the last of a list. */
export function jsoncFault(code: string): Fault | null {
  return new JsonReader(code, true).fault();
}

class JsonReader {
  readonly #code: string;
  readonly #trailingCommas: boolean;
  readonly #open: ('{' | '[')[] = [];
  #state: State = 'value';
  #members = false;
  /** Since the sign before: `// more` after the comma of a list that goes on. */
  #comment = false;

  constructor(code: string, trailingCommas: boolean) {
    this.#code = code;
    this.#trailingCommas = trailingCommas;
  }

  fault(): Fault | null {
    let before: Token | null = null;
    for (let at = 0; ; ) {
      const read = this.#token(at);
      if (read === null) return this.#end(before);
      if ('expected' in read) return read;
      const fault = this.#take(read, before);
      if (fault) return fault;
      before = read;
      at = read.at + read.text.length;
    }
  }

  /** The next sign that counts; null at the end. */
  #token(from: number): Token | Fault | null {
    this.#comment = false;
    for (let at = from; at < this.#code.length; ) {
      TOKEN.lastIndex = at;
      const match = TOKEN.exec(this.#code);
      if (!match) return notJson(this.#code, at, this.#expected());
      const { space, ...kinds } = match.groups!;
      if (space === undefined)
        return { kind: (Object.keys(kinds) as Kind[]).find((k) => kinds[k] !== undefined)!, text: match[0], at };
      this.#comment ||= space.startsWith('/');
      at += space.length;
    }
    return null;
  }

  #take(token: Token, before: Token | null): Fault | null {
    const { kind, text } = token;
    if (kind === 'elision') {
      if (this.#state === 'colon') return this.#unexpected(token);
      this.#state = 'after-elided';
      return null;
    }
    if (kind !== 'sign') return this.#content(token, before);
    if (text === '{' || text === '[') return this.#opening(token, before);
    if (text === '}' || text === ']') return this.#closing(token, before);
    if (text === ':' && this.#state === 'colon') this.#state = 'value';
    else if (text === ':' && this.#fragment(before)) [this.#state, this.#members] = ['value', true];
    else if (text === ',' && (this.#open.length > 0 || this.#members) && this.#state.startsWith('after')) {
      const key = this.#open.at(-1) !== '[';
      const mayClose = this.#trailingCommas || this.#state === 'after-elided';
      this.#state = key ? (mayClose ? 'first-key' : 'key') : mayClose ? 'first-value' : 'value';
    } else return this.#unexpected(token);
    return null;
  }

  /** `"name": value` without the braces around it. */
  #fragment(before: Token | null): boolean {
    return (
      this.#state === 'after' &&
      this.#open.length === 0 &&
      !this.#members &&
      before?.kind === 'string' &&
      this.#code.slice(0, before.at).trim() === ''
    );
  }

  #content(token: Token, before: Token | null): Fault | null {
    const key = token.kind === 'string' || token.kind === 'placeholder';
    if (key && (this.#wantsKey() || (this.#state === 'after-elided' && this.#inObject()))) this.#state = 'colon';
    else if (this.#wantsValue(token, before)) this.#state = 'after';
    else return this.#unexpected(token);
    return null;
  }

  #opening(token: Token, before: Token | null): Fault | null {
    if (!this.#wantsValue(token, before)) return this.#unexpected(token);
    this.#open.push(token.text as '{' | '[');
    this.#state = token.text === '{' ? 'first-key' : 'first-value';
    return null;
  }

  #closing(token: Token, before: Token | null): Fault | null {
    const open = this.#open.at(-1);
    const mayClose =
      this.#state.startsWith('after') ||
      (this.#state.startsWith('first-') && open !== undefined) ||
      (before?.text === ',' && this.#comment);
    if (open !== (token.text === '}' ? '{' : '[') || !mayClose)
      return this.#unexpected(token, before?.text === ',' ? ' after a comma' : '');
    this.#open.pop();
    this.#state = 'after';
    return null;
  }

  #inObject(): boolean {
    return this.#open.at(-1) === '{' || (this.#open.length === 0 && this.#members);
  }

  #wantsKey(): boolean {
    return this.#state === 'key' || this.#state === 'first-key';
  }

  /** At the top a value may follow another on a line of its own: a request and its answer. */
  #wantsValue({ at }: Token, before: Token | null): boolean {
    if (this.#state === 'value' || this.#state === 'first-value') return true;
    if (this.#state === 'after-elided') return !this.#inObject();
    const atTop = this.#open.length === 0 && !this.#members && this.#state === 'after';
    return atTop && before !== null && this.#code.slice(before.at + before.text.length, at).includes('\n');
  }

  #expected(): string {
    switch (this.#state) {
      case 'colon':
        return '":"';
      case 'key':
        return 'a name in double quotes';
      case 'first-key':
        return 'a name in double quotes or "}"';
      case 'value':
        return 'a value';
      case 'first-value':
        return 'a value or "]"';
      default:
        return this.#open.length > 0
          ? `"," or "${this.#open.at(-1) === '{' ? '}' : ']'}"`
          : this.#members
            ? '","'
            : 'the end';
    }
  }

  #unexpected({ at, text }: Token, where = ''): Fault {
    const found = where && { found: `"${text}"${where}` };
    return { at, expected: this.#expected(), ...found };
  }

  #end(before: Token | null): Fault | null {
    if (
      before === null ||
      (this.#open.length === 0 &&
        (this.#state.startsWith('after') || (this.#members && this.#state !== 'colon' && before.text === ',')))
    )
      return null;
    return { at: this.#code.length, expected: this.#expected() };
  }
}

/** What no sign of JSON begins with. */
function notJson(code: string, at: number, expected: string): Fault {
  const sign = code[at];
  if (sign === '"') return quoteFault(code, at);
  if (sign === "'") return { at, found: 'single quote', expected: 'double quotes' };
  if (code.startsWith('/*', at)) return { at, found: 'unclosed comment', expected: '"*/"' };
  return { at, expected };
}

/** A string is not closed on its line, or has an escape that JSON does not know. */
function quoteFault(code: string, at: number): Fault {
  const rest = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;
  rest.lastIndex = at;
  const end = at + rest.exec(code)![0].length;
  if (code[end] === '\\' && end + 1 < code.length && code[end + 1] !== '\n')
    return { at: end, found: `"${code.slice(end, end + 2)}" in a string`, expected: 'an escape of JSON' };
  return { at, found: 'unclosed string', expected: 'a double quote on the same line' };
}

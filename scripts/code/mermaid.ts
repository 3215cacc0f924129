import DOMPurify from 'dompurify';
import mermaid from 'mermaid';
import type { Fault } from './types.ts';

// Without a browser there is nothing to sanitise for: the parsers ask for it before they keep a label.
Object.assign(DOMPurify, { addHook: () => {}, sanitize: (text: string) => text });

/** What mermaid's parsers throw: the older ones (jison) a hash, the newer ones (langium) lists of errors. */
interface MermaidError extends Error {
  readonly hash?: {
    readonly text?: string;
    readonly line?: number;
    readonly loc?: { readonly last_line: number; readonly last_column: number };
    readonly expected?: readonly string[];
  };
  readonly result?: {
    readonly lexerErrors: readonly { readonly line?: number; readonly column?: number }[];
    readonly parserErrors: readonly {
      readonly token: { readonly startLine?: number; readonly startColumn?: number };
    }[];
  };
}

/** Kinds that plugins add, which the parser of the core does not know. */
const PLUGGED_IN = /^zenuml\b/;

/** Any diagram that mermaid knows, by its own parsers. */
export async function mermaidFault(code: string): Promise<Fault | null> {
  const text = withoutComments(code);
  const start = text.length - text.trimStart().length;
  if (PLUGGED_IN.test(text.slice(start))) return null;
  try {
    await mermaid.parse(text);
    return null;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    return unclosedQuote(text, faultOf(error as MermaidError, text, start));
  }
}

/**
 * Front matter, directives and comments as blanks: mermaid takes them out before it parses, and its places would be
 * others.
 */
export function withoutComments(code: string): string {
  const blank = (text: string) => text.replace(/[^\n]/g, ' ');
  return code
    .replace(/^\s*---[ \t]*\n[^]*?\n---[ \t]*(?=\n|$)/, blank)
    .replace(/%%\{[^]*?\}%%/g, blank)
    .replace(/^[ \t]*%%(?!\{)[^\n]*/gm, blank);
}

function faultOf(error: MermaidError, text: string, start: number): Fault | null {
  if (/^No diagram type detected/.test(error.message))
    return { at: start, expected: 'a kind of diagram, such as flowchart LR or sequenceDiagram' };
  const at = (line: number, column: number) => offsetOf(text, start, line, column);
  if (error.hash) return ofHash(error, text, at);
  const lexed = error.result?.lexerErrors[0];
  if (lexed) return { at: at(lexed.line ?? 1, (lexed.column ?? 1) - 1), expected: ALLOWED };
  const token = error.result?.parserErrors[0]?.token;
  if (token)
    return { at: token.startLine ? at(token.startLine, token.startColumn! - 1) : text.length, expected: ALLOWED };
  // Not about syntax: an element that is not there, a limit of what is drawn.
  return null;
}

/** The hash has the place of what was read last; what was not expected comes next. */
function ofHash({ hash, message }: MermaidError, text: string, at: (line: number, column: number) => number): Fault {
  const { loc, text: token = '', line = 0, expected = [] } = hash!;
  if (!loc) return { at: unrecognised(message, text, at(line + 1, 0)), expected: ALLOWED };
  const end = at(loc.last_line, loc.last_column);
  if (text.slice(end).trim() === '') return { at: text.length, expected: inWords(expected) };
  if (token.trim() === '')
    return {
      at: Math.max(0, text.slice(0, end).trimEnd().length - 1),
      found: 'end of the line',
      expected: inWords(expected),
    };
  const found = text.indexOf(token.trim(), end);
  return { at: found < 0 ? end : found, expected: inWords(expected) };
}

/** A sign that no token begins with: the message shows the text around it, and points at it. */
function unrecognised(message: string, text: string, from: number): number {
  const [, shown = '', pointer = ''] = message.split('\n');
  // Line ends are left out of what is shown.
  for (
    let next = shown.slice(pointer.indexOf('^'), pointer.indexOf('^') + 8).trimEnd();
    next !== '';
    next = next.slice(0, -1)
  ) {
    const found = text.indexOf(next, from);
    if (found >= 0) return found;
  }
  return from;
}

function offsetOf(text: string, start: number, line: number, column: number): number {
  let at = start;
  for (let i = 1; i < line; i++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return Math.min(at + column, text.length);
}

/**
 * Where a quotation mark is missing, the parser stumbles over the next one, or over the end: what it says then is of no
 * use.
 */
function unclosedQuote(text: string, fault: Fault | null): Fault | null {
  const quotes = (part: string) => part.split('"').length - 1;
  if (!fault || quotes(text) % 2 === 0) return fault;
  let at = 0;
  for (const line of text.split('\n')) {
    if (quotes(line) % 2 === 1)
      return { at: at + line.lastIndexOf('"'), found: 'unclosed text in quotes', expected: 'a double quote' };
    at += line.length + 1;
  }
  return fault;
}

const ALLOWED = 'what its syntax allows here';
/** Names of tokens that have a plain sign or word, the most telling first. */
const WORDS: readonly (readonly [words: string, tokens: RegExp])[] = [
  [
    'a closing bracket',
    /^(?:SQE|PE|DIAMOND_STOP|STADIUMEND|SUBROUTINEEND|CYLINDEREND|DOUBLECIRCLEEND|STRUCT_STOP|BLOCK_STOP)$/,
  ],
  ['":" and a text', /^TXT$/],
  ['an arrow', /^(?:LINK|START_LINK|SOLID_ARROW|DOTTED_ARROW|-->)$/],
  ['"end"', /^end$/],
  ['a node', /^NODE_STRING$/],
  ['a participant', /^ACTOR$/],
  ['":"', /^COLON$/],
  ['a new line', /^(?:NEWLINE|NL|SEMI)$/],
];

/** In plain words, where the parser's tokens have some. */
function inWords(tokens: readonly string[]): string {
  const names = tokens.map((token) => token.replaceAll("'", ''));
  const known = WORDS.filter(([, pattern]) => names.some((name) => pattern.test(name))).map(([words]) => words);
  return known.length > 0 ? known.slice(0, 2).join(' or ') : ALLOWED;
}

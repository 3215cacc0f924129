import { parseSync, scanSync, SqlError } from 'libpg-query';
import type { CodeBlock, Origin } from '../types.ts';

/** A node of PostgreSQL's syntax tree, as JSON. */
export type Tree = Record<string, unknown>;

export interface Statement {
  readonly origin: Origin;
  readonly block: string;
  /** UTF-16 offset in the block. */
  readonly offset: number;
  readonly text: string;
  /** Name of the node, `CreateStmt`; empty where the grammar refuses the text. */
  readonly kind: string;
  readonly tree: Tree;
  /** What the grammar says where it refuses the text; `at` counts from the statement's start. */
  readonly fault?: { readonly at: number; readonly message: string };
}

/** The statements of a block, with their places, as PostgreSQL's own grammar separates them. */
export function splitStatements({ id, text: raw }: CodeBlock, origin: Origin): Statement[] {
  // The parser takes C strings.
  const text = raw.replaceAll('\0', ' ');
  const whole = parsed(text);
  const code = whole.fault ? withoutMetaCommands(text) : text;
  const result = whole.fault && code !== text ? parsed(code) : whole;
  const pieces = result.fault ? separated(code) : result.pieces;
  return pieces.flatMap(([start, end]) => {
    const from = start + leading(code.slice(start, end));
    const piece = code.slice(from, end).trimEnd();
    if (piece === '') return [];
    const {
      fault,
      trees: [tree],
    } = parsed(piece);
    const kind = fault || !tree ? '' : Object.keys(tree)[0]!;
    return [
      {
        origin,
        block: id,
        offset: from,
        text: piece,
        kind,
        tree: (tree?.[kind] ?? {}) as Tree,
        ...(fault && { fault }),
      },
    ];
  });
}

interface Parsed {
  readonly pieces: (readonly [number, number])[];
  readonly trees: Tree[];
  readonly fault?: { at: number; message: string };
}

function parsed(code: string): Parsed {
  if (code.trim() === '') return { pieces: [], trees: [] };
  try {
    const stmts = parseSync(code).stmts ?? [];
    const utf16 = fromBytes(code);
    const pieces = stmts.map(
      ({ stmt_location: start = 0, stmt_len }) =>
        [utf16(start), stmt_len ? utf16(start + stmt_len) : code.length] as const,
    );
    return { pieces, trees: stmts.map(({ stmt }) => (stmt ?? {}) as Tree) };
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return {
      pieces: [],
      trees: [],
      fault: { at: fromCharacters(code, error.sqlDetails?.cursorPosition ?? 0), message: error.message },
    };
  }
}

/** Pieces between semicolons, where the grammar refuses the block as a whole. */
function separated(code: string): (readonly [number, number])[] {
  const ends = tokens(code)
    .filter(({ text }) => text === ';')
    .map(({ start }) => start);
  return [...ends, code.length].map((end, i) => [i === 0 ? 0 : ends[i - 1]! + 1, end] as const);
}

export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly comment: boolean;
}

/** Tokens with UTF-16 places; none where a string or a comment does not end. */
export function tokens(code: string): Token[] {
  try {
    const utf16 = fromBytes(code);
    return scanSync(code).tokens.map(({ start, end, text, tokenName }) => ({
      text,
      start: utf16(start),
      end: utf16(end),
      comment: tokenName.endsWith('_COMMENT'),
    }));
  } catch {
    return [];
  }
}

/** Length of the white space and comments before a statement. */
function leading(code: string): number {
  return tokens(code).find(({ comment }) => !comment)?.start ?? code.length - code.trimStart().length;
}

/** Lines that psql reads itself, such as `\c shop`, blanked. */
const withoutMetaCommands = (text: string) =>
  text
    .split('\n')
    .map((line) => (line.trimStart().startsWith('\\') ? ' '.repeat(line.length) : line))
    .join('\n');

/** UTF-16 offsets of the parser's byte offsets; asked for in ascending order it is linear. */
function fromBytes(text: string): (byte: number) => number {
  let [at, bytes] = [0, 0];
  return (byte) => {
    if (byte < bytes) [at, bytes] = [0, 0];
    while (bytes < byte && at < text.length) {
      const point = text.codePointAt(at)!;
      bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      at += point > 0xffff ? 2 : 1;
    }
    return at;
  };
}

/** UTF-16 offset of a number of characters. */
export function fromCharacters(text: string, characters: number): number {
  let at = 0;
  for (let i = 0; i < characters && at < text.length; i++) at += text.codePointAt(at)! > 0xffff ? 2 : 1;
  return at;
}

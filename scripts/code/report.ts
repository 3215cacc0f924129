import type { Span } from '../markdown/types.ts';
import type { Fence, Language } from './fences.ts';
import type { Fault } from './types.ts';

/** A fault as it is reported: in the document, in words. */
export interface CodeFault {
  readonly at: Span;
  readonly message: string;
  readonly advice: string;
}

const NAMES: Readonly<Record<Language, string>> = {
  json: 'JSON',
  jsonc: 'JSON',
  yaml: 'YAML',
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  tsx: 'TypeScript',
  sql: 'SQL',
  http: 'the HTTP message',
  mermaid: 'the Mermaid diagram',
};
const LONGEST = 120;

export function describe(fault: Fault, { block, language }: Fence, document: string): CodeFault {
  const code = block.text;
  const name = NAMES[language];
  const from = fault.at + /^\s*/.exec(code.slice(fault.at))![0].length;
  // What is missing at the end is shown at the last sign there is.
  const atEnd = from >= code.length;
  const start = atEnd ? code.trimEnd().length - 1 : from;
  const token = tokenAt(code, start);
  const quoted = /^"([^"]+)"/.exec(fault.found ?? '')?.[1];
  const end = start + Math.max(1, atEnd ? 1 : (quoted ?? token).length);
  const found = atEnd && !fault.found ? `end of ${name}` : `${fault.found ?? shown(token)} in ${name}`;
  const expected = fault.expected.replace(/\s+/g, ' ');
  return {
    at: {
      start: inDocument(code, start, block.textAt, document),
      end: inDocument(code, end - 1, block.textAt, document) + 1,
    },
    message: `Unexpected ${found}, expected ${expected.length > LONGEST ? `${expected.slice(0, LONGEST - 1)}…` : expected}`,
    advice: `Mend it; what is not meant to be ${name} stands in a fence without a language.`,
  };
}

const tokenAt = (code: string, at: number) =>
  /^(?:[\p{L}\p{M}\p{N}_$]{1,40}|[^\s])/u.exec(code.slice(at, at + 80))?.[0] ?? '';

function shown(token: string): string {
  if (token === '"') return 'string';
  return /^[\p{C}\p{Z}]|^$/u.test(token) ? 'character' : `"${token}"`;
}

/**
 * The place in the document of a place in the code, which has no prefixes of quotes and lists, and one kind of line
 * end.
 */
export function inDocument(code: string, offset: number, { start, end }: Span, document: string): number {
  const before = code.slice(0, offset).split('\n');
  const source = document.slice(start, end).split(/(?<=\r\n|\n|\r(?!\n))/);
  const line = before.length - 1;
  const lineAt = source.slice(0, line).reduce((sum, text) => sum + text.length, start);
  const written = (source[line] ?? '').replace(/[\r\n]+$/, '');
  const read = code.split('\n')[line]!;
  // A tab that a container took a part of is read as spaces.
  const prefix = written.endsWith(read)
    ? written.length - read.length
    : written.length - written.trimStart().length - (read.length - read.trimStart().length);
  return Math.min(lineAt + Math.max(0, prefix + before.at(-1)!.length), document.length - 1);
}

import { jsonFault } from './json.ts';
import type { Fault } from './types.ts';

const METHOD = '[A-Z][A-Z-]{2,20}';
const REQUEST = new RegExp(`^${METHOD}[ \\t]+\\S.*$`);
const STATUS = /^(?:HTTP\/\d(?:\.\d)?[ \t]+)?[1-5]\d\d(?:[ \t].*)?$/;
/** With its version it begins a message wherever it stands; in a body nothing else does. */
const NEXT = new RegExp(
  `^(?:###|HTTP/\\d(?:\\.\\d)?[ \\t]+\\d{3}|${METHOD}[ \\t]+\\S+[ \\t]+HTTP/\\d|(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)[ \\t]+(?:/|https?://)\\S*$)`,
);
const HEADER = /^:?[!#$%&'*+.^_`|~\w{}<>-]+[ \t]*:/;
const COMMENT = /^(?:#|\/\/|--)/;
const ELISION = /^(?:…|\.{3})/;

interface Line {
  readonly text: string;
  readonly at: number;
}

/**
 * Reads requests and responses as documents have them: start line (or headers alone), headers, a blank line, a body. A
 * JSON body is read as JSON.
 */
export function httpFault(code: string): Fault | null {
  const lines = linesOf(code);
  let i = 0;
  while (i < lines.length) {
    const { text, at } = lines[i]!;
    if (text.trim() === '' || COMMENT.test(text) || ELISION.test(text)) {
      i++;
      continue;
    }
    if (!REQUEST.test(text) && !STATUS.test(text) && !HEADER.test(text))
      return { at, found: 'first line', expected: 'a request line, a status line or a header' };
    const version = / (HTTP\/\S*)$/.exec(text);
    if (version && !/^HTTP\/\d(?:\.\d)?$/.test(version[1]!))
      return { at: at + version.index + 1, found: `"${version[1]}"`, expected: 'a version such as HTTP/1.1' };
    const head = headers(lines, HEADER.test(text) && !REQUEST.test(text) ? i : i + 1);
    if ('expected' in head) return head;
    const body = bodyEnd(lines, head.next);
    const fault = head.json ? bodyFault(lines.slice(head.next, body)) : null;
    if (fault) return fault;
    i = body;
  }
  return null;
}

/** Lines with their places; the marks of curl's log (`>`, `<`) are no part of the message. */
function linesOf(code: string): Line[] {
  let at = 0;
  return code.split('\n').map((line) => {
    const mark = /^[<>*] (?=\S)/.exec(line)?.[0].length ?? 0;
    const start = at + mark;
    at += line.length + 1;
    return { text: /^[<>]$/.test(line) ? '' : line.slice(mark).trimEnd(), at: start };
  });
}

function headers(lines: readonly Line[], from: number): Fault | { readonly next: number; readonly json: boolean } {
  let json = false;
  for (let i = from; i < lines.length; i++) {
    const { text, at } = lines[i]!;
    if (text === '') return { next: i + 1, json };
    if (NEXT.test(text)) return { next: i, json: false };
    // A long line may go on in the next one, and its query on lines of its own.
    if (/^[ \t]|^[?&]/.test(text) || COMMENT.test(text) || ELISION.test(text)) continue;
    if (/^[{[]/.test(text))
      return { at, found: `"${text[0]}" among the headers`, expected: 'a blank line before the body' };
    if (!HEADER.test(text))
      return { at, expected: '"Name: value", or a blank line before the body', found: 'line among the headers' };
    if (/^content-type[ \t]*:[ \t]*(?:application\/)?(?:[\w.-]+\+)?json\b/i.test(text)) json = true;
  }
  return { next: lines.length, json };
}

function bodyEnd(lines: readonly Line[], from: number): number {
  let i = from;
  while (i < lines.length && !NEXT.test(lines[i]!.text)) i++;
  return i;
}

function bodyFault(lines: readonly Line[]): Fault | null {
  const [first] = lines;
  if (!first) return null;
  const code = lines.map((l) => l.text).join('\n');
  const fault = jsonFault(code);
  if (!fault) return null;
  const before = code.slice(0, fault.at).split('\n');
  const line = lines[before.length - 1]!;
  return { ...fault, at: line.at + before.at(-1)!.length };
}

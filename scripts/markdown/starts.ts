import type { Heading } from './types.ts';

/**
 * What a line can begin, judged from its text after container prefixes and indentation. Every pattern is anchored and
 * bounded.
 */

const of = (characters: string) => {
  const set = new Uint8Array(128);
  for (const c of characters) set[c.charCodeAt(0)] = 1;
  return (code: number) => code < 128 && set[code] === 1;
};
/**
 * Whether a line with such a first character may begin a leaf or a container: most lines are text, or rows of tables,
 * and need no more than this look.
 */
export const mayStart = of('#`~<*-_>+[0123456789');
/** The same of the line that makes the one above it a heading or the header of a table. */
export const mayUnderline = of('=-:|');

const BLOCK_TAGS =
  'address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|main|menu|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul';
const HTML_TEXT = /^<(?:script|pre|style|textarea)(?:[\s>]|$)/i;
const HTML_BLOCK = new RegExp(`^</?(?:${BLOCK_TAGS})(?:\\s|/?>|$)`, 'i');
const ATTRIBUTE = '\\s+[a-z_:][\\w.:-]*(?:\\s*=\\s*(?:[^\\s"\'=<>`]+|\'[^\']*\'|"[^"]*"))?';
const HTML_TAG = new RegExp(`^(?:<[a-z][a-z0-9-]*(?:${ATTRIBUTE})*\\s*/?>|</[a-z][a-z0-9-]*\\s*>)\\s*$`, 'i');

/** What ends an HTML block: a pattern, or `blank` for a blank line. Null when the line starts none. */
export function htmlStart(rest: string, interrupts: boolean): RegExp | 'blank' | null {
  if (rest.charCodeAt(0) !== 60) return null;
  if (rest.startsWith('<!--')) return /-->/;
  if (rest.startsWith('<?')) return /\?>/;
  if (rest.startsWith('<![CDATA[')) return /\]\]>/;
  if (/^<![a-z]/i.test(rest)) return />/;
  const head = rest.slice(0, 40);
  if (HTML_TEXT.test(head)) return /<\/(?:script|pre|style|textarea)>/i;
  if (HTML_BLOCK.test(head)) return 'blank';
  return !interrupts && rest.length <= 2000 && HTML_TAG.test(rest) ? 'blank' : null;
}

export interface Fence {
  readonly char: number;
  readonly length: number;
  readonly info: string;
}

export function fenceStart(rest: string): Fence | null {
  const char = rest.charCodeAt(0);
  if (char !== 96 && char !== 126) return null;
  let length = 1;
  while (rest.charCodeAt(length) === char) length++;
  if (length < 3) return null;
  const info = rest.slice(length).trim();
  return char === 96 && info.includes('`') ? null : { char, length, info };
}

export function closesFence(rest: string, fence: Fence): boolean {
  let length = 0;
  while (rest.charCodeAt(length) === fence.char) length++;
  return length >= fence.length && rest.slice(length).trim() === '';
}

export function isThematicBreak(rest: string): boolean {
  const char = rest.charCodeAt(0);
  if (char !== 42 && char !== 45 && char !== 95) return false;
  let count = 0;
  for (let i = 0; i < rest.length; i++) {
    const c = rest.charCodeAt(i);
    if (c === char) count++;
    else if (c !== 32 && c !== 9) return false;
  }
  return count >= 3;
}

/** `## Title ##`: what the line says, without its closing signs. */
export function atxHeading(rest: string, start: number): Pick<Heading, 'level' | 'text' | 'textAt' | 'at'> | null {
  const match = rest.charCodeAt(0) === 35 ? /^(#{1,6})(?:[ \t]+|$)/.exec(rest) : null;
  if (!match) return null;
  const from = match[0].length;
  const length = rest.trimEnd().length;
  let to = length;
  let hashes = to;
  while (hashes > from && rest.charCodeAt(hashes - 1) === 35) hashes--;
  if (hashes < to && (hashes === from || rest[hashes - 1] === ' ' || rest[hashes - 1] === '\t')) to = hashes;
  while (to > from && (rest[to - 1] === ' ' || rest[to - 1] === '\t')) to--;
  const end = Math.max(from, to);
  const textAt = { start: start + Math.min(from, length), end: start + Math.min(end, length) };
  return {
    level: match[1]!.length as Heading['level'],
    text: rest.slice(from, end),
    textAt,
    at: { start, end: start + length },
  };
}

/** 1 for a line of `=`, 2 for one of `-`, otherwise 0. */
export function setextLevel(rest: string): 0 | 1 | 2 {
  const line = rest.trimEnd();
  const char = line.charCodeAt(0);
  if (char !== 61 && char !== 45) return 0;
  for (let i = 1; i < line.length; i++) if (line.charCodeAt(i) !== char) return 0;
  return char === 61 ? 1 : 2;
}

export interface Marker {
  readonly ordered: boolean;
  /** As written: `-`, `12.` */
  readonly text: string;
  /** First number of an ordered list. */
  readonly number: number;
}

export function listMarker(rest: string): Marker | null {
  const c = rest.charCodeAt(0);
  if (c === 45 || c === 42 || c === 43) return ends(rest, 1) ? { ordered: false, text: rest[0]!, number: 0 } : null;
  if (c < 48 || c > 57) return null;
  const match = /^(\d{1,9})[.)]/.exec(rest);
  return match && ends(rest, match[0].length) ? { ordered: true, text: match[0], number: Number(match[1]) } : null;
}

function ends(rest: string, at: number): boolean {
  const c = rest.charCodeAt(at);
  return at >= rest.length || c === 32 || c === 9;
}

/** A link reference definition on one line: `[label]: destination "title"`. */
export const REFERENCE =
  /^\[(?!\^)(?=[^\]]{0,998}\S)(?:[^[\]\\]|\\.){1,999}\]:[ \t]*(?:<[^<>]*>|[^\s<]\S*)(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$/;

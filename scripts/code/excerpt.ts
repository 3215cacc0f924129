import type { Fault } from './types.ts';

/**
 * Code in a document is an excerpt: `…` or `...` for what is left out, `<id>`, `{service}`, `${NAME}` or `{{ name }}`
 * for what the reader puts in.
 */
const ELISION = /…|\.{3}(?![\w$([{"'`.])/g;
const PLACEHOLDER =
  /\$?\{\{[^{}\n]{1,60}\}\}|\$\{[\w. -]{1,60}\}|<[A-Za-z][\w .:|-]{0,60}>|\{[A-Za-z][\w.-]{0,60}\}|‹[^‹›\n]{1,100}›/g;

/** So far from an elision at most stands what it belongs to. */
const NEAR = 200;

const blank = (text: string) => ' '.repeat(text.length);
const word = (text: string) => '_'.repeat(text.length);

/** The code with a name, with nothing, and without the comma of a list where something is left out. Offsets stay. */
function elided(code: string): string[] {
  if (code.search(ELISION) < 0) return [code];
  const lists = code.replace(/,\s{0,40}(?:…|\.{3})(?=\s{0,40}[)\]}])|(?:…|\.{3})\s{0,40},/g, (text) =>
    text.replace(/\S/g, ' '),
  );
  return [code, code.replace(ELISION, word), code.replace(ELISION, blank), lists];
}

// A comment where a value should be, as in `return /* the answer */`, is another way to leave something out.
const COMMENT = /(?:[(:=,|&?>[{]|\breturn)\s{0,40}(?:\/\*(?:[^*]|\*(?!\/)){0,200}\*\/|\/\/[^\n]{0,200}\n)\s{0,40}$/;

/** The parser stumbled over what is left out or to be put in, or over what comes next, not over the code. */
function overElision(code: string, at: number): boolean {
  if (COMMENT.test(code.slice(Math.max(0, at - 300), at))) return true;
  return [...code.matchAll(ELISION), ...code.matchAll(PLACEHOLDER)].some(
    ({ index, 0: text }) =>
      at >= index && at < index + text.length + NEAR && /^[\s,;*/]*$/.test(code.slice(index + text.length, at)),
  );
}

/** What may stand around an excerpt: the class around a method, the braces around a property. */
export type Frame = readonly [before: string, after: string];

/**
 * The fault of an excerpt: none as soon as one way to read it is accepted, else the one that goes furthest, which was
 * meant, and is not about what is left out. With the placeholders filled there may be faults that the code has not, so
 * these count only where there are no others.
 */
export function excerptFault(
  code: string,
  frames: readonly Frame[],
  parse: (code: string) => Fault | null,
): Fault | null {
  const filled = code.replace(PLACEHOLDER, word);
  const asWritten = furthest(code, elided(code), frames, parse);
  if (asWritten === 'none') return null;
  const asFilled = filled === code ? null : furthest(code, elided(filled), frames, parse);
  return asFilled === 'none' ? null : (asWritten ?? asFilled);
}

function furthest(
  code: string,
  meanings: readonly string[],
  frames: readonly Frame[],
  parse: (code: string) => Fault | null,
): Fault | null | 'none' {
  let found: Fault | null = null;
  for (const text of meanings) {
    for (const [before, after] of frames) {
      const fault = parse(before + text + after);
      if (!fault) return 'none';
      const at = Math.max(0, Math.min(fault.at - before.length, code.length));
      if (!found || at > found.at) found = { ...fault, at };
    }
  }
  return found && overElision(code, found.at) ? null : found;
}

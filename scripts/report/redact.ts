import type { Span } from '../markdown/types.ts';
import { cut, type Diagnostic } from './diagnostic.ts';

/** Characters in a row: shorter parts of a credential are parts of words of everybody. */
const SHORTEST = 6;
/** Characters of credentials that are told apart. Only a hostile document has more, and nothing of it is printed. */
const MOST = 200_000;
const HIDDEN = '[credential]';

/**
 * Takes credentials out of what is printed: findings quote the document, whole words of it or, where they cut a long
 * one, its beginning. `spans` say where credentials stand in the text. Takes linear time, however many there are.
 */
export function redactor(text: string, spans: readonly Span[]): (printed: string) => string {
  if (spans.length === 0) return (printed) => printed;
  if (spans.reduce((sum, { start, end }) => sum + end - start, 0) > MOST) return () => HIDDEN;
  const parts = new Set<string>();
  for (const { start, end } of spans) {
    for (let at = start; at + SHORTEST <= end; at++) parts.add(text.slice(at, at + SHORTEST));
  }
  return (printed) => {
    const shown: string[] = [];
    let done = 0;
    for (let at = 0; at + SHORTEST <= printed.length; at++) {
      if (!parts.has(printed.slice(at, at + SHORTEST))) continue;
      let end = at + SHORTEST;
      while (end < printed.length && parts.has(printed.slice(end + 1 - SHORTEST, end + 1))) end++;
      shown.push(printed.slice(done, at), HIDDEN);
      done = end;
      at = end - 1;
    }
    return shown.join('') + printed.slice(done);
  };
}

/**
 * The finding as it may be printed: without credentials, and shortened afterwards, for of what was shortened first
 * nothing could be recognised.
 */
export function printable(diagnostic: Diagnostic, redact: (text: string) => string): Diagnostic {
  const shown = (text: string) => cut(redact(text));
  return {
    ...diagnostic,
    message: shown(diagnostic.message),
    advice: diagnostic.advice === null ? null : shown(diagnostic.advice),
    related: diagnostic.related.map((place) => ({ ...place, message: shown(place.message) })),
  };
}

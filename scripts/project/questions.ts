import type { InputLine } from './documents.ts';
import type { Feature, Question } from './types.ts';

/** Words by which a document says that something is not settled. */
export const OPEN = /\bTBD\b|\bTODO\b|\bto be (?:confirmed|decided|defined|clarified)\b|\bundecided\b|\bnot (?:yet )?decided\b|\bperhaps\b|\bmaybe\b|\bdecision belongs\b|\bwhich one\b|\boffen\b|\bunklar\b|\?/i;

/** In running text a question mark ends a word (`?q=` does not), and some words more are needed. */
const UNSETTLED = new RegExp(`${OPEN.source.replace('|\\?', '')}|[\\p{L})"’]\\?(?=[\\s)"’|]|$)|\\bopen question|\\b(?:not verified|nicht geprüft)\\b|\\b(?:is|are|provider|number of \\w+|noch) (?:unknown|unbekannt)\\b|\\bonce we know\\b`, 'iu');

/** What the documents leave unsettled, line by line, beside the features' own requirements: these the features show. */
export function questionsOf(lines: readonly InputLine[], features: readonly Feature[]): Question[] {
  const known = new Set(features.flatMap(({ requirement }) => (requirement ? [`${requirement.place.file}:${requirement.place.line}`] : [])));
  return lines
    .filter(({ text, place }) => UNSETTLED.test(text.slice(0, 600)) && !known.has(`${place.file}:${place.line}`))
    .map(({ text, place, section }) => ({ text: text.length > 300 ? `${text.slice(0, 297)}…` : text, place, section }));
}

/**
 * How values are written: patterns that find at least whatever markValues marks as a duration or a rate, and are cheap enough for all text of a document. Held against it by
 * tests/rules/restated-written.test.ts. The Kelvin sign is a small `k` to toLowerCase, and to no pattern.
 */
const UNIT = '(?:us|[µμ]s|m[ios]|mi[cl]|s(?![a-zß-öø-ÿ])|se[ck]|st[du]|h(?![a-zß-öø-ÿ])|hr|hour|d(?![a-zß-öø-ÿ])|day|cal|tag|w(?![a-zß-öø-ÿ])|w[eko]|y(?![a-zß-öø-ÿ])|y[er]|jahr)';
const SCALE = '(?:\\s?(?:[km]|[mb]n|(?:mio|mrd|tsd)\\.?|thousand|tausend|[mb]illion(?:s|en)?|milliarden?))?';
/** Or behind its name without a unit: `timeout: 5000`. */
const FIGURES = `\\d(?:${SCALE}-?\\s{0,8}${UNIT}|(?<=time-?out(?:ms)?["']? ?[:=] ?\\d))`;
const IN_WORDS = `(?:one|two|three|four|five|six|seven|ten|ein|eine[nr]?|zwei|drei|vier|fünf|zehn)-?\\s{0,8}${UNIT}`;
/** What stands before a word, and not a lookbehind: V8 skips ahead to where there may be one, twice as fast. */
const BEFORE = '(?:^|[^a-z0-9_à-ÿ])';

export const DURATION = new RegExp(`${FIGURES}|${BEFORE}${IN_WORDS}|\u212a`, 'i');

/** "EUR 1,200 a month" is no rate: before a period without "per" it is said what comes so often. */
export const RATE = /\d(?!\s{1,4}(?:in|within|every|each|alle|an?)\s)\s{0,8}[A-Za-z/\u00b5\u00c0-\ud7ff]/i;

/** Finds where a duration is written or a word begins like one of the cues. Letters that become one of a cue's in small letters alone are taken for it. */
export function durationOr(cues: readonly string[]): RegExp {
  return new RegExp(`${FIGURES}|${BEFORE}(?:${IN_WORDS}|${cues.join('|')})|[\u212a\u1e9e]`, 'gi');
}

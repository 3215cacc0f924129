import { findQuantities, readDuration, type MoneyValue, type Qualifier, type RateValue } from '../../../quantities/index.ts';
import type { Span } from '../../../markdown/types.ts';

/** What a sentence or a field states. Counts are whole numbers; `ordinal` is the third of "after the third attempt". */
export type Value =
  | { readonly kind: 'duration'; readonly ms: number }
  | { readonly kind: 'count'; readonly count: number; readonly ordinal: boolean }
  | MoneyValue
  | RateValue;

export interface Said {
  readonly value: Value;
  readonly qualifier: Qualifier | null;
  /** Place in the sentence. */
  readonly at: Span;
  readonly text: string;
}

/** A sentence in which each value is one character, so that the patterns of words.ts see where values stand and nothing of how they are written. */
export interface Marked {
  readonly text: string;
  /** By the position of their character in `text`. */
  readonly values: ReadonlyMap<number, Said>;
}

/** Private-use characters: none of them stands in a document that means it. */
export const MARK = { duration: '\ue000', count: '\ue001', money: '\ue002', rate: '\ue003', ordinal: '\ue004', other: '\ue005' } as const;
export const ANY_MARK = '\ue000-\ue005';

const WORDS = {
  english: 'one two three four five six seven eight nine ten'.split(' '),
  german: 'ein zwei drei vier fünf sechs sieben acht neun zehn'.split(' '),
  english1st: 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' '),
  german1st: 'erste zweite dritte vierte fünfte sechste siebte achte neunte zehnte'.split(' '),
  times: ['once', 'twice', 'thrice'],
};

/** Words and figures without a unit. `einmal`, `twice` count times. */
const COUNT = new RegExp(
  `(?<![\\wÀ-ÿ.,:/#§@+-])(?:(\\d{1,3})(?:[ \u00a0]?[×x]|\\.(?= (?:Versuch|attempt)))?(?![\\wÀ-ÿ%‰:/+-]|[.,]\\d)` +
    `|(${WORDS.english.join('|')})|(${WORDS.german.join('|')})(?:e[nrms]?)?(?:[ -]?(mal))?|(${WORDS.english1st.join('|')})|(${WORDS.german1st.join('|')})[nrms]?|(${WORDS.times.join('|')})|(\\d{1,3})-?mal)(?![\\wÀ-ÿ])`,
  'gi',
);

interface Piece extends Said {
  readonly mark: string;
}

const numberOf = (word: string) => 1 + Math.max(...Object.values(WORDS).map((list) => list.indexOf(word.toLowerCase())));

/** "If one attempt fails" counts nothing: a single one is said with "only" or as "once". */
const ONLY = /\b(?:only|exactly|just|at most|nur|genau|höchstens)[ \u00a0]$/i;

/** "Answers 200", "HTTP 503": a status counts nothing. */
const STATUS = /\b(?:answer(?:s|ed|ing)?|status(?: code)?|HTTP|returns?|returned|responds?(?: with)?|replies(?: with)?|with|code|antworte\w*(?: mit)?|mit)[  ]$/i;

function boundBefore(text: string, start: number): Qualifier | null {
  const before = text.slice(Math.max(0, start - 20), start);
  if (/\b(?:at least|more than|over|fewer than|less than|mindestens|mehr als|weniger als)[ \u00a0]$/i.test(before)) return 'at-least';
  return /\b(?:at most|up to|no more than|not more than|a maximum of|max\.?|höchstens|maximal|bis zu)[ \u00a0]$/i.test(before) ? 'at-most' : null;
}

function countsIn(text: string): Piece[] {
  return [...text.matchAll(COUNT)].flatMap((m): Piece[] => {
    if (STATUS.test(text.slice(Math.max(0, m.index - 24), m.index)) && /^[1-5]\d\d$/.test(m[0])) return [];
    const [, figure, english, german, times, english1st, german1st, twice, figureTimes] = m;
    const at = { start: m.index, end: m.index + m[0].length };
    const ordinalWord = english1st ?? german1st;
    const ordinal = ordinalWord !== undefined || m[0].endsWith('.');
    const count = Number(figure ?? figureTimes ?? numberOf((english ?? german ?? ordinalWord ?? twice)!));
    // "Five seconds": a length of time in words.
    const length = figure === undefined && !ordinal ? readDuration(text, at.start) : null;
    if (length) return [{ value: { kind: 'duration', ms: length.value.ms }, qualifier: null, at: { start: at.start, end: length.end }, text: text.slice(at.start, length.end), mark: MARK.duration }];
    if (count === 1 && (english ?? german) !== undefined && times === undefined && !ONLY.test(text.slice(Math.max(0, at.start - 12), at.start))) return [];
    const isTimes = times !== undefined || twice !== undefined || figureTimes !== undefined || /[×x]$/.test(m[0]);
    const mark = ordinal ? MARK.ordinal : isTimes ? `${MARK.count} times` : MARK.count;
    return [{ value: { kind: 'count', count, ordinal }, qualifier: boundBefore(text, at.start), at, text: m[0], mark }];
  });
}

/** "About" belongs to the value; what bounds it ("within", "at most") stays for the patterns to see. */
const ABOUT = /(?:≈|~|\b(?:about|approx\.|approximately|around|roughly|some|ca\.|circa|etwa|rund|ungefähr))[ \u00a0]?$/i;

/** "10 failures in 60 s", "three times within 10 s": a count and a duration, although it can be read as a rate. */
function* quantitiesIn(text: string, from = 0): Iterable<Piece> {
  for (const { value, qualifier, at, text: written } of findQuantities(text)) {
    const within = value.kind === 'rate' ? /\b(?:in|within|innerhalb von|binnen)\b/i.exec(written) : null;
    const placed = { qualifier, at: { start: from + at.start, end: from + at.end }, text: written };
    if (within) yield* quantitiesIn(text.slice(at.start + within.index, at.end), from + at.start + within.index);
    else if (value.kind === 'percentage') yield { ...placed, value: { kind: 'count', count: NaN, ordinal: false }, mark: MARK.other };
    else yield { ...placed, value, mark: MARK[value.kind] };
  }
}

/** `timeout: 5000`, as clients are configured: milliseconds, because nobody waits for so many seconds. */
const CONFIGURED = /(?<=\btime-?out(?:ms)?["']? ?[:=] ?)\d[\d_]{2,7}(?![\w.,%]|[  ]?[a-zµ])/gi;

function configuredIn(text: string): Piece[] {
  return [...text.matchAll(CONFIGURED)].map((m) => {
    const at = { start: m.index, end: m.index + m[0].length };
    return { value: { kind: 'duration', ms: Number(m[0].replace(/_/g, '')) }, qualifier: null, at, text: m[0], mark: MARK.duration };
  });
}

export function markValues(sentence: string): Marked {
  const configured = /time-?out/i.test(sentence) ? configuredIn(sentence) : [];
  const found = [...configured, ...[...quantitiesIn(sentence)].filter(({ at }) => !configured.some((c) => at.start < c.at.end && c.at.start < at.end))];
  const inside = ({ at }: Piece) => found.some((f) => at.start < f.at.end && f.at.start < at.end);
  const pieces = [...found, ...countsIn(sentence).filter((piece) => !inside(piece))].sort((a, b) => a.at.start - b.at.start);
  const values = new Map<number, Said>();
  let text = '';
  let from = 0;
  for (const piece of pieces) {
    const before = sentence.slice(from, piece.at.start);
    const about = ABOUT.exec(before.slice(-16));
    text += about ? before.slice(0, before.length - about[0].length) : before;
    values.set(text.length, about ? { ...piece, qualifier: 'about' } : piece);
    text += piece.mark;
    from = piece.at.end;
  }
  return { text: text + sentence.slice(from), values };
}

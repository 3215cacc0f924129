import { findQuantities, type Found } from '../quantities/index.ts';
import type { InputLine } from './documents.ts';
import { LETTERS } from '../words.ts';

/** A part of a line that says one thing: a sentence, or what stands between semicolons. */
export interface Piece {
  readonly text: string;
  readonly folded: string;
  readonly values: readonly Found[];
  /** It states how often, or how much in what time. */
  readonly rate: boolean;
  readonly line: InputLine;
  /** Title of its heading, what stands above its list, and its label, in lower case. */
  readonly title: string;
  readonly lead: string;
  readonly label: string;
}

const PERIOD =
  '(?:seconds?|minutes?|hours?|days?|nights?|mornings?|evenings?|weekdays?|weeks?|months?|quarters?|years?|sekunden?|minuten?|stunden?|tag(?:e|en)?|wochen?|monat(?:e|en)?|jahr(?:e|en)?)';
/** "20,000 bookings a month", "50 messages/s", "1,600 monthly"; in lower case. */
const RATE = new RegExp(
  `\\d[\\d.,]*\\s*(?:k|m|million|mio\\.?|tsd\\.?)?\\s*(?:[${LETTERS}'’-]+\\s+){0,5}` +
    `(?:an?|per|each|every|pro|je|in jeder|a peak)\\s+${PERIOD}\\b|` +
    `\\d[\\d.,]*\\s*(?:k|m)?\\s*[${LETTERS}-]*\\s?/\\s?(?:s|sec|min|h|d|day|month|tag|monat)\\b|` +
    `\\d[\\d.,]*\\s+[${LETTERS} -]{0,30}(?:daily|weekly|monthly|yearly|täglich|monatlich)\\b`,
);
/** Without a word for a time there is no rate: most pieces have none. */
export const TIME =
  /second|minute|hour|day|night|morning|evening|week|month|quarter|year|sekunde|stunde|tag|woche|monat|jahr|\/|ly\b|lich/i;
export const hasRate = (text: string) => TIME.test(text) && RATE.test(text.toLowerCase());

/** Sections about the whole. */
export const CONTEXT = new Set(['architecture', '1', '2', '8', '9', '10']);

/** A label of what something costs: the whole line is one statement. */
export const COST_LABEL = /^(?:cost considerations|costs?|budget|kosten|monthly cost|preis|kostenrahmen)$/;

/** What may be a rule without a number in it. */
const WITHOUT_NUMBER =
  /\b(?:vault|1password|secrets?|kms|doppler|infisical|sops|parameter store|env file|rotat\w*|rotation|on-?call|rota|bereitschaft|rufbereitschaft|day and night|changed (?:once|every)|renew\w*|erneuer\w*|EU|EEA|EWR)\b|\/etc\//i;
/** Most lines state nothing of this. */
export const MAY_STATE = new RegExp(`\\d|\\b(?:cost|budget|kosten)|${WITHOUT_NUMBER.source}`, 'i');
const LONGEST = 2000;

export function* piecesOf(line: InputLine, lead: string): Iterable<Piece> {
  const title = (line.titles[0] ?? '').toLowerCase();
  const label = line.label.toLowerCase();
  const whole = (line.cells ? line.text : line.value).slice(0, LONGEST);
  // A row and a list of costs say one thing.
  const parts = line.cells || COST_LABEL.test(label) ? [whole] : whole.split(/;\s|[.!?]\s+(?=[\dA-ZÀ-ÖØ-Þ])/);
  for (const part of parts) {
    const text = part.trim();
    if (text === '') continue;
    if (!/\d/.test(text) && !COST_LABEL.test(label) && label !== 'secrets' && !WITHOUT_NUMBER.test(text)) continue;
    let values: readonly Found[] | undefined;
    let rate: boolean | undefined;
    const folded = text.toLowerCase();
    const hasDigit = /\d/.test(text);
    yield {
      text,
      folded,
      line,
      title,
      lead: line.begins === 'item' ? lead.toLowerCase() : '',
      label,
      get values() {
        return (values ??= hasDigit ? findQuantities(text) : []);
      },
      get rate() {
        return (rate ??= hasDigit && hasRate(text));
      },
    };
  }
}

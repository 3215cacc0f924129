import type { PartKey } from '../../../spec/format.ts';
import type { Prose, Section7 } from '../../../spec/model.ts';
import { indicesWith } from '../../runs.ts';
import { candidatesPattern, quantitiesIn, type Quantity } from './words.ts';

/** A sentence of prose. A wrapped line goes on in the next one; quotations are blanked, because they say what others said. */
export interface Sentence {
  readonly text: string;
  /** Index into `Section7.services` of the section that it stands in, or null. */
  readonly service: number | null;
  readonly part: PartKey | null;
  readonly field: string | null;
  /** Header of the cell's column. */
  readonly column: string | null;
  readonly section: string;
  /** The list item, paragraph or row of a table that it belongs to: "Stripe: …" names the service for all of it. */
  readonly around: () => string;
  /** Offset in the document of an offset in `text`. */
  readonly locate: (offset: number) => number;
}

interface Passage {
  readonly runs: readonly Prose[];
  readonly around: () => string;
}

/** Alternatives are weighed there: no value of these columns is stated. */
const WEIGHED = /^(?:options?|recommendation|if wrong|if not|otherwise|optionen|empfehlung|falls? (?:falsch|nicht)|sonst)$/i;
const NUMERAL = /\b(?:two|three|four|five|six|seven|eight|nine|ten|once|twice|third|fourth|fifth|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|einmal|dritten|vierten|fünften)/i;
/** Characters: a value with the shortest of words, "end 5s". */
const SHORTEST = 6;
/** Figures are looked for first, because that is one look at each character. */
const hasValue = (text: string) => /\d/.test(text) || NUMERAL.test(text);

/** Sentences with a value and a word of a quantity, and which quantities these are. */
export function* sentencesOf({ prose }: Section7): Iterable<{ readonly sentence: Sentence; readonly quantities: readonly Quantity[] }> {
  for (const { runs, around } of passagesOf(prose)) {
    const { service, part, field, column, section } = runs[0]!;
    const { text, locate } = joined(runs);
    for (const { start, end } of cut(text)) {
      const sentence = text.slice(start, end);
      const quantities = hasValue(sentence) ? quantitiesIn(sentence) : [];
      if (quantities.length > 0) yield { sentence: { text: sentence, service, part, field, column, section, around, locate: (offset) => locate(start + offset) }, quantities };
    }
  }
}

/** Lines that are one paragraph, and cells with the row that they stand in: found by what stands in one line or cell. */
function* passagesOf(prose: readonly Prose[]): Iterable<Passage> {
  let next = 0;
  for (const at of indicesWith(prose, candidatesPattern())) {
    const run = prose[at]!;
    const { kind } = run;
    if (kind === 'heading' || at < next) continue;
    if (kind === 'cell') {
      // Most are a value and no more.
      if (run.text.length >= SHORTEST && quantitiesIn(run.text).length > 0 && !WEIGHED.test(run.column ?? '')) yield { runs: [run], around: joinedOnce(() => rowAt(prose, at)) };
      continue;
    }
    let from = at;
    while (from > 0 && prose[from - 1]!.kind === 'line' && continues(prose[from - 1]!, prose[from]!)) from--;
    next = at + 1;
    while (next < prose.length && continues(prose[next - 1]!, prose[next]!)) next++;
    const runs = prose.slice(from, next);
    yield { runs, around: joinedOnce(() => runs) };
  }
}

/** The row of a cell. A table's cells follow each other, and a row ends where a column comes again. */
function rowAt(prose: readonly Prose[], at: number): readonly Prose[] {
  let from = at;
  while (from > 0 && goesOn(prose[from - 1]!, prose[at]!)) from--;
  for (let to = from; ; from = to) {
    const columns = new Set([prose[to++]!.column]);
    while (to < prose.length && goesOn(prose[to]!, prose[from]!) && !columns.has(prose[to]!.column)) columns.add(prose[to++]!.column);
    if (to > at) return prose.slice(from, to);
  }
}

/** What is around few sentences is asked for. */
function joinedOnce(runs: () => readonly Prose[]): () => string {
  let joined: string | undefined;
  return () => (joined ??= runs().map(({ text }) => text).join(' '));
}

/** A row goes on in the next cell until a column comes again. */
function goesOn(cell: Prose, { field, section }: Prose): boolean {
  return cell.kind === 'cell' && cell.field === field && cell.section === section;
}

/** The next line of a paragraph: nothing but a line end, perhaps with indentation, between the two. A new list item has its marker there. */
function continues(previous: Prose, next: Prose): boolean {
  if (next.kind !== 'line' || next.section !== previous.section || next.field !== previous.field) return false;
  const gap = next.at.start - previous.at.end;
  return gap <= 2 || gap <= 8 && !/[.:;!?]\s?$/.test(previous.source) && /^[a-zß-ÿ\d(]/.test(next.source);
}

function joined(runs: readonly Prose[]): { text: string; locate: (offset: number) => number } {
  if (runs.length === 1) return { text: unquoted(runs[0]!.text), locate: runs[0]!.locate };
  const starts: number[] = [];
  let text = '';
  for (const run of runs) {
    if (text !== '') text += ' ';
    starts.push(text.length);
    text += run.text;
  }
  const locate = (offset: number): number => {
    let i = starts.length - 1;
    while (i > 0 && starts[i]! > offset) i--;
    return runs[i]!.locate(Math.min(offset - starts[i]!, runs[i]!.text.length));
  };
  return { text: unquoted(text), locate };
}

/** Quotations as points of the same length, so that places stay. */
function unquoted(text: string): string {
  return !/["“„«]/.test(text) ? text : text.replace(/"[^"]{1,300}"|“[^”“]{1,300}”|„[^“”„]{1,300}[“”]|«[^«»]{1,300}»/g, (quote) => '·'.repeat(quote.length));
}

const STOP = /[.!?][")\]]?\s+(?=[A-ZÄÖÜ„"“(`])|;\s+/g;
const ABBREVIATION = /(?:^|[\s(.])(?:[A-Za-z]|ca|bzw|approx|min|max|incl|inkl|vgl|no|nr|abs|std|sek|sec)$/i;

function cut(text: string): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let start = 0;
  STOP.lastIndex = 0;
  for (let stop = STOP.exec(text); stop; stop = STOP.exec(text)) {
    if (stop[0].startsWith('.') && ABBREVIATION.test(text.slice(Math.max(0, stop.index - 8), stop.index))) continue;
    parts.push({ start, end: stop.index });
    start = stop.index + stop[0].length;
  }
  parts.push({ start, end: text.length });
  return parts;
}

import { isApiDetail, ofTitles, quoteOf, type InputLine } from './documents.ts';
import type { Feature, Question } from './types.ts';
import { LETTERS, words } from '../words.ts';

const HEADING =
  /\b(?:open (?:questions?|points?|issues?|decisions?|items?)|unresolved|decisions? (?:needed|required|pending)|questions?$|offene (?:fragen|punkte|entscheidungen)|ungeklärt|preguntas abiertas|questions ouvertes|questões em aberto)\b|未決/i;
const isOpenPoints = ofTitles((titles) => HEADING.test(titles[0] ?? ''));
const MARK = /(?<![\w`])(?:TBD|TODO|TBC|FIXME)(?![\w`])|未定|要確認/;
/** Said of what is not settled: shown as evidence, decides nothing. */
const PHRASES = words(`
  to be confirmed|to be decided|to be defined|to be clarified|to be determined|not decided|not yet decided|
  undecided|open question|still being negotiated|not signed|not verified|is unknown|are unknown|unknown.|
  provider unknown|companies unknown|once we know|decision belongs|perhaps|maybe|noch offen|ist offen|
  noch nicht entschieden|zu klären|unklar|nicht geprüft|noch unbekannt|por definir|por decidir|pendiente de|
  à définir|à confirmer|da definire|a definir
`);
/** A sentence that asks; `?q=` and a lone mark do not. */
const ASKS = new RegExp(`[${LETTERS})"’”]\\s?[?？](?=[\\s)"’|]|$)`);
const STATUS = /^(?:status|state|stand|zustand|estado|statut)$/i;
const OPEN_STATE = /^\W*(?:open|offen|tbd|pending|undecided|abierto)\b/i;
const NOTHING = /^(?:none|keine?|n\/a|–|-)\.?$/i;

/** Whether a passage says that something is not settled. */
export function isUnsettled(text: string): boolean {
  const cut = text.slice(0, 600);
  const folded = cut.toLowerCase();
  return MARK.test(cut) || ASKS.test(cut) || PHRASES.some((words) => folded.includes(words));
}

/** What the documents leave unsettled, line by line, beside the features' own requirements: these the features show. */
export function questionsOf(lines: readonly InputLine[], features: readonly Feature[]): Question[] {
  const known = new Set(
    features.flatMap((f) => [...f.requirements, ...f.integrationPoints].map((q) => `${q.place.file}:${q.place.line}`)),
  );
  return lines.flatMap((line) => {
    if (line.kind === 'heading' || isApiDetail(line) || NOTHING.test(line.text)) return [];
    const status = line.header?.findIndex((h) => STATUS.test(h)) ?? -1;
    const isOpenRow = status >= 0 && OPEN_STATE.test(line.cells?.[status] ?? '');
    // A box asks for nothing: acceptance criteria and selections have one.
    const asks = line.checked === null && isUnsettled(line.text);
    if (!isOpenRow && !asks && !(line.begins !== 'no' && isOpenPoints(line.titles))) return [];
    return known.has(`${line.file}:${line.place.line}`) ? [] : [quoteOf(line, line.text)];
  });
}

import { lower, type FoundName, type VendorNames } from './vendor-names.ts';
import type { Stance } from './types.ts';
import { ofTitles } from './documents.ts';
import { anyOf, LETTERS, words } from '../words.ts';

// Hints, not a grammar: inside a structured place they only take a choice back. What they miss is shown with its
// quote; nothing is decided in prose.

type Hint = readonly [words: string, stance: Stance];
const hints = (stance: Stance, list: string): Hint[] => words(list).map((each) => [each, stance]);

/** What follows these words is not chosen. */
const BEFORE: readonly Hint[] = [
  ...hints(
    'replaced',
    `
    instead of|in place of|migrated from|migrate from|replaces|replacing|formerly|previously|statt|
    anstelle von|ersetzt|früher|bisher
  `,
  ),
  ...hints(
    'declined',
    `
    rather than|not|no|without|never|neither|nicht|kein|keine|keinen|ohne|sin|no usamos|sans|pas de|
    senza|geen
  `,
  ),
  ...hints(
    'candidate',
    `
    alternative to
  `,
  ),
];
/** Anywhere in a clause with one name. */
const ANYWHERE: readonly Hint[] = [
  ...BEFORE,
  ...hints(
    'replaced',
    `
    replaced|removed|deprecated|superseded|retired|legacy|former|abgelöst|ehemals
  `,
  ),
  ...hints(
    'declined',
    `
    declined|rejected|discarded|ruled out|decided against|don't|doesn't|won't|abgelehnt|verworfen|
    descartado
  `,
  ),
  ...hints(
    'candidate',
    `
    considered|candidate|alternative|alternatively|evaluated|evaluating|maybe|perhaps|possibly|tbd|todo|
    undecided|to be confirmed|to be decided|to be defined|proposed|e.g.|for example|such as|either|vs|
    versus|or similar|kandidat|erwogen|geprüft|alternativ|vielleicht|eventuell|z. b.|z.b.|entweder|
    por definir|quizás
  `,
  ),
];
/** What stands below such a heading is not chosen. */
const ASIDE: readonly (readonly [RegExp, Stance])[] = [
  [
    anyOf(String.raw`
      future|later|planned|potential|possible|optional|candidates?|alternatives?|considered|evaluated|wish ?list|
      nice to have|not (?:yet )?(?:implemented|integrated)|zukünftig\w*|künftig\w*|geplant\w*|später\w*|mögliche\w*|
      alternativen|noch nicht \w+|futur[aeo]?s?
    `),
    'candidate',
  ],
  [
    anyOf(String.raw`
      out of scope|not (?:chosen|selected|used|in use|in scope|needed)|rejected|declined|excluded|verworfen\w*|
      abgelehnt\w*|nicht (?:gewählt|genutzt|enthalten|im umfang)
    `),
    'declined',
  ],
  [/\b(?:removed|replaced|deprecated|retired|abgelöst\w*)\b/, 'replaced'],
];
/** How a heading, or one around it, takes back what a structured place below it would choose. */
export const asideOf = ofTitles((titles): Stance | null => {
  const all = titles.map((title) => title.toLowerCase());
  return ASIDE.find(([words]) => all.some((title) => words.test(title)))?.[1] ?? null;
});

const OR = /^[\s,/"'()]*(?:or|oder|o|ou|bzw\.?|\/or|vs\.?)\s+$/i;
const LIST = /^[\s,/&+"']*(?:(?:and|und|or|oder|o|ou|y|et|bzw\.?)\s+)?$/i;

const WORD_CHARACTER = new RegExp(`[\\d${LETTERS}]`);

/** Where a hint stands as words of its own; -1 for nowhere. */
function wordsAt(text: string, words: string): number {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    if (!WORD_CHARACTER.test(text[at - 1] ?? ' ') && !WORD_CHARACTER.test(text[at + words.length] ?? ' ')) return at;
  }
  return -1;
}

export function hintOf(text: string): Stance | null {
  const folded = lower(text);
  return (
    ANYWHERE.find(([words]) => wordsAt(folded, words) >= 0)?.[1] ?? (/\?(?=$|[\s)])/.test(text) ? 'candidate' : null)
  );
}

interface Clause {
  readonly text: string;
  readonly start: number;
}

/**
 * Parts that say one thing: between commas, semicolons and sentences. What stands in brackets says something about
 * it, and only there.
 */
function clausesOf(value: string): Clause[] {
  const outside = value.replace(/\([^()]*\)/g, (note) =>
    hintOf(note.slice(1, 24)) &&
    /^\(\s*(?:declined|rejected|replaced|removed|not |no longer|formerly|candidate|to be|open\b|TBD|\?|abgelehnt|verworfen)/i.test(
      note,
    )
      ? note
      : ' '.repeat(note.length),
  );
  const clauses: Clause[] = [];
  let start = 0;
  for (const { 0: mark, index } of outside.matchAll(
    /[,;·•|]|[.!?](?=\s|$)|\s(?:but|aber|sondern|pero|mais)\s|\s[–—-]\s/g,
  )) {
    clauses.push({ text: outside.slice(start, index + (mark === '?' ? 1 : 0)), start });
    start = index + mark.length;
  }
  return [...clauses, { text: outside.slice(start), start }].filter((c) => c.text.trim() !== '');
}

/** Vendors of the value of a structured place, each with how its own clause means it. */
export function stancesIn(value: string, names: VendorNames): (FoundName & { readonly stance: Stance })[] {
  const outside = clausesOf(value);
  const all = names.find(value, true);
  const alternatives = alternativesOf(value, all);
  return all.map((name) => {
    const clause = outside.find((c) => name.start >= c.start && name.start < c.start + c.text.length);
    if (!clause) return { ...name, stance: 'mentioned' };
    if (alternatives.has(name)) return { ...name, stance: 'candidate' };
    if (isBlank(clause, name)) {
      // In brackets behind a name stands what it is for, or of whom; behind a need, who serves it.
      const isNote = all.some(
        (n) => n !== name && n.start >= clause.start && n.end <= name.start && !isBlank(clause, n),
      );
      const note =
        value.slice(value.lastIndexOf('(', name.start) + 1, name.start) +
        value.slice(name.end, Math.max(name.end, value.indexOf(')', name.end)));
      return { ...name, stance: isNote ? 'mentioned' : (hintOf(note) ?? hintOf(clause.text) ?? 'chosen') };
    }
    const inClause = all.filter((n) => n.start >= clause.start && n.start < clause.start + clause.text.length);
    return { ...name, stance: stanceIn(clause, name, inClause) };
  });
}

const isBlank = (clause: Clause, { start, end }: FoundName) =>
  clause.text.slice(start - clause.start, end - clause.start).trim() === '';

function stanceIn(clause: Clause, name: FoundName, all: readonly FoundName[]): Stance {
  const folded = lower(clause.text);
  const at = name.start - clause.start;
  const without = folded.slice(0, at) + ' '.repeat(name.end - name.start) + folded.slice(name.end - clause.start);
  if (all.length === 1) return hintOf(without) ?? 'chosen';
  const before = BEFORE.map(([words, stance]) => ({ at: wordsAt(folded, words), stance })).filter((h) => h.at >= 0);
  const hint = before.filter((h) => h.at < at).sort((a, b) => b.at - a.at)[0];
  if (hint) return hint.stance;
  if (before.length > 0) return 'chosen';
  return hintOf(without) === null ? 'chosen' : 'mentioned';
}

/** "X, Y or Z": names in one list with an "or" in it are candidates, each of them. */
function alternativesOf(value: string, names: readonly FoundName[]): Set<FoundName> {
  const found = new Set<FoundName>();
  let group: FoundName[] = [];
  let isEither = false;
  const close = () => {
    if (isEither) for (const name of group) found.add(name);
    [group, isEither] = [[], false];
  };
  for (const name of names) {
    const between = group.length > 0 ? value.slice(group.at(-1)!.end, name.start) : '';
    if (group.length > 0 && !LIST.test(between)) close();
    if (group.length > 0 && OR.test(between)) isEither = true;
    group.push(name);
  }
  close();
  return found;
}

import type { Prose, Section7 } from '../../spec/model.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Rule } from '../types.ts';
import { isChecked, pairs, type Pair } from './pairs.ts';

/** Words that say in the same sentence that the thing is over. */
const OVER = /\b(?:no longer|instead of|rather than|retired|deprecated|gone|removed|replaced|superseded|migrat\w+ (?:away )?from|end of (?:life|support)|statt|anstelle|abgekündigt|abgelöst|ersetzt|eingestellt|nicht mehr)\b/i;
/** A denial reaches only its neighbours: "the household does not wait" says nothing of what follows later. */
const DENIED_BEFORE = /\b(?:not|never|no|neither|nicht|kein\w*|nie|ohne|without)(?:[^\p{L}]+\p{L}+){0,4}[^\p{L}]*$/iu;
const DENIED_AFTER = /^\W{0,3}(?:\w+\W+){0,3}(?:not|never|nicht|nie)\b/i;

export const retired: Rule = {
  id: 'facts/retired',
  severity: 'error',
  summary: 'What a provider has retired fails on the first day, or on the day it is switched off.',
  *check({ spec, catalog }) {
    const asked = pairs(spec, catalog).filter(({ sheet }) => sheet.retired.length > 0 && isChecked(sheet, 'retired'));
    if (asked.length === 0) return;
    const { own, general } = saidOf(spec, asked);
    const code = grouped(spec.code);
    // Of all services with one sheet the same is asked.
    const generalBy = new Map<RegExp, readonly Prose[]>();
    const generalOf = (mayUse: RegExp, name: string) => {
      let said = generalBy.get(mayUse);
      if (!said) generalBy.set(mayUse, (said = general.filter(({ text }) => mayUse.test(text))));
      return said.length === 0 ? said : said.filter(({ text }) => text.toLowerCase().includes(name.toLowerCase()));
    };
    for (const { service, sheet } of asked) {
      const patterns = sheet.retired.map((r) => ({ ...r, pattern: r.pattern.toLowerCase() }));
      const mayUse = anyOf(patterns.map(({ pattern }) => pattern));
      const isSaid = ({ text }: Prose) => mayUse.test(text);
      for (const run of [...(own.get(service.index) ?? []).filter(isSaid), ...generalOf(mayUse, sheet.name)]) {
        const folded = run.text.toLowerCase();
        for (const { pattern, what, instead } of patterns) {
          const index = usedAt(run.text, folded, pattern);
          if (index >= 0) yield { at: spanIn(run, index, index + pattern.length), message: `Unexpected "${run.text.slice(index, index + pattern.length)}" of ${sheet.name}: ${what}; expected ${instead}` };
        }
      }
      for (const { block } of code.get(service.index) ?? []) {
        const hit = patterns.find((p) => block.text.toLowerCase().includes(p.pattern));
        if (hit) yield { at: block.textAt, message: `Unexpected "${hit.pattern}" of ${sheet.name} in code: ${hit.what}; expected ${hit.instead}` };
      }
    }
  },
};

/** Runs that may have what any of the sheets has retired, found in one search: those of each service, and lines outside of the services' sections, which speak of those that they name. */
function saidOf(spec: Section7, asked: readonly Pair[]): { readonly own: ReadonlyMap<number, readonly Prose[]>; readonly general: readonly Prose[] } {
  const patterns = new Set<string>();
  for (const { sheet } of asked) for (const { pattern } of sheet.retired) patterns.add(pattern.toLowerCase());
  const said = runsWith(spec.prose, new RegExp(anyOf([...patterns]).source, 'gi'));
  return { own: grouped(said), general: said.filter((run) => run.service === null && run.kind === 'line') };
}

function grouped<T extends { readonly service: number | null }>(all: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const groups = new Map<number, T[]>();
  for (const each of all) {
    if (each.service === null) continue;
    const own = groups.get(each.service);
    if (own) own.push(each);
    else groups.set(each.service, [each]);
  }
  return groups;
}

const compiled = new Map<string, RegExp>();

/** Cheap and complete: whether a text in small letters may have one of the patterns. The two signs become an ASCII letter there, and are no capital of one to `i`. */
function anyOf(patterns: readonly string[]): RegExp {
  const source = patterns.map((pattern) => pattern.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')).join('|');
  let pattern = compiled.get(source);
  if (!pattern) compiled.set(source, (pattern = new RegExp(`${source}|[\u0130\u212a]`, 'i')));
  return pattern;
}

/** Where a text uses the pattern without warning of it in the same sentence; -1 when nowhere. */
function usedAt(text: string, folded: string, pattern: string): number {
  for (let index = folded.indexOf(pattern); index >= 0; index = folded.indexOf(pattern, index + pattern.length)) {
    const start = Math.max(...['. ', '; ', '! ', '? ', '.\n'].map((end) => text.lastIndexOf(end, index)), index - 400, 0);
    const rest = text.slice(index + pattern.length, index + pattern.length + 400);
    const before = text.slice(start, index);
    const after = rest.slice(0, /[.;!?](?:\s|$)/.exec(rest)?.index ?? rest.length);
    if (!OVER.test(before) && !OVER.test(after) && !DENIED_BEFORE.test(before.slice(-120)) && !DENIED_AFTER.test(after)) return index;
  }
  return -1;
}

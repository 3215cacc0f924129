import { PART_KEYS } from '../../spec/format.ts';
import type { Section7 } from '../../spec/model.ts';
import { matchesOf } from '../matches.ts';
import { runsWith, spanIn } from '../runs.ts';
import type { Rule } from '../types.ts';

/** `7.P.1.6`, `7.P.1`, `7.T`: with a letter, so that no version is meant. */
const REFERENCE = /(?<![\w.])7\.[A-Z](?:\.\d{1,3}){0,2}(?![\w]|\.\d)/g;
const BEGINNING = /7\.[A-Z]/g;

export const sectionReference: Rule = {
  id: 'trace/section-reference',
  severity: 'error',
  summary: 'Every value has one home and the rest points to it: who follows a reference finds the section.',
  *check({ spec }) {
    const known = numbersOf(spec);
    const carried = spec.carriedOver?.at;
    for (const run of runsWith(spec.prose, BEGINNING)) {
      if (run.kind === 'heading' || carried && run.at.start >= carried.start && run.at.start < carried.end) continue;
      for (const { 0: number, index } of matchesOf(REFERENCE, run.text)) {
        if (!known.has(number)) yield { at: spanIn(run, index, index + number.length), message: `Unexpected reference to ${number}, which is no section here`, advice: adviceFor(number, spec) };
      }
    }
  },
};

function numbersOf({ categories, services, testing, operations }: Section7): ReadonlySet<string> {
  const numbers = new Set(['7.T', '7.O', '7.H', '7.R']);
  for (const { number } of categories) numbers.add(number);
  for (const { number } of services) {
    numbers.add(number);
    PART_KEYS.forEach((_, i) => numbers.add(`${number}.${i + 1}`));
  }
  if (testing) for (const n of [1, 2]) numbers.add(`7.T.${n}`);
  if (operations) for (const n of [1, 2, 3, 4, 5]) numbers.add(`7.O.${n}`);
  return numbers;
}

function adviceFor(number: string, { services }: Section7): string {
  const category = number.slice(0, 3);
  const own = services.filter((s) => s.number.startsWith(`${category}.`)).slice(0, 5).map((s) => `${s.number} ${s.name}`);
  return own.length > 0 ? `There ${own.length === 1 ? 'is' : 'are'} ${own.join(', ')}.` : `No service stands in ${category}.`;
}

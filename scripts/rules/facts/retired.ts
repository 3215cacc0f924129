import type { Rule } from '../types.ts';
import { isChecked, pairs } from './pairs.ts';

/** A sentence that warns of the retired thing, or says that it is replaced, is right. */
const WARNS = /\b(?:not|never|no longer|instead of|retired|deprecated|gone|removed|replaced|end of (?:life|support)|nicht|kein[e]?|statt|abgekündigt)\b/i;

export const retired: Rule = {
  id: 'facts/retired',
  severity: 'error',
  summary: 'What a provider has retired fails on the first day, or on the day it is switched off.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      if (sheet.retired.length === 0 || !isChecked(sheet, 'retired')) continue;
      const patterns = sheet.retired.map((r) => ({ ...r, pattern: r.pattern.toLowerCase() }));
      for (const run of spec.prose) {
        if (run.service !== service.index) continue;
        const text = run.text.toLowerCase();
        for (const { pattern, what, instead } of patterns) {
          const index = text.indexOf(pattern);
          if (index >= 0 && !WARNS.test(run.text)) yield { at: { start: run.locate(index), end: run.locate(index + pattern.length - 1) + 1 }, message: `Unexpected "${run.text.slice(index, index + pattern.length)}" of ${sheet.name}: ${what}; expected ${instead}` };
        }
      }
      for (const { block, service: owner } of spec.code) {
        const hit = owner === service.index ? patterns.find((p) => block.text.toLowerCase().includes(p.pattern)) : undefined;
        if (hit) yield { at: block.textAt, message: `Unexpected "${hit.pattern}" of ${sheet.name} in code: ${hit.what}; expected ${hit.instead}` };
      }
    }
  },
};

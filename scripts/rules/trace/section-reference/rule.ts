import type { Rule } from '../../types.ts';
import { matchesIn } from '../../shared/text.ts';

/** `7.P.1.6`; not a version, a price or an address. */
const NUMBER = /(?<![\p{L}\p{N}.$€£_/-])7(?:\.(?:[A-Z]|\d{1,3})){1,3}(?![\p{L}\p{N}_]|\.\p{N})/gu;

export const rule: Rule = {
  id: 'trace/section-reference',
  severity: 'error',
  summary: 'A reader who follows a reference to a section of Section 7 has to arrive.',
  *check({ section }) {
    const known = new Set(section.headings.map(({ number }) => number));
    // Parts of a simple service have no headings of their own: its labels and tables stand for them.
    const simple = section.services.filter(({ parts }) => parts.length === 0);
    for (const run of section.runs) {
      if (run.kind === 'heading' || !run.piece.text.includes('7.')) continue;
      for (const { text, at, code } of matchesIn(run.piece, NUMBER)) {
        // "7.5" is a number; sections below 7 have a letter or are in the form.
        if (code || known.has(text) || (!/[A-Z]/.test(text) && !/^7\.[0-4](?:\.[1-5])?$/.test(text))) continue;
        if (simple.some(({ number }) => text.startsWith(`${number}.`))) continue;
        yield { at, message: `Unexpected reference to ${text}, which this section does not have` };
      }
    }
  },
};

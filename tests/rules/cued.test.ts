import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Cued } from '../../scripts/rules/cued.ts';
import { DENIED as METHOD_DENIED } from '../../scripts/rules/facts/methods.ts';
import { WRONG_OBJECT } from '../../scripts/rules/security/parsed-body.ts';
import { DENIED as LABELS_DENIED } from '../../scripts/rules/security/personal-data.ts';

const ALL: Readonly<Record<string, Cued>> = { METHOD_DENIED, WRONG_OBJECT, LABELS_DENIED };

test.each(Object.entries(ALL))('%s: what the pattern matches has a cue', (_, cued) => {
  const { source } = cued.pattern;
  // What the generator does not know: borders of words, and letters by their property.
  const written = fc.stringMatching(new RegExp(source.replaceAll('\\b', '').replaceAll('\\p{L}', '[a-zäöü]')));
  let matched = 0;
  fc.assert(
    fc.property(written, fc.constantFrom('', 'x ', 'Nothing, '), fc.func(fc.boolean()), (text, before, isCapital) => {
      const sentence = before + [...text].map((c, i) => (isCapital(i) ? c.toUpperCase() : c)).join('');
      if (!cued.pattern.test(sentence)) return;
      matched++;
      expect(cued.maybe(sentence), sentence).toBe(true);
    }),
    { numRuns: 1000 },
  );
  expect(matched).toBeGreaterThan(50);
});

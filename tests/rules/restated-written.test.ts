import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markValues } from '../../scripts/rules/numbers/restated/marks.ts';
import { candidatesPattern, mayHaveValueFor, hasValueFor, QUANTITIES, quantitiesIn } from '../../scripts/rules/numbers/restated/words.ts';
import { DURATION, RATE } from '../../scripts/rules/numbers/restated/written.ts';

const UNITS = 'us µs μs microsecond mikrosekunden ms msec milliseconds millis Millisekunde s sec secs Second sek Sekunden min mins minutes Minuten h hr hrs Hour hours std Std. Stunden d day days Tag Tage calendarday w wk weeK week Woche mo month months Monat Monaten y yr year years Jahr Jahren'.split(' ');
const AMOUNTS = ['5', '1,5', '0.5', '2.400', '30', '1 000', '5k', '3 M', '2 Mio.', '1.2 million', 'two', 'Five', 'ten', 'einer', 'zwei', 'fünf', 'zehn', 'EUR 1,200', '1,200 EUR', '€5', 'timeout: 5000', '"timeoutMs": 3000', 'time-out=1500'];
const JOINTS = ['', ' ', '-', '\u00a0', '\u202f', '  ', '- ', '\n', ' and ', '/', ' per ', ' a ', ' an ', ' within ', ' in ', ' requests per ', ' mails a ', ' messages/', ' rps, ', ' times within '];
const ENDS = ['', '.', ' ', ',', ')', 'x', '÷', 'Ä', '3', ' each'];
const part = fc.tuple(fc.constantFrom(...AMOUNTS), fc.constantFrom(...JOINTS), fc.constantFrom(...UNITS), fc.constantFrom(...ENDS)).map((pieces) => pieces.join(''));
const words = fc.constantFrom(...QUANTITIES.flatMap(({ cue }) => cue), 'the', 'after', 'limit of');
const sentences = fc.array(fc.oneof(part, words), { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(' '));

test('a value that is marked was found by how it is written', () => {
  let durations = 0;
  let rates = 0;
  fc.assert(
    fc.property(sentences, (text) => {
      const kinds = new Set([...markValues(text).values.values()].map(({ value }) => value.kind));
      if (kinds.has('duration') && ++durations) expect(DURATION.test(text), text).toBe(true);
      if (kinds.has('rate') && ++rates) expect(RATE.test(text), text).toBe(true);
    }),
    { numRuns: 20_000 },
  );
  expect(Math.min(durations, rates)).toBeGreaterThan(1000);
});

test('a sentence that may state a quantity is a candidate', () => {
  fc.assert(
    fc.property(sentences, (sentence) => {
      const { text } = markValues(sentence);
      for (const quantity of quantitiesIn(sentence)) {
        if (!hasValueFor(quantity, text)) continue;
        expect(mayHaveValueFor(quantity, sentence), sentence).toBe(true);
        expect(sentence.search(candidatesPattern()), sentence).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 20_000 },
  );
});

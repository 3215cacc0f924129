import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fingerprint } from '../../scripts/project/fingerprint.ts';

test('it is 16 hex digits, the same on every machine', () => {
  expect([
    fingerprint([]),
    fingerprint(['']),
    fingerprint(['Section 3']),
    fingerprint(['Prüfung 🙂']),
  ]).toMatchInlineSnapshot(`
    [
      "e1938caf69d4992e",
      "2bee3552aa1780f4",
      "ac9ed6cad34797c3",
      "ac3261266710b453",
    ]
  `);
});

test('any edit of any text changes it, and so does moving text from one document to the next', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.string({ maxLength: 200 }), fc.nat(), (a, b, at) => {
      const before = fingerprint([a, b]);
      const cut = at % (a.length + 1);
      expect(fingerprint([`${a.slice(0, cut)}x${a.slice(cut)}`, b])).not.toBe(before);
      if (a !== '') expect(fingerprint([a.slice(0, -1), a.at(-1) + b])).not.toBe(before);
    }),
  );
});

test('100,000 texts that differ in one number have 100,000 fingerprints, in each half as well', () => {
  const found = Array.from({ length: 100_000 }, (_, i) => fingerprint([`timeout ${i} ms\n`]));
  expect(new Set(found).size).toBe(100_000);
  // With 32 bits each, about one pair in 100,000 texts collides by chance.
  for (const half of [0, 8]) expect(new Set(found.map((f) => f.slice(half, half + 8))).size).toBeGreaterThan(99_980);
});

/**
 * A fingerprint of texts: 16 hex digits, the same on every machine. It tells that a text changed, to people who want to
 * know; it does not withstand somebody who looks for a collision, who could as well edit the recorded value. Not
 * SHA-256, because loading node:crypto takes longer than reading the documents.
 */
export function fingerprint(texts: Iterable<string>): string {
  // Two multiplicative hashes over UTF-16 units, each finished by the mixer of MurmurHash3.
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (const text of texts) {
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul(b ^ unit, 0x5bd1e995) + 1;
    }
    // The end of a text counts, so that moving a line from one document to the next is a change.
    a = Math.imul(a ^ 0x10000, 0x01000193);
    b = Math.imul(b ^ 0x10000, 0x5bd1e995) + 1;
  }
  return [mixed(a ^ (b >>> 7)), mixed(b ^ (a << 5))].map((lane) => lane.toString(16).padStart(8, '0')).join('');
}

function mixed(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

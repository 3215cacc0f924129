/** Edit distance, two neighbours swapped counting as one edit; given up beyond `limit`. */
export function distance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  let before: number[] = [];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : Infinity;
      const value = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost, swapped);
      row.push(value);
      if (value < least) least = value;
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = row;
  }
  return previous[b.length]!;
}

/** The candidate that was probably meant: for "did you mean". Null when none is close; long words are not compared. */
export function near(word: string, candidates: Iterable<string>): string | null {
  if (word.length > 80) return null;
  const wanted = word.toLowerCase();
  let best: string | null = null;
  let limit = Math.max(1, Math.min(3, Math.floor(wanted.length / 3)));
  for (const candidate of candidates) {
    const d = distance(wanted, candidate.toLowerCase(), limit);
    if (d <= limit) {
      best = candidate;
      if (d === 0) return best;
      limit = d - 1;
    }
  }
  return best;
}

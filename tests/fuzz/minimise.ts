/**
 * Delta debugging by lines, then by characters: the smallest text found for which `fails` still holds, in at most
 * `budget` ms. Not always the smallest there is.
 */
export async function minimise(
  text: string,
  fails: (text: string) => Promise<boolean>,
  budget = 15_000,
): Promise<string> {
  const end = Date.now() + budget;
  const byLines = (await reduce(text.split(/(?<=\n)/), fails, end)).join('');
  return byLines.length > 3000 ? byLines : (await reduce([...byLines.split('')], fails, end)).join('');
}

/** Leaves out ever smaller runs of parts, as long as the rest fails. */
async function reduce(
  parts: readonly string[],
  fails: (text: string) => Promise<boolean>,
  end: number,
): Promise<readonly string[]> {
  let kept = parts;
  for (let size = Math.ceil(kept.length / 2); size >= 1; ) {
    let smaller = false;
    for (let at = 0; at < kept.length && Date.now() < end; ) {
      const rest = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (rest.length < kept.length && (await fails(rest.join('')))) {
        kept = rest;
        smaller = true;
      } else at += size;
    }
    if (Date.now() >= end) break;
    if (size === 1 && !smaller) break;
    size = smaller ? Math.min(size, Math.ceil(kept.length / 2)) : Math.floor(size / 2);
  }
  return kept;
}

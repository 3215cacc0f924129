/**
 * Whether a path matches a pattern: `*` and `?` within one part of it, `**` for any number of parts, a folder for all
 * that is in it. Patterns of a configuration are a stranger's, and libraries make regular expressions of them, which
 * take exponential time; this takes at most the product of both lengths.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const parts = path.split('/');
  const wanted = pattern.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  const isSame = (i: number, j: number) => matchesPart(wanted[i]!, parts[j]!);
  const isStar = (i: number) => wanted[i] === '**';
  // The second time with "**" behind it: the pattern names a folder.
  return (
    matches(wanted.length, parts.length, isStar, isSame) ||
    matches(wanted.length + 1, parts.length, (i) => i === wanted.length || isStar(i), isSame)
  );
}

function matchesPart(pattern: string, text: string): boolean {
  const isSame = (i: number, j: number) => pattern[i] === '?' || pattern[i] === text[j];
  return matches(pattern.length, text.length, (i) => pattern[i] === '*', isSame);
}

/** A star takes as little as it can, and more when what follows does not match. Only the last star is tried again. */
function matches(
  patternLength: number,
  length: number,
  isStar: (i: number) => boolean,
  isSame: (i: number, j: number) => boolean,
): boolean {
  let [i, j, star, from] = [0, 0, -1, 0];
  while (j < length) {
    if (i < patternLength && isStar(i)) [star, from, i] = [i, j, i + 1];
    else if (i < patternLength && isSame(i, j)) [i, j] = [i + 1, j + 1];
    else if (star >= 0) [i, from, j] = [star + 1, from + 1, from + 1];
    else return false;
  }
  while (i < patternLength && isStar(i)) i++;
  return i === patternLength;
}

import type { Fix } from './types.ts';

/** The text with the changes made, from the first on; of two that overlap the first. */
export function applyFixes(text: string, fixes: readonly Fix[]): string {
  const parts: string[] = [];
  let done = 0;
  for (const { at, text: replacement } of [...fixes].sort((a, b) => a.at.start - b.at.start)) {
    if (at.start < done) continue;
    parts.push(text.slice(done, at.start), replacement);
    done = at.end;
  }
  return parts.join('') + text.slice(done);
}

import { NONE } from '../markdown/append.ts';

/** What `matchAll` finds, without a pattern and an iterator of its own for each text: most texts that a rule looks at have no match. */
export function matchesOf(pattern: RegExp, text: string): readonly RegExpExecArray[] {
  pattern.lastIndex = 0;
  let match = pattern.exec(text);
  if (!match) return NONE;
  const found: RegExpExecArray[] = [];
  for (; match; match = pattern.exec(text)) found.push(match);
  return found;
}

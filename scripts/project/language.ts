import { LETTERS } from '../words.ts';
import type { InputLine } from './documents.ts';
import type { ProjectContext } from './types.ts';

/** Words that every text of a language is full of, and few others have. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'the and of to is are with for that by from on',
  de: 'der die das und ist mit für von den dem nicht ein eine wird auf zu',
  es: 'el los las del que para por con una es se al',
  fr: 'le les des du est et pour par dans une sur aux',
  it: 'il gli della che per con una sono di nel',
  pt: 'os das que para com uma não é ao por dos',
  nl: 'het een van en voor met op zijn niet wordt',
  pl: 'jest nie na się dla oraz przez jako',
};
const OF = new Map(
  Object.entries(WORDS)
    .flatMap(([language, words]) => words.split(' ').map((w) => [w, language] as const))
    .filter(([w], _, all) => all.filter(([o]) => o === w).length === 1),
);
const WORD = new RegExp(`[${LETTERS}]+`, 'g');
const LONGEST = 12_000;

/** The language of most prose. A text without enough words is read as English: there is little in it to misread. */
export function languageOf(lines: readonly InputLine[]): ProjectContext['language'] {
  const counts = new Map<string, number>();
  let read = 0;
  let foreign = 0;
  let latin = 0;
  for (const { text, kind } of lines) {
    if (kind === 'heading') continue;
    if ((read += text.length) > LONGEST) break;
    for (const word of text.toLowerCase().match(WORD) ?? []) {
      const language = OF.get(word);
      if (language) counts.set(language, (counts.get(language) ?? 0) + 1);
      if (/[\u0370-\u1fff\u2e80-\ud7ff]/.test(word)) foreign += word.length;
      else latin += word.length;
    }
  }
  if (foreign > latin / 3) return 'other';
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined || most[0] === 'en' ? 'en' : most[0] === 'de' ? 'de' : 'other';
}

import { fencesOf, languageOf } from '../../code/fences.ts';
import type { Rule } from '../types.ts';

/** Lines that are not blank. */
const MOST = { code: 20, mermaid: 60 };

export const codeLength: Rule = {
  id: 'structure/code-length',
  severity: 'warning',
  summary: 'Code says in many lines what a table says in one; it stands only where a table cannot say it.',
  *check({ spec }) {
    // A hostile document has a hundred thousand fences: none is searched for among the others.
    const refused = new Map(fencesOf(spec).refused.map(({ block, limit }) => [block, limit]));
    for (const { section, block } of spec.code) {
      if (!block.fenced) continue;
      const diagram = languageOf(block) === 'mermaid';
      const lines = block.text.split('\n').filter((line) => line.trim() !== '').length;
      const most = diagram ? MOST.mermaid : MOST.code;
      const advice = diagram ? 'Show what belongs together, and leave the rest to the tables.' : 'Keep what a table cannot say, or refer to the file in the repository.';
      const limit = refused.get(block);
      if (limit !== undefined) yield { at: block.at, message: `Unexpected size of code in ${section}, expected at most ${limit}: it is not read`, advice };
      else if (lines > most) yield { at: block.at, message: `Unexpected ${lines} lines ${diagram ? 'of a diagram' : 'of code'} in ${section}, expected at most ${most}`, advice };
    }
  },
};

import { runFindings } from '../../shared/run.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'run/sql',
  severity: 'error',
  summary:
    'SQL that the database refuses is not a change to Section 5: with check --run, 7.E runs on top of it in an embedded PostgreSQL.',
  *check(input) {
    yield* runFindings(input, 'changes', 'It was run on top of Section 5; mend it, or correct Section 5 in 7.E first.');
  },
};

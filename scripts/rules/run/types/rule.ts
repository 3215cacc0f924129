import { runFindings } from '../../shared/run.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'run/types',
  severity: 'error',
  summary:
    'Code that does not type-check against the SDK is copied and fails: with check --run, TypeScript and JavaScript are checked against the versions that the section names.',
  *check(input) {
    yield* runFindings(
      input,
      'script',
      'It was type-checked with the packages that are installed; nothing was executed.',
    );
  },
};

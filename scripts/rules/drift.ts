import type { Rule } from './types.ts';

/** What `drift` compares, as lists and pages of rules show it. */
export const DRIFT_RULES = [
  {
    id: 'drift/variables',
    severity: 'error',
    summary:
      'A variable of Section 7 that no file knows is set for nobody; one of the code without a row is rotated by nobody.',
  },
  {
    id: 'drift/routes',
    severity: 'error',
    summary: 'A webhook that no route serves is lost; a route that Section 7 does not have was reviewed by nobody.',
  },
  {
    id: 'drift/packages',
    severity: 'warning',
    summary: 'Calls, retries and signatures were written for one major version of an SDK; another behaves differently.',
  },
  {
    id: 'drift/services',
    severity: 'warning',
    summary: 'A service that crept into the code has no contract, no cost line and no plan for its outage.',
  },
  {
    id: 'drift/alerts',
    severity: 'warning',
    summary: 'An alert that stands in Section 7 and in no rule file wakes nobody.',
  },
  {
    id: 'drift/schema',
    severity: 'error',
    summary: 'Code that follows Section 7 fails on a column that no migration makes.',
  },
] as const satisfies readonly Pick<Rule, 'id' | 'severity' | 'summary'>[];

export type DriftRuleId = (typeof DRIFT_RULES)[number]['id'];

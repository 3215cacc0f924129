import { RULES } from '../../scripts/rules/index.ts';
import { testExamples } from './examples-of.ts';

// Those of the group `run` take seconds each: tests/run/examples.test.ts.
testExamples(RULES.filter(({ id }) => !id.startsWith('run/')));

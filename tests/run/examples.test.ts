import { RULES } from '../../scripts/rules/index.ts';
import { testExamples } from '../rules/examples-of.ts';

testExamples(RULES.filter(({ id }) => id.startsWith('run/')));

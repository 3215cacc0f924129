import { vi } from 'vitest';
import { RULES } from '../../scripts/rules/index.ts';
import { testExamples } from '../rules/examples-of.ts';

vi.mock('../../scripts/run/process.ts', () => import('./in-process.ts'));

testExamples(RULES.filter(({ id }) => id.startsWith('run/')));

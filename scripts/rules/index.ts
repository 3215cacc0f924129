import { facts } from './facts/index.ts';
import { source } from './source/index.ts';
import { numbers } from './numbers/index.ts';
import { security } from './security/index.ts';
import { structure } from './structure/index.ts';
import { trace } from './trace/index.ts';
import type { Rule } from './types.ts';

/** All rules, in the order in which findings at one place are shown. A new rule goes into the index of its group; a new group goes here. */
export const RULES: readonly Rule[] = [...structure, ...trace, ...numbers, ...facts, ...source, ...security];

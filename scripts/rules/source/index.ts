import type { Rule } from '../types.ts';
import { undefinedFootnote, unusedFootnote } from './footnotes.ts';

export const source: readonly Rule[] = [undefinedFootnote, unusedFootnote];

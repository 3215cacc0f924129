import type { Rule } from '../types.ts';
import { footnoteForm, oldSource } from './dates.ts';
import { undefinedFootnote, unusedFootnote } from './footnotes.ts';
import { missingSource } from './missing-source.ts';

export const source: readonly Rule[] = [missingSource, undefinedFootnote, unusedFootnote, footnoteForm, oldSource];

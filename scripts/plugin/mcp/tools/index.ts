import type { Tool } from '../tool.ts';
import { applySpec } from './apply-spec.ts';
import { checkSpec } from './check-spec.ts';
import { drift } from './drift.ts';
import { preflight } from './preflight.ts';
import { serviceFacts } from './service-facts.ts';
import { specSummary } from './spec-summary.ts';

export const TOOLS: readonly Tool[] = [preflight, serviceFacts, checkSpec, applySpec, specSummary, drift];

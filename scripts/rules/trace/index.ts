import type { Rule } from '../types.ts';
import { coverage } from './coverage.ts';
import { registry } from './registry.ts';
import { staleInputs } from './stale-inputs.ts';
import { unknownFeature } from './unknown-feature.ts';
import { webhookEndpoint } from './webhook-endpoint.ts';

export const trace: readonly Rule[] = [registry, coverage, unknownFeature, webhookEndpoint, staleInputs];

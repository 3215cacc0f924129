import type { Rule } from '../types.ts';
import { coverage } from './coverage.ts';
import { decision } from './decision.ts';
import { decisionReference } from './decision-reference.ts';
import { environment } from './environment.ts';
import { registry } from './registry.ts';
import { sectionReference } from './section-reference.ts';
import { staleInputs } from './stale-inputs.ts';
import { unknownFeature } from './unknown-feature.ts';
import { variable } from './variable.ts';
import { vendor } from './vendor.ts';
import { webhookEndpoint } from './webhook-endpoint.ts';

export const trace: readonly Rule[] = [registry, coverage, unknownFeature, vendor, decision, decisionReference, sectionReference, webhookEndpoint, environment, variable, staleInputs];

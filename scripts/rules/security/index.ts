import type { Rule } from '../types.ts';
import { idempotency } from './idempotency.ts';
import { parsedBody } from './parsed-body.ts';
import { personalData } from './personal-data.ts';
import { readiness } from './readiness.ts';
import { secret } from './secret.ts';
import { deduplication } from './deduplication.ts';

export const security: readonly Rule[] = [secret, parsedBody, deduplication, idempotency, personalData, readiness];

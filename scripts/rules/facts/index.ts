import type { Rule } from '../types.ts';
import { acknowledge } from './acknowledge.ts';
import { authentication } from './authentication.ts';
import { credential } from './credential.ts';
import { replay } from './replay.ts';
import { retired } from './retired.ts';
import { sandbox } from './sandbox.ts';
import { sdkRetries } from './sdk-retries.ts';
import { signature } from './signature.ts';

export const facts: readonly Rule[] = [authentication, credential, signature, replay, acknowledge, sandbox, retired, sdkRetries];

/** Everything that `drift` needs and no other command does. */
export { drift } from '../drift/drift.ts';
export { readRepository } from '../drift/repository.ts';
export { redacted } from '../drift/redact.ts';

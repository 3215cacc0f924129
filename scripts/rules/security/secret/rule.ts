import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'security/secret',
  severity: 'error',
  summary: 'A credential in a document is a credential in every clone of it.',
  *check({ secrets }) {
    for (const at of secrets)
      yield {
        at,
        message: 'Unexpected credential, expected the name of a variable',
        advice: 'Revoke it, and take it out of the history.',
      };
  },
};

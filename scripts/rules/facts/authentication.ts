import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { claimedMethods, knownMethods } from './methods.ts';
import { isChecked, pairs } from './pairs.ts';

export const authentication: Rule = {
  id: 'facts/authentication',
  severity: 'error',
  summary: 'A method that the provider does not offer, or has ended, is found out when nobody can get a key.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const leaf = given(service.parts, 'authentication')?.method;
      const known = knownMethods(sheet);
      if (known.size === 0 || !isChecked(sheet, 'auth')) continue;
      const claimed = claimedMethods(valueOf(leaf) ?? '');
      // A JWT may be what an OAuth grant asks for, or what it issues.
      const agrees = [...claimed.keys()].some((method) => known.has(method) || (method === 'jwt' && known.has('oauth')) || (method === 'oauth' && known.has('jwt')));
      if (claimed.size > 0 && !agrees) {
        yield { at: leaf!.at, message: `Unexpected authentication "${[...claimed.values()].join(', ')}" of ${sheet.name}, expected ${sheet.auth.join(' or ')}`, advice: `See vibe-specs facts ${sheet.id}.` };
      }
    }
  },
};

import type { Span } from '../../markdown/types.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given, type Section7, type Service } from '../../spec/model.ts';
import { spanIn } from '../runs.ts';
import type { Rule } from '../types.ts';
import { claimedMethods, knownMethods } from './methods.ts';
import { isChecked, pairs, proseOf } from './pairs.ts';

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
        const said = [...claimed.values()];
        yield { at: placeOf(said, spec, service) ?? leaf!.at, message: `Unexpected authentication "${said.join(', ')}" of ${sheet.name}, expected ${sheet.auth.join(' or ')}`, advice: `See vibe-specs facts ${sheet.id}.` };
      }
    }
  },
};

/** One method is found wherever it stands in the field, which may be a list or a table. */
function placeOf(said: readonly string[], spec: Section7, service: Service): Span | undefined {
  const [method] = said;
  const run = said.length === 1 ? proseOf(spec, service).find(({ part, field, text }) => part === 'authentication' && field === 'method' && text.includes(method!)) : undefined;
  return run && spanIn(run, run.text.indexOf(method!), run.text.indexOf(method!) + method!.length);
}

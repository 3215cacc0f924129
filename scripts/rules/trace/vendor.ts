import { pairs } from '../facts/pairs.ts';
import type { Rule } from '../types.ts';

export const vendor: Rule = {
  id: 'trace/vendor',
  severity: 'error',
  summary: 'A vendor that the documents choose is used, declined or open in 7.0, but never dropped in silence.',
  *check({ spec, project, catalog }) {
    // SAML is spoken with somebody: the identity provider is the service.
    const protocols = new Set(catalog.sheets.filter((s) => s.protocol).map((s) => s.id));
    const chosen = new Map((project?.vendors ?? []).filter((v) => v.stance === 'chosen' && !protocols.has(v.id ?? '')).map((v) => [v.name, v]));
    for (const [name, mention] of chosen) {
      const used = spec.services.some((s) => s.name.includes(name)) || mention.id !== null && pairs(spec, catalog).some(({ sheet }) => sheet.id === mention.id);
      if (used) continue;
      const said = spec.prose.some((run) => run.text.includes(name));
      if (!said) yield { at: spec.headingAt, message: `Missing ${name}: the documents choose it, and Section 7 neither uses nor declines it`, advice: 'Specify it, or say in 7.0 why not.', related: [{ message: 'chosen here', at: mention.place }] };
    }
  },
};

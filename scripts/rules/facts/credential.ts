import { valueOf } from '../../spec/kinds.ts';
import type { ServiceSheet } from '../../services/sheet.ts';
import type { Rule } from '../types.ts';
import { knownMethods, type Method } from './methods.ts';
import { algorithmOf, isChecked, pairs, signedFamilies } from './pairs.ts';

/** What the name of a variable says its value is. Other names are the project's own business. */
const CLAIMS: readonly { readonly suffix: RegExp; readonly what: string; readonly methods: readonly Method[] }[] = [
  { suffix: /_API_?KEY$/, what: 'API keys', methods: ['static', 'basic'] },
  { suffix: /_CLIENT_(?:SECRET|ID)$/, what: 'OAuth clients', methods: ['oauth', 'jwt', 'saml'] },
];
/** A secret that both sides know. */
const SHARED = /_(?:WEBHOOK|SIGNING|HMAC)(?:_[A-Z]+)*_SECRET$/;
const SIGNING = /_(?:SIGNING|HMAC|SIGNATURE)_(?:KEY|SECRET)$/;

export const credential: Rule = {
  id: 'facts/credential',
  severity: 'warning',
  summary: 'A credential that the provider does not issue cannot be put into the environment.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const part = service.parts.authentication;
      if (part?.state !== 'given' || !isChecked(sheet, 'auth')) continue;
      for (const { variable } of valueOf(part.fields.credentials) ?? []) {
        for (const name of valueOf(variable) ?? []) {
          const what = sheet.variables.includes(name) || !isTheirs(name, sheet) ? null : lacking(name, sheet);
          if (what !== null) yield { at: variable.at, message: `Unexpected variable ${name}: ${sheet.name} has no ${what}`, advice: `See vibe-specs facts ${sheet.id}.` };
        }
      }
    }
  },
};

/** Only a name that begins as the provider's own do claims to be one of theirs. */
function isTheirs(name: string, sheet: ServiceSheet): boolean {
  return sheet.variables.some((v) => name.startsWith(v.slice(0, v.indexOf('_') + 1)));
}

/** What the name claims and the sheet does not know; null when there is nothing to object to. */
function lacking(name: string, sheet: ServiceSheet): string | null {
  const known = knownMethods(sheet);
  const claim = CLAIMS.find(({ suffix }) => suffix.test(name));
  if (claim && known.size > 0 && !sheet.variables.some((v) => claim.suffix.test(v)) && !claim.methods.some((m) => known.has(m))) return claim.what;
  if (SHARED.test(name) && isPublicKey(sheet)) return 'shared secret for webhooks: they are verified with a public key';
  const unsigned = sheet.webhooks.length > 0 && signedFamilies(sheet).length === 0 && isChecked(sheet, 'webhooks');
  return SIGNING.test(name) && unsigned ? 'signed webhooks' : null;
}

/** Whether each scheme of the provider is verified with a public key. */
function isPublicKey(sheet: ServiceSheet): boolean {
  const families = signedFamilies(sheet);
  return families.length > 0 && isChecked(sheet, 'webhooks') && families.every((w) => /^(?:ecdsa|rsa|ed25519)/.test(algorithmOf(w.algorithm ?? '') ?? ''));
}

import type { ServiceSheet } from '../../services/sheet.ts';
import { Cued } from '../cued.ts';

/** Ways in which a caller proves who it is. `static`: one secret that is sent as it is, whatever the provider calls it. */
export type Method = 'oauth' | 'static' | 'basic' | 'sigv4' | 'jwt' | 'saml';

/** Words of a method; `token` alone says nothing: an access token may be issued by OAuth or by a settings page. */
const WORDS: readonly (readonly [Method, RegExp])[] = [
  ['oauth', /\bOAuth|\bOpenID\b|\bOIDC\b|\bauthori[sz]ation code\b|\bclient[- ]credentials\b|\bPKCE\b|\bservice account\b|\bEntra ID\b|\bADC\b/i],
  ['sigv4', /\bSigV4\b|\bSignature V(?:ersion )?4\b|\bIAM\b/i],
  ['jwt', /\bJWT\b|\bprivate_key_jwt\b/i],
  ['saml', /\bSAML\b/i],
  ['basic', /\bBasic\b|\bbasic auth/],
  ['static', /\bAPI[- ]?(?:keys?|token)\b|\bx-api-key\b|\bapikey\b|\bsecret key\b|\bAPI-Schlüssel\b|\bhapikey\b/i],
];

export const DENIED = new Cued(['no', 'never', 'without', 'instead', 'kein', 'ohne', 'statt'], /\b(?:no|not an?|never|without|instead of|kein\w*|ohne|statt)\s+(?:\p{L}+\s+)?$/iu);

/** Methods that a statement of the section claims, with the words that claim them. What it says of webhooks is another matter. */
export function claimedMethods(text: string): Map<Method, string> {
  const found = new Map<Method, string>();
  for (const sentence of text.split(/[.;]\s+/)) {
    if (/\bwebhooks?\b/i.test(sentence)) continue;
    for (const [method, pattern] of WORDS) {
      const words = pattern.exec(sentence);
      if (words && !found.has(method) && !DENIED.test(sentence.slice(0, words.index))) found.set(method, words[0]);
    }
  }
  return found;
}

/** Methods of a sheet. A key or token that no grant issues is static; what only existing customers may use is left out. */
export function knownMethods({ auth, variables }: Pick<ServiceSheet, 'auth' | 'variables'>): Set<Method> {
  const known = new Set<Method>(variables.some((v) => /_API_?KEY$/.test(v)) ? ['static'] : []);
  for (const entry of auth) {
    if (/\bexisting (?:apps|customers|users) only\b/i.test(entry)) continue;
    const methods = WORDS.filter(([, pattern]) => pattern.test(entry)).map(([method]) => method);
    for (const method of methods) known.add(method);
    if (!methods.includes('oauth') && !methods.includes('jwt') && /\b(?:keys?|tokens?|key_id)\b|(?:key|token)\b/i.test(entry) && !/\bService Key\b/.test(entry)) known.add('static');
  }
  return known;
}

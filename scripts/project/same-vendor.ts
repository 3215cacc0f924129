import type { VendorMention } from './types.ts';
import type { VendorName, VendorNames } from './vendor-names.ts';
import { wholly } from '../words.ts';

/** Software that others host: its name in front of a vendor in brackets says what of the vendor is used. */
const HOSTED = wholly(
  `
    redis|valkey|postgres(?:ql)?|mysql|mariadb|mongodb|elasticsearch|opensearch|kafka|rabbitmq|memcached|clickhouse
  `,
  'i',
);
export const isHosted = (name: string): boolean => HOSTED.test(name);

const SIGNING_IN =
  /\b(?:sign(?:ed|ing)?[- ]?(?:in|up|on)|log(?:ged|ging)?[- ]?in|social (?:auth|providers?)|oauth|oidc|openid|sso|auth|authentication|identity providers?|anmeld\w*)\b/i;
const SIGN_IN: Readonly<Record<string, string>> = { Google: 'Google Sign-In', Apple: 'Sign in with Apple' };

/** "Google and Apple sign-in": of these companies the service by which people sign in. */
export function signInOf(name: VendorName, about: string, names: VendorNames): VendorName {
  const service = SIGN_IN[name.vendor];
  return service !== undefined && SIGNING_IN.test(about) ? (names.get(service) ?? name) : name;
}

/**
 * "Google" in documents that also use "Google OpenID Connect" is that service, as long as one service alone can be
 * meant; so is "Northpaw". `Redis (Upstash)` says whose all Redis is.
 */
export function merged(
  mentions: readonly VendorMention[],
  names: VendorNames,
  hosts: ReadonlyMap<string, VendorName>,
): VendorMention[] {
  // A column or a path says which product, and not that every other mention means it.
  const used = mentions.filter(
    (m) => m.stance !== 'unchecked' && m.stance !== 'declined' && m.section !== '5' && !m.text.startsWith('POST '),
  );
  const byName = new Map(used.map((m) => [m.name, m]));
  const longer = new Map<string, Set<VendorMention>>();
  for (const m of byName.values()) {
    for (const text of [m.name, ...names.of(m.id)]) {
      const [first, second] = text.split(' ');
      if (second) longer.set(first!, (longer.get(first!) ?? new Set<VendorMention>()).add(m));
    }
  }
  const meant = new Map<string, Pick<VendorMention, 'name' | 'id'>>();
  for (const [software, { vendor, id }] of hosts) meant.set(software, { name: vendor, id });
  for (const { name, id } of byName.values()) {
    const [only, second] = id === null ? (longer.get(name) ?? []) : [];
    if (only && !second && only.name !== name) meant.set(name, only);
  }
  return mentions.map((m) =>
    meant.has(m.name) ? { ...m, name: meant.get(m.name)!.name, id: meant.get(m.name)!.id } : m,
  );
}

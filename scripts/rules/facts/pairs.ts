import { findService, type ServiceCatalog } from '../../services/catalog.ts';
import { stateOf, type Fact, type ServiceSheet, type WebhookFacts } from '../../services/sheet.ts';
import type { Prose, Section7, Service } from '../../spec/model.ts';

export interface Pair {
  readonly service: Service;
  readonly sheet: ServiceSheet;
}

const paired = new WeakMap<Section7, { readonly catalog: ServiceCatalog; readonly pairs: readonly Pair[] }>();

/** Services of the section with their sheets, looked up once for all rules. A service without one is not guessed at. */
export function pairs(spec: Section7, catalog: ServiceCatalog): readonly Pair[] {
  const known = paired.get(spec);
  if (known?.catalog === catalog) return known.pairs;
  const found = spec.services.flatMap((service) => {
    const sheet = findService(catalog, service.name);
    return sheet ? [{ service, sheet }] : [];
  });
  paired.set(spec, { catalog, pairs: found });
  return found;
}

const ranges = new WeakMap<Section7, readonly { from: number; to: number }[]>();

/** The text of one service's sections, which stands together. Looked for once: a document may have thousands of services. */
export function proseOf(spec: Section7, service: Service): readonly Prose[] {
  let known = ranges.get(spec);
  if (!known) {
    const found = spec.services.map(() => ({ from: 0, to: 0 }));
    for (let i = 0; i < spec.prose.length; i++) {
      const index = spec.prose[i]!.service;
      if (index === null) continue;
      const range = found[index]!;
      if (range.to === 0) range.from = i;
      range.to = i + 1;
    }
    ranges.set(spec, (known = found));
  }
  const { from, to } = known[service.index]!;
  return spec.prose.slice(from, to);
}

/** Whether a sheet knows this fact; what nobody looked for refutes nothing. */
export function isChecked(sheet: ServiceSheet, fact: Fact): boolean {
  return stateOf(sheet, fact) === 'value';
}

/** `HMAC-SHA256, key = secret` → `hmac-sha256`; null when the text names no algorithm that is known here. */
export function algorithmOf(text: string): string | null {
  const flat = text.toLowerCase().replace(/[\s_]/g, '');
  const hash = /sha-?(1|256|512)/.exec(flat)?.[1];
  if (/ed25519/.test(flat)) return 'ed25519';
  if (/ecdsa|es256/.test(flat)) return 'ecdsa';
  if (/rsa|rs256/.test(flat)) return 'rsa';
  if (!hash) return null;
  return /hmac/.test(flat) && !/(?:not?|without|ohne|kein)(?:an)?hmac/.test(flat) ? `hmac-sha${hash}` : `sha${hash}`;
}

export function encodingOf(text: string): string | null {
  return /\bbase64\b/i.test(text) ? 'base64' : /\bhex/i.test(text) ? 'hex' : null;
}

type KeyForm = 'public' | 'base64' | 'hex' | 'text' | 'id';

/** Whether a key may be used as stated; null when that is not clear: a public key has a text too. */
export function isKeyForm(stated: KeyForm | null, fact: KeyForm | null): boolean | null {
  return stated === null || fact === null || (fact === 'public' && stated !== 'id') ? null : stated === fact;
}

/** How the key enters the algorithm: as its text, decoded from base64 or hexadecimal digits, or a public key; `id` for a variable that holds no secret. Null when the text does not say. */
export function keyFormOf(text: string): KeyForm | null {
  if (/\bpublic\b|\böffentlich/i.test(text)) return 'public';
  if (/\bbase64/i.test(text)) return /\b(?:not|no|nicht|ohne|without)\b[^,;]{0,12}(?:\w+ )?base64/i.test(text) ? 'text' : 'base64';
  if (/\bhex/i.test(text)) return 'hex';
  if (/\b(?:text|UTF-?8|as it is|unchanged|verbatim|unverändert)\b/i.test(text) && !/^`?\w+_(?:SID|ID)\b/.test(text)) return 'text';
  return /^`?[A-Z][A-Z0-9_]*_(?:SID|ID)\b/.test(text) ? 'id' : null;
}

/** Whether a text names the header, as a word of its own. */
export function namesHeader(text: string, header: string): boolean {
  const wanted = /^[\w-]+/.exec(header)?.[0].toLowerCase();
  return wanted !== undefined && text.toLowerCase().split(/[^\w-]+/).includes(wanted);
}

/** `{t}.{raw body}` and `{timestamp}.{rawBody}` are one content; null when the text is no template. */
export function contentOf(text: string): string | null {
  if (!/\{[^{}]+\}/.test(text)) return null;
  const shape = text.replace(/`/g, '').replace(/\{([^{}]+)\}/g, (_, name: string) => `{${roleOf(name.toLowerCase())}}`);
  return /^[^\s]*/.exec(shape.trim())![0];
}

/** Words that say which parts are signed, and those that join them. A text with any other word is not clear enough to be compared. */
const ROLE_WORDS: readonly (readonly [string, RegExp])[] = [
  ['ts', /^(?:timestamps?|ts|t|time|zeitstempels?)$/],
  ['body', /^(?:body|payload|rawbody|bytes|rumpf|rohtext|bodys)$/],
  ['url', /^(?:url|uri)$/],
  ['method', /^(?:method|methode)$/],
  ['id', /^(?:id|msgid|message-id|webhook-id)$/],
  ['secret', /^(?:secret)$/],
];
const JOINING = /^(?:the|a|whole|full|complete|exact|unparsed|raw|request|public|http|only|alone|and|plus|then|dot|colon|joined|by|with|followed|concatenated|of|as|it|arrived|message|event|webhook|client|der|den|das|die|und|nur|rohe[rn]?|unveränderte[rn]?|ganze[rn]?|punkt|v0)$/;

/** What a template or a plain text ("timestamp, dot and raw body") signs, as sorted roles; null when that is not clear. */
export function signedPartsOf(text: string): string | null {
  const template = [...text.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => roleOf(name!.toLowerCase()));
  if (template.length > 0) return [...new Set(template)].sort().join('+');
  const parts = new Set<string>();
  for (const word of text.toLowerCase().match(/[a-zà-ÿ\d][a-zà-ÿ\d-]*/g) ?? []) {
    const role = ROLE_WORDS.find(([, pattern]) => pattern.test(word))?.[0];
    if (role) parts.add(role);
    else if (!JOINING.test(word)) return null;
  }
  return parts.size > 0 ? [...parts].sort().join('+') : null;
}

function roleOf(name: string): string {
  if (/body|payload/.test(name)) return 'body';
  if (/time|^ts?$/.test(name)) return 'ts';
  if (/url|uri/.test(name)) return 'url';
  if (/method/.test(name)) return 'method';
  if (/secret|token/.test(name)) return 'secret';
  return /id$/.test(name) ? 'id' : name.replace(/[^a-z0-9]/g, '');
}

/** The schemes that sign, of all families. */
export function signedFamilies(sheet: ServiceSheet): readonly WebhookFacts[] {
  return sheet.webhooks.filter((w) => w.signed);
}

import { refuse } from './refused.ts';
import type { Scheme } from './scheme.ts';

type Value = string | readonly string[] | undefined;

/** `[name, value]` pairs, an object of them, or the `{name, value}` of HAR. */
export type HeaderList =
  | Readonly<Record<string, Value>>
  | Iterable<readonly [string, Value] | { readonly name: string; readonly value: string }>;

/** By name in lower case. */
export type Headers = ReadonlyMap<string, string>;

export function readHeaders(headers: HeaderList): Headers {
  const out = new Map<string, string>();
  const entries = Symbol.iterator in headers ? (headers as Iterable<unknown>) : Object.entries(headers);
  for (const entry of entries) {
    const { name, value } = entry as { name?: unknown; value?: unknown };
    const [key, values] = Array.isArray(entry) ? (entry as unknown[]) : [name, value];
    if (typeof key !== 'string') refuse('unreadable-delivery', 'unexpected headers, expected names and values');
    if (values !== undefined) out.set(key.toLowerCase(), Array.isArray(values) ? values.join(',') : String(values));
  }
  return out;
}

/** The value of a header, or of the one that may stand in for it. */
export function headerOf({ headerPrefix }: Scheme, headers: Headers, name: string): string | undefined {
  const own = headers.get(name.toLowerCase());
  if (own !== undefined || !headerPrefix || !name.startsWith(headerPrefix.own)) return own;
  return headers.get(headerPrefix.other + name.slice(headerPrefix.own.length));
}

export interface Signatures {
  readonly signatures: readonly string[];
  readonly timestamp: string;
  readonly id: string;
}

/** Signatures, timestamp and id from the headers. */
export function headerSignatures(scheme: Scheme, headers: Headers): Signatures {
  for (const [name, value] of Object.entries(scheme.required ?? {})) {
    const given = headers.get(name.toLowerCase());
    if (given === undefined) refuse('missing-header', `missing header ${name}`);
    if (given !== value) refuse('unexpected-header', `unexpected value of header ${name}, expected ${value}`);
  }
  const read = (name: string | undefined): string => {
    const value = name === undefined ? '' : headerOf(scheme, headers, name);
    if (value === undefined || (value === '' && name !== undefined)) refuse('missing-header', `missing header ${name}`);
    return value;
  };
  const alt = scheme.altHeader === undefined ? '' : (headerOf(scheme, headers, scheme.altHeader) ?? '');
  const only = alt && (scheme.altDecides || !headerOf(scheme, headers, scheme.header!));
  const values = only ? [alt] : [read(scheme.header), alt].filter((v) => v !== '');
  const timestamp = read(scheme.timestampHeader);
  const id = read(scheme.idHeader);
  if (scheme.pairs) return { ...pairSignatures(scheme.pairs, values[0]!), id };
  const { prefix, separator } = scheme;
  const listed = separator ? values.flatMap((v) => v.split(separator)) : values;
  const signatures = prefix ? listed.filter((v) => v.startsWith(prefix)).map((v) => v.slice(prefix.length)) : listed;
  if (signatures.length === 0) {
    refuse('unreadable-signature', `no signature with the prefix ${prefix} in header ${scheme.header}`);
  }
  return { signatures, timestamp, id };
}

function pairSignatures(form: NonNullable<Scheme['pairs']>, value: string): Omit<Signatures, 'id'> {
  const { separator, timestamp: timestampKey, signature: signatureKey, take } = form;
  const pairs = value.split(separator).map((pair) => (take === 'second' ? pair.trimStart() : pair).split('='));
  const valuesOf = (key: string, among = pairs) =>
    among.filter(([k]) => k === key).map(([, ...rest]) => rest.join('='));
  const timestamp = valuesOf(timestampKey, take === 'second' ? pairs.slice(0, 1) : pairs).at(-1);
  if (!timestamp) refuse('unreadable-signature', `no ${timestampKey}= in the signature header`);
  const signatures = valuesOf(signatureKey, take === 'second' ? pairs.slice(1, 2) : pairs);
  if (signatures.length === 0 || signatures.includes('')) {
    refuse('unreadable-signature', `no ${signatureKey}= in the signature header`);
  }
  return { signatures: take === 'last' ? signatures.slice(-1) : signatures, timestamp };
}

/** The scheme with the algorithm that a header of the delivery names. */
export function withAlgorithm(scheme: Scheme, headers: Headers): Scheme {
  const { algorithmHeader } = scheme;
  const settings = algorithmHeader && headers.get(algorithmHeader.header.toLowerCase());
  if (!settings) return scheme;
  for (const pair of settings.split(',')) {
    const [key, ...value] = pair.split('=');
    const name = value.join('=').trim().toUpperCase();
    if (key!.trim() !== algorithmHeader.field || name === '') continue;
    const algorithm = Object.hasOwn(algorithmHeader.values, name) ? algorithmHeader.values[name] : undefined;
    const known = Object.keys(algorithmHeader.values).join(' or ');
    if (!algorithm) refuse('unexpected-header', `unexpected algorithm in ${algorithmHeader.header}, expected ${known}`);
    return { ...scheme, algorithm };
  }
  return scheme;
}

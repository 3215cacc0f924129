import { describeKey, strictly } from '../keys.ts';
import type { Scheme } from '../scheme.ts';
import type { Attempted } from './change.ts';

/** What the secret may be, behind what a file, a shell or a dashboard put around it. */
export function* secretChanges({ key }: Scheme, secret: string): Generator<Attempted> {
  for (const [code, what, other] of versions(key, secret)) {
    if (other !== secret && other !== '') yield { part: 'secret', code, what, with: { secret: other } };
  }
}

type Version = readonly [code: string, what: string, secret: string];

function* versions(key: Scheme['key'], secret: string): Generator<Version> {
  yield ['newline', 'it has white space or a newline around it', secret.trim()];
  const bare = secret.trim().replace(/^(["'`])(.*)\1$/s, '$2');
  yield ['quotes', 'it has quotes around it', bare];
  yield [
    'assignment',
    'it has the name of a variable before it',
    bare.replace(/^(?:export )?[A-Z][A-Z0-9_]*=/, '').replace(/^(["'])(.*)\1$/s, '$2'),
  ];
  yield ['prefix', 'it begins with v1, which is no part of it', bare.replace(/^v1,/, '')];
  yield ['prefix', 'it begins with whsec_, which is no part of it', bare.replace(/^(?:v1,)?whsec_/, '')];
  yield ['prefix', 'whsec_ at its beginning is a part of it and is lost', `whsec_${bare}`];
  for (const part of bare.split('|').length > 1 ? bare.split('|') : []) {
    yield ['several', 'it holds several secrets, separated by |', part];
  }
  yield ['escapes', 'its newlines are written as \\n', bare.replaceAll('\\n', '\n')];
  if (bare.includes('%')) {
    yield ['escapes', 'it is percent-encoded', new URLSearchParams(`s=${bare.replaceAll('+', '%2B')}`).get('s')!];
  }
  yield* otherKinds(key, bare.replace(/^(?:v1,)?whsec_/, ''));
}

/** The same key bytes in the encoding that the scheme expects. */
function* otherKinds(key: Scheme['key'], text: string): Generator<Version> {
  const spellings = [
    ['base64', strictly(text, 'base64')],
    ['hexadecimal', strictly(text, 'hex')],
    ['plain text', Buffer.from(text)],
  ] as const;
  for (const [kind, bytes] of spellings) {
    if (!bytes) continue;
    const what = `it is given as ${kind}, expected ${describeKey(key)}`;
    if (key === 'hex' || key === 'raw-hex') yield ['encoding', what, bytes.toString('hex')];
    else if (key !== 'utf8') yield ['encoding', what, bytes.toString('base64')];
    else if (kind !== 'plain text') {
      yield ['encoding', `it was decoded from ${kind}, and is signed with as text`, bytes.toString('utf8')];
    }
  }
}

/** Beginnings of credentials that sign no webhook. */
const KINDS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/^(?:sk|rk)_(?:live|test)_/, 'an API key (sk_, rk_)'],
  [/^pk_/, 'a publishable key (pk_)'],
  [/^SG\./, 'an API key of SendGrid (SG.)'],
  [/^sk-/, 'an API key (sk-)'],
  [/^re_/, 'an API key of Resend (re_)'],
  [/^(?:ghp|gho|ghs|github_pat)_/, 'an access token of GitHub'],
  [/^xox[abp]-|^xapp-/, 'a token of Slack (xox…, xapp-)'],
  [/^shp(?:at|ca|pa)_/, 'an access token of Shopify'],
  [/^(?:AC|SK)[0-9a-f]{32}$/, 'an account or key SID of Twilio, not its token'],
  [/^pdl_(?:live|sdbx)_apikey/, 'an API key of Paddle'],
  [/^rzp_(?:live|test)_/, 'a key id of Razorpay'],
  [/^eyJ[\w-]*\.eyJ/, 'a JSON Web Token'],
  [/^-----BEGIN [A-Z ]*PRIVATE KEY/, 'a private key; a receiver has the public one'],
  [/^https?:\/\//, 'a URL'],
];

/** What the secret looks like, where that is another kind than the scheme's. Names the kind, never the text. */
export function secretNote({ key }: Scheme, secret: string): string | null {
  const kind = KINDS.find(([pattern]) => pattern.test(secret.trim()))?.[1];
  return kind ? `The secret looks like ${kind}; expected ${describeKey(key)}.` : null;
}

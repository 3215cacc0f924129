import type { Span } from '../../markdown/types.ts';
import { runsWithSource } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

/**
 * Forms that providers give to their credentials, with enough of a body behind them to be one: the name before the last `_`, `-`, `.` or `=`, and what follows that sign. Patterns of our
 * own: secretlint, whose preset the tests hold them against, is small (78 KB) but asynchronous where rules are pure functions, would add about 19 ms to a check of 80, and knows no Stripe,
 * Google or Postmark key. Each begins with a literal and repeats one class: linear, whatever the text.
 */
const SIGNED: readonly (readonly [name: string, body: string])[] = [
  ['[rs]k_(?:live|test)_', '[0-9A-Za-z]{16,}'], ['whsec_', '[0-9A-Za-z+/=]{24,}'], // Stripe, Standard Webhooks
  ['GOCSPX-', '[0-9A-Za-z_-]{20,}'],
  ['xox[abeoprs]-', '[0-9A-Za-z-]{16,}'], ['xapp-', '[0-9A-Za-z-]{16,}'], ['hooks\\.slack\\.', 'com/services/T[0-9A-Za-z]+/B[0-9A-Za-z]+/[0-9A-Za-z]{8,}'],
  ['gh[oprsu]_', '[0-9A-Za-z_]{36,}'], ['github_pat_', '[0-9A-Za-z_]{40,}'], ['glpat-', '[0-9A-Za-z_-]{20,}'],
  ['SG\\.', '[\\w-]{16,}\\.[\\w-]{16,}'], ['key-', '[0-9a-f]{32}(?![0-9a-f])'],
  ['sk-', '(?:ant-|proj-|svcacct-|admin-)?[0-9A-Za-z_-]{32,}'], ['gsk_', '[0-9A-Za-z]{40,}'], ['hf_', '[0-9A-Za-z]{34}'],
  ['lin_api_', '[0-9A-Za-z_]{32,}'], ['ntn_', '[0-9A-Za-z]{40,}'], ['figd_', '[0-9A-Za-z_-]{40,}'],
  ['shp(?:at|ca|pa|ss)_', '[0-9A-Za-z]{32,}'], ['glsa_', '[0-9A-Za-z]{32}_[0-9A-Fa-f]{8}'], ['ops_', 'ey[0-9A-Za-z+/=]{100,}'], ['hv[bsr]\\.', '[0-9A-Za-z_-]{90,}'],
  ['vc[aikpr]_', '[0-9A-Za-z]{20,}'], ['dckr_pat_', '[0-9A-Za-z_-]{27,}'], ['npm_', '[0-9A-Za-z_]{36}'], ['_authToken=', '[0-9A-Za-z_/+=-]{16,}'],
];
/** The same without such a sign. */
const UNSIGNED = '(?:AKIA|ASIA|AROA|AIDA|AGPA|AIPA|ANPA|ANVA)[0-9A-Z]{16}(?![0-9A-Za-z])|AIza[0-9A-Za-z_-]{35}|dapi[0-9A-Fa-f]{32}';
/** Without a word of its own before it: `AWS_SECRET_ACCESS_KEY=…`. */
const AWS_SECRET = '(?:SECRET|secret|Secret)_?(?:ACCESS|access|Access)_?(?:KEY|key|Key)["\'`]{0,2}[ \\t]{0,4}(?:=>|[:=])[ \\t]{0,4}["\'`]?[0-9A-Za-z/+=]{40}(?![0-9A-Za-z/+=])';
/** A value of no known form where only a credential stands: behind `Bearer`, or assigned to a variable whose name says what it is. */
const ASSIGNED = '(?:[Bb]earer |(?:KEY|SECRET|TOKEN|PASSWORD)=["\'`]?)(?<value>[0-9A-Za-z+_~-][0-9A-Za-z+/=_.~-]{19,})';
const PEM = '-----BEGIN ?(?:[A-Z]{2,10} )?PRIVATE KEY(?: BLOCK)?-----(?:\\s|\\\\n){0,4}[0-9A-Za-z+/=]{24,}';
/** A URL that carries a password, of any scheme: `postgres://app:…@db`; Redis needs no user, `redis://:…@cache`. From behind the scheme: a pattern that begins with any letter is tried at each. */
const URL_PASSWORD = '://(?<=[a-z][a-z0-9+.-]{1,20}://)([^\\s:/@`"\'<>]{0,100}):([^\\s:/@`"\'<>]{1,200})@[0-9A-Za-z[]';
const SCHEME = /[a-z][a-z0-9+.-]{1,20}$/;

const OTHERS = [AWS_SECRET, PEM, URL_PASSWORD, ASSIGNED].join('|');

let pattern: RegExp | undefined;
const secrets = () => (pattern ??= new RegExp(`(?<![\\w-])(?:${SIGNED.map(([name, body]) => name + body).join('|')}|${UNSIGNED})|${OTHERS}`, 'g'));

let patterns: readonly RegExp[] | undefined;

/** A key that is quoted has the marks of the quotation between its lines, which the runs have not. */
const quoted = (source: string) => source.replace('(?:\\s|\\\\n){0,4}', '[\\s>\\\\n]{0,12}');

/** The same for all text. A form is looked for from its sign on, which is rare: a pattern that may begin with any of so many letters is tried at each. Every body has sixteen such characters. */
const cues = () => (patterns ??= [`[_.=-](?<=${SIGNED.map(([name]) => name).join('|')})[0-9A-Za-z_+/=-]{16}`, UNSIGNED, quoted(OTHERS)].map((source) => new RegExp(source, 'g')));

export const secret: Rule = {
  id: 'security/secret',
  severity: 'error',
  summary: 'A credential in a document is a credential in every clone of it.',
  *check({ spec }) {
    for (const run of runsWithSource(spec, cues())) yield* inText(run.source, run.at.start);
    for (const { block } of spec.code) yield* inText(block.text, null, block.textAt);
  },
};

function* inText(text: string, start: number | null, whole?: Span): Iterable<Finding> {
  for (const match of text.matchAll(secrets())) {
    if (isPlaceholder(match)) continue;
    const scheme = match[2] === undefined ? '' : SCHEME.exec(text.slice(Math.max(0, match.index - 21), match.index))![0];
    const at = start === null ? whole! : { start: start + match.index - scheme.length, end: start + match.index + match[0].length };
    const shown = match[2] === undefined ? match[0].slice(0, 8) : `${scheme}://${match[1]}:`;
    yield { at, message: `Unexpected credential "${shown}…", expected the name of a variable`, advice: 'Revoke it, and take it out of the history.' };
  }
}

/** `postgres://user:password@host`, `AKIA…EXAMPLE`, `xoxb-XXXXXXXX…`: what documentation writes where a credential would stand. */
function isPlaceholder([text, user, password, value]: RegExpMatchArray): boolean {
  // Words have no figures between their letters: `TOKEN=the-token-of-the-sandbox`, `Bearer authentication-…`.
  if (value !== undefined && !(/\d[A-Za-z]|[A-Za-z]\d/.test(value) && (value.match(/\d/g)?.length ?? 0) > 2)) return true;
  if (password === undefined) return /(.)\1{7}|EXAMPLE$|your[_-]/i.test(text);
  if (password.length < 4 || password === user || /[{}$%()*…]|^(.)\1+$/.test(password)) return true;
  return /^(?:password|passwort|passwd|pass|secret|mypassword|root|admin|user|geheim|changeme|your[_-].*|[A-Z]+(?:_[A-Z]+)*)$/.test(password.replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase()));
}

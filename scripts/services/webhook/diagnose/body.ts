import { strictly } from '../keys.ts';
import type { Scheme } from '../scheme.ts';
import type { Attempted } from './change.ts';

type Version = readonly [code: string, what: string, body: string | Buffer];

/** What the body may have been before a framework, a log or an editor had it. */
export function* bodyChanges(body: Buffer): Generator<Attempted> {
  const text = body.toString('utf8');
  for (const versions of [lines, encodings, json, forms]) {
    for (const [code, what, rawBody] of versions(text)) yield { part: 'body', code, what, with: { rawBody } };
  }
}

function* lines(text: string): Generator<Version> {
  const bare = text.replace(/\r?\n$/, '');
  if (bare !== text) yield ['final-newline', 'it was signed without the newline at its end', bare];
  else for (const end of ['\n', '\r\n']) yield ['final-newline', 'the newline at its end is lost', text + end];
  const unix = text.replaceAll('\r\n', '\n');
  if (unix !== text) yield ['crlf', 'its line ends became CRLF', unix];
  if (text.includes('\n')) yield ['crlf', 'its CRLF line ends became LF', unix.replaceAll('\n', '\r\n')];
  yield text.startsWith('\uFEFF')
    ? ['bom', 'a byte order mark was put before it', text.slice(1)]
    : ['bom', 'its byte order mark is lost', `\uFEFF${text}`];
  yield ['trimmed', 'white space was put around it', text.trim()];
}

function* encodings(text: string): Generator<Version> {
  const decoded = strictly(text.trim(), 'base64');
  if (decoded) yield ['base64', 'it is base64 (a gateway sets isBase64Encoded): decode it first', decoded];
  yield ['base64', 'it was signed as base64', Buffer.from(text).toString('base64')];
  if (/[\u0080-\u00ff]/.test(text) && !/[^\0-\u00ff]/.test(text)) {
    yield ['latin1', 'its UTF-8 was read as Latin-1', Buffer.from(text, 'latin1')];
  }
  for (const quoted of [text, `"${text}"`]) {
    const value = parsed(quoted);
    if (typeof value === 'string') yield ['json-string', 'it was written as a JSON string', value];
  }
}

const ESCAPES: readonly (readonly [how: string, escape: (json: string) => string])[] = [
  ['', (json) => json],
  [', other letters than ASCII as \\u', ascii],
  [', / as \\/', (json) => json.replaceAll('/', '\\/')],
  [', other letters than ASCII as \\u and / as \\/', (json) => ascii(json).replaceAll('/', '\\/')],
  [', < > & as \\u', (json) => json.replace(/[<>&]/g, unicode)],
];

const unicode = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;

function ascii(json: string): string {
  return json.replace(/[\u0080-\uffff]/g, unicode);
}

/** The same JSON as other programs write it. */
function* json(text: string): Generator<Version> {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) return;
  const pretty = (indent: number | string) => JSON.stringify(value, null, indent);
  const written = [
    ['without spaces', JSON.stringify(value)],
    ['with two spaces', pretty(2)],
    ['with four spaces', pretty(4)],
    ['with tabs', pretty('\t')],
    ['with a space after : and ,', pretty(1).replace(/,\n */g, ', ').replace(/\n */g, '')],
  ] as const;
  for (const [form, plain] of written) {
    for (const [how, escaped] of ESCAPES) {
      yield [
        're-serialised',
        `it was parsed and written again; what was signed is the JSON ${form}${how}`,
        escaped(plain),
      ];
    }
  }
}

function* forms(text: string): Generator<Version> {
  const value = parsed(text);
  if (typeof value === 'object' && value !== null) {
    const form = new URLSearchParams({ payload: text }).toString();
    const what = 'it is one field of a form (payload=…); the whole form is signed';
    yield ['form-field', what, form];
    yield ['form-field', what, `payload=${encodeURIComponent(text)}`];
    const fields = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)]));
    yield ['form-as-json', 'a form was parsed and written as JSON', new URLSearchParams(fields).toString()];
  } else if (/^[^={}\s]+=/.test(text)) {
    const form = new URLSearchParams(text).toString();
    const what = 'the form was parsed and encoded again';
    yield ['form-encoded-again', what, form];
    yield ['form-encoded-again', what, form.replaceAll('+', '%20')];
    yield ['form-encoded-again', what, decodeURIComponent(text.replaceAll('+', ' '))];
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What cannot be undone, or is worth a look. */
export function bodyNotes({ content }: Scheme, body: Buffer): string[] {
  const text = body.toString('utf8');
  const found: string[] = [];
  if (body.length === 0 && !content.includes('{method}')) {
    found.push('The body is empty: was it read before, by a parser of JSON or forms?');
  }
  if (text.includes('\uFFFD')) {
    found.push('The body holds U+FFFD: bytes were decoded as the wrong text and are lost. Keep the bytes.');
  }
  const live = /"livemode"\s*:\s*(true|false)/.exec(text)?.[1];
  if (live) {
    found.push(
      `The event is of ${live === 'true' ? 'live' : 'test'} mode: the endpoint of that mode has a secret of its own.`,
    );
  }
  return found;
}

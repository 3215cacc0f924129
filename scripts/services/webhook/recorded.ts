import type { Delivery } from './verify.ts';

/** A delivery that somebody wrote down. */
export interface Recorded {
  readonly name: string;
  /** Service or family that the file names. */
  readonly provider?: string | undefined;
  readonly delivery: Omit<Delivery, 'secret'> & {
    readonly headers: Readonly<Record<string, string>>;
    readonly rawBody: Buffer;
  };
  /** Those that stand in the file. */
  readonly secrets: readonly string[];
  /** What the file says of it; true where it says nothing. */
  readonly expected: boolean;
}

type Json = Readonly<Record<string, unknown>>;

const MOST = 1000;
const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Reads one delivery or several: JSON, HAR, or a raw HTTP request. Throws an Error with one clear line. */
export function readDeliveries(bytes: Buffer): Recorded[] {
  if (isRequest(bytes)) return [readRequest(bytes)];
  if (!/^[{[]/.test(beginning(bytes))) {
    throw new Error('unexpected text, expected a delivery as JSON, HAR or a raw HTTP request.');
  }
  const root = parseJson(bytes);
  const list = Array.isArray(root) ? (root as unknown[]) : (harEntries(root) ?? [root]);
  if (list.length === 0 || list.length > MOST) {
    throw new Error(`unexpected number of deliveries, expected 1 to ${MOST}.`);
  }
  return list.map((entry, i) => {
    const fault = faultOf(entry);
    if (fault) throw new Error(`Delivery ${i + 1}: ${fault}`);
    return readEntry(entry as Json, i);
  });
}

const beginning = (bytes: Buffer): string => bytes.subarray(0, 4096).toString('latin1').replace(/^ï»¿/, '').trimStart();

/** Whether this is an HTTP request as it goes over the wire. */
export function isRequest(bytes: Buffer): boolean {
  return /^[A-Z]{3,10} \S+ HTTP\/[\d.]+\r?$/.test(beginning(bytes).split('\n')[0]!);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    // Without the text that JSON.parse quotes: it may hold a secret.
    const at = /at position \d+(?: \(line \d+ column \d+\))?/.exec((error as Error).message)?.[0];
    throw new Error(`unexpected text${at ? ` ${at}` : ''}, expected a delivery as JSON.`);
  }
}

function harEntries(root: unknown): unknown[] | null {
  const entries = isObject(root) && isObject(root.log) ? root.log.entries : undefined;
  return Array.isArray(entries)
    ? entries.map((entry: unknown) => harRequest(isObject(entry) ? entry.request : undefined))
    : null;
}

/** A request of HAR in the form of ours; what it lacks is found by faultOf. */
function harRequest(request: unknown): unknown {
  if (!isObject(request)) return request;
  const { headers, method, url, postData } = request;
  const body = isObject(postData) ? postData : {};
  return { headers, method, url, rawBody: body.text ?? '', isBase64Encoded: body.encoding === 'base64' };
}

function faultOf(entry: unknown): string | null {
  if (!isObject(entry)) return 'unexpected value, expected an object.';
  const { rawBody = entry.body, headers, secret = entry.publicKey, clockUnix, valid = true } = entry;
  if (typeof rawBody !== 'string') return 'unexpected rawBody, expected the body as a string, as it was received.';
  if (headers !== undefined && !isObject(headers) && !Array.isArray(headers)) {
    return 'unexpected headers, expected an object or a list.';
  }
  const list = secret === undefined ? [] : [secret].flat();
  if (list.length > 20 || list.some((s) => typeof s !== 'string')) {
    return 'unexpected secret, expected a string or a few.';
  }
  if (clockUnix !== undefined && !Number.isFinite(clockUnix)) {
    return 'unexpected clockUnix, expected seconds since 1970.';
  }
  return typeof valid === 'boolean' ? null : 'unexpected valid, expected true or false.';
}

function readEntry(entry: Json, i: number): Recorded {
  const { rawBody = entry.body, secret = entry.publicKey ?? [], valid, appMustReject } = entry;
  const rawBodyBytes = Buffer.from(rawBody as string, entry.isBase64Encoded === true ? 'base64' : 'utf8');
  return {
    name: text(entry.case) ?? `delivery ${i + 1}`,
    provider: text(entry.provider),
    delivery: {
      headers: headersFrom(entry.headers ?? {}),
      rawBody: rawBodyBytes,
      url: text(entry.url),
      method: text(entry.method),
      webhookId: text(entry.webhookId),
      now: entry.clockUnix as number | undefined,
    },
    secrets: [secret].flat() as string[],
    expected: valid !== false && appMustReject !== true,
  };
}

/** An object, pairs or the list of HAR; names as CGI and WSGI hand them on (HTTP_STRIPE_SIGNATURE) too. */
function headersFrom(headers: unknown): Record<string, string> {
  const pairs = Array.isArray(headers)
    ? headers.map((h: unknown): unknown[] => (Array.isArray(h) ? h : isObject(h) ? [h.name, h.value] : []))
    : Object.entries(headers as Json);
  const named = pairs.filter(([name, value]) => typeof name === 'string' && value !== undefined && value !== null);
  return Object.fromEntries(
    named.map(([name, value]) => [plainName(name as string), Array.isArray(value) ? value.join(',') : String(value)]),
  );
}

const plainName = (name: string): string =>
  /^HTTP_[A-Z0-9_]+$/.test(name) ? name.slice(5).replaceAll('_', '-').toLowerCase() : name;

function readRequest(bytes: Buffer): Recorded {
  const end = /\r?\n\r?\n/.exec(bytes.toString('latin1'));
  const head = bytes
    .subarray(0, end?.index ?? bytes.length)
    .toString('latin1')
    .replace(/^ï»¿/, '')
    .split(/\r?\n/);
  const headers = Object.fromEntries(
    head.slice(1).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, Math.max(colon, 0)).trim().toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  if (headers['transfer-encoding']) throw new Error('unexpected Transfer-Encoding, expected the body as one piece.');
  const body = end ? bytes.subarray(end.index + end[0].length) : Buffer.alloc(0);
  // An editor adds a newline that was never sent; the length says how far the body goes.
  const length = /^\d+$/.test(headers['content-length'] ?? '') ? Number(headers['content-length']) : body.length;
  const [method = '', target = ''] = head[0]!.trim().split(' ');
  const origin = `${(headers['x-forwarded-proto'] ?? 'https').split(',')[0]!.trim()}://${headers.host ?? ''}`;
  const url = /^https?:/i.test(target) ? target : headers.host ? origin + target : undefined;
  return {
    name: 'delivery 1',
    delivery: { headers, rawBody: body.subarray(0, length), url, method },
    secrets: [],
    expected: true,
  };
}

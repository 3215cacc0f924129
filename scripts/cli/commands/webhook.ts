import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { decode, readBytes, readText } from '../../project/read.ts';
import { parseDuration } from '../../quantities/index.ts';
import { findService, nearServices } from '../../services/catalog.ts';
import { describeAnswers, isCase, MOST_DELIVERIES, refusal, type Answer } from '../../services/webhook/answers.ts';
import { asCurl, asHttp, cases, type Case } from '../../services/webhook/cases.ts';
import { describeDiagnosis, describeRows, type Row } from '../../services/webhook/diagnose/describe.ts';
import { diagnose } from '../../services/webhook/diagnose/index.ts';
import { familiesFor, familiesOf, type Family } from '../../services/webhook/families.ts';
import { readHeaders } from '../../services/webhook/headers.ts';
import { isRequest, readDeliveries, type Recorded } from '../../services/webhook/recorded.ts';
import { canSign, generateKey, type Key } from '../../services/webhook/sign.ts';
import { loadCatalog } from './catalog.ts';
import { UserError, type Command, type Io } from './io.ts';

const HELP = `Usage: vibe-specs webhook verify [FILE]   why does the signature of this delivery not verify?
       vibe-specs webhook sign           deliveries to try your handler with: valid, tampered, stale, …
       vibe-specs webhook send URL       send them to your handler on this machine, and see what it answers

verify reads one delivery from FILE or standard input: JSON {headers, rawBody, url?, method?, webhookId?}, an array of
them, HAR, or a raw HTTP request. It says what is missing, and with which one change the signature would be right.
  --service ID         the service or family (stripe, hubspot-v3); told from the headers unless given
  --secret-env NAME    the variable that holds the secret or public key; several times while a secret is replaced
  --secret-file FILE   or a file that holds it (one newline at its end is ignored)
  --secret-stdin       or standard input; FILE holds the delivery then
  --url URL            the full URL as the provider calls it; --method M; --webhook-id ID (PayPal)
  --at TIME            judge a recorded delivery by the clock of then: ISO 8601, or seconds since 1970
A secret is never taken from the command line, where every process sees it, and is never printed.

sign and send need --service ID and --secret-env, --secret-file, --secret-stdin or --generate-key, which prints the key
that your handler needs (the only way for providers that sign with a private key).
  --second-secret-env NAME   also one delivery signed with the secret that is being replaced
  --event NAME         its type in the body; --body FILE: a body of your own instead
  --url URL            what is signed: the URL as the provider calls it (for send, URL unless given)
  --format F           sign only: json, curl (shell lines) or http (a .http file)
  --from FILE          send only: deliveries that sign wrote as JSON
  --ack 5s             send only: how long an answer may take; else what is known of the provider, else 10 s
  --endpoint PATH      send only: the path of the endpoint, put behind URL
  --allow-host HOST    send only: a host other than this machine
  --json               verify, send: the results as JSON

Examples:
  vibe-specs webhook verify delivery.json --secret-env STRIPE_WEBHOOK_SECRET
  pbpaste | vibe-specs webhook verify --service twilio --url https://example.com/sms --secret-file .token
  vibe-specs webhook sign --service github --event push --secret-env GITHUB_WEBHOOK_SECRET --format curl > try.sh
  vibe-specs webhook send http://localhost:3000/hooks --service stripe --secret-env STRIPE_WEBHOOK_SECRET --ack 5s

Exit status: 0 verified, or each answer is as expected; 1 not; 2 could not run.
`;

export const webhook: Command = {
  summary: 'say why a webhook does not verify; sign test deliveries and send them to your handler',
  help: HELP,
  async run([action, ...args], io) {
    const run = action !== undefined && Object.hasOwn(ACTIONS, action) ? ACTIONS[action as keyof typeof ACTIONS] : null;
    if (!run) {
      throw new UserError(
        `unexpected ${action ?? 'end of the command'}, expected verify, sign or send. See vibe-specs webhook --help`,
      );
    }
    return await run(parse(args), io);
  },
};

const ACTIONS = { verify, sign, send: sendAll };

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const many = { type: 'string', multiple: true } as const;
const OPTIONS = {
  service: text,
  'secret-env': many,
  'secret-file': many,
  'secret-stdin': flag,
  secret: text,
  url: text,
  method: text,
  'webhook-id': text,
  at: text,
  json: flag,
  'second-secret-env': text,
  'generate-key': flag,
  event: text,
  body: text,
  format: text,
  from: text,
  ack: text,
  endpoint: text,
  'allow-host': many,
} satisfies ParseArgsConfig['options'];

function parse(args: readonly string[]) {
  // Before anything else could quote it.
  if (args.some((arg) => arg === '--secret' || arg.startsWith('--secret='))) {
    throw new UserError(
      'a secret on the command line is seen by every process: use --secret-env, --secret-file or --secret-stdin',
    );
  }
  return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
}

type Options = ReturnType<typeof parse>;

async function verify({ values, positionals }: Options, io: Io): Promise<number> {
  const [file = '-'] = positionals;
  if (file === '-' && values['secret-stdin']) {
    throw new UserError('standard input holds the secret: name a file that holds the delivery');
  }
  const given = await secretsFrom(values, io);
  const rows: Row[] = [];
  for (const recorded of await deliveriesFrom(file, io)) {
    const row = judge(withOptions(recorded, values), values.service, given);
    if (row) rows.push(row);
  }
  if (rows.length === 0) throw new UserError(`no delivery of ${file} is of ${values.service}`);
  const diagnoses = rows.map((row) => ({
    name: row.name,
    expected: row.expected,
    agreed: row.agreed,
    ...row.diagnosis,
  }));
  if (values.json) io.out(`${JSON.stringify(rows.length === 1 ? diagnoses[0] : diagnoses, null, 2)}\n`);
  else io.out(rows.length === 1 ? describeDiagnosis(rows[0]!.diagnosis) : describeRows(rows));
  return rows.every(({ agreed }) => agreed) ? 0 : 1;
}

function withOptions(recorded: Recorded, values: Options['values']): Recorded {
  const { url, method, 'webhook-id': webhookId, at } = values;
  const now = at === undefined ? undefined : /^\d+(?:\.\d+)?$/.test(at) ? Number(at) : Date.parse(at);
  if (Number.isNaN(now)) throw new UserError('unexpected --at, expected a time as ISO 8601 or in seconds since 1970');
  const changed = Object.fromEntries(
    Object.entries({ url, method, webhookId, now }).filter(([, value]) => value !== undefined),
  );
  return { ...recorded, delivery: { ...recorded.delivery, ...changed } };
}

/** Null for a delivery of another service than the one that was asked for. */
function judge(recorded: Recorded, service: string | undefined, given: readonly string[]): Row | null {
  const catalog = loadCatalog();
  const own = recorded.provider === undefined ? undefined : familiesOf(catalog, recorded.provider)[0];
  const asked = service === undefined ? undefined : schemesOf(service)[0];
  if (own && asked && own.sheet !== asked.sheet) return null;
  const named = own ? own.webhook.id : service;
  const [first, ...rest] = familiesFor(
    catalog,
    named,
    readHeaders(recorded.delivery.headers),
    recorded.delivery.rawBody.toString('utf8'),
  );
  if (!first) {
    throw new UserError(
      'no header of the delivery tells whose it is. Name the service with --service; facts --list names them',
    );
  }
  const secrets = given.length > 0 ? given : recorded.secrets;
  const diagnosis = diagnose([first, ...rest], recorded, secrets);
  return {
    name: recorded.name,
    expected: recorded.expected,
    agreed: diagnosis.verdict.valid === recorded.expected,
    diagnosis,
  };
}

async function deliveriesFrom(file: string, io: Io): Promise<Recorded[]> {
  const shown = file === '-' ? 'standard input' : file;
  const bytes = file === '-' ? await io.stdin() : readBytes(resolve(io.cwd, file), file);
  // A raw request may hold any bytes; JSON is text.
  if (!isRequest(bytes)) decode(bytes, shown);
  try {
    return readDeliveries(bytes);
  } catch (error) {
    throw new UserError(`${shown}: ${(error as Error).message}`);
  }
}

async function secretsFrom(values: Options['values'], io: Io): Promise<string[]> {
  const fromEnv = (values['secret-env'] ?? []).map((name) => variable(name, io));
  const fromFile = (values['secret-file'] ?? []).map((file) =>
    readText(resolve(io.cwd, file), file).replace(/\r?\n$/, ''),
  );
  const fromStdin = values['secret-stdin'] ? [decode(await io.stdin(), 'standard input').replace(/\r?\n$/, '')] : [];
  return [...fromEnv, ...fromFile, ...fromStdin];
}

function variable(name: string, io: Io): string {
  const value = io.env[name];
  if (!value) throw new UserError(`the variable ${name} is ${value === undefined ? 'not set' : 'empty'}`);
  return value;
}

/** Families of a service with a scheme; a UserError says what there is instead. */
function schemesOf(service: string): readonly [Family, ...Family[]] {
  const catalog = loadCatalog();
  const [first, ...rest] = familiesOf(catalog, service);
  if (first) return [first, ...rest];
  const sheet = findService(catalog, service);
  const meant = sheet ? [] : nearServices(catalog, service);
  if (!sheet) {
    throw new UserError(`no sheet for "${service}"${meant.length > 0 ? `; did you mean ${meant.join(', ')}?` : '.'}`);
  }
  const instead = sheet.webhooks.find((w) => w.instead !== null)?.instead;
  throw new UserError(`${sheet.name} has no signature scheme that can be executed${instead ? `: ${instead}` : '.'}`);
}

async function sign({ values }: Options, io: Io): Promise<number> {
  const { format = 'json' } = values;
  if (!['json', 'curl', 'http'].includes(format)) {
    throw new UserError('unexpected --format, expected json, curl or http');
  }
  const made = await prepare(values, values.url, io);
  const all = [...made.cases];
  io.out(
    format === 'json' ? `${JSON.stringify(all, null, 2)}\n` : all.map(format === 'curl' ? asCurl : asHttp).join('\n'),
  );
  return 0;
}

/** The deliveries of a service, to be signed one by one. */
interface Prepared {
  readonly cases: Iterable<Case>;
  readonly family: Family | null;
}

async function prepare(values: Options['values'], url: string | undefined, io: Io): Promise<Prepared> {
  if (!values.service) throw new UserError('expected --service ID. vibe-specs facts --list names them');
  const family = schemesOf(values.service)[0];
  const {
    scheme,
    webhook: { id },
  } = family;
  if (!canSign(scheme)) throw new UserError(`deliveries of ${id} are not made here: only the provider has their key`);
  const second = values['second-secret-env'];
  const wish = {
    family,
    key: await keyFrom(scheme, values, io),
    secondKey: second === undefined ? undefined : { secret: variable(second, io) },
    url: url ?? `http://localhost:3000/webhooks/${family.sheet.id}`,
    event: values.event ?? 'test.event',
    webhookId: values['webhook-id'] ?? 'WEBHOOK_ID',
    body: values.body === undefined ? undefined : readText(resolve(io.cwd, values.body), values.body),
  };
  return { cases: cases(wish), family };
}

async function keyFrom(scheme: Family['scheme'], values: Options['values'], io: Io): Promise<Key> {
  const [secret] = await secretsFrom(values, io);
  const generated = generateKey(scheme);
  if (values['generate-key']) {
    io.err(`Made for this test; your handler verifies with it:\n${generated.secret.trim()}\n`);
    return generated;
  }
  if (generated.privateKey) {
    throw new UserError(
      'the provider signs with a private key of its own: use --generate-key and give your handler the public key',
    );
  }
  if (secret === undefined) {
    throw new UserError('expected --secret-env NAME, --secret-file FILE, --secret-stdin or --generate-key');
  }
  return { secret };
}

async function sendAll({ values, positionals }: Options, io: Io): Promise<number> {
  const [base] = positionals;
  if (base === undefined) throw new UserError('unexpected end of the command, expected the URL of your handler');
  const url = values.endpoint && URL.canParse(values.endpoint, base) ? new URL(values.endpoint, base).href : base;
  const refused = refusal(url, values['allow-host'] ?? []);
  if (refused) throw new UserError(refused);
  const made =
    values.from === undefined
      ? await prepare(values, values.url ?? url, io)
      : { cases: casesFrom(values.from, io), family: null };
  const ack = parseDuration(values.ack ?? made.family?.webhook.acknowledge ?? '10 s');
  if (!ack || ack.ms <= 0) throw new UserError('unexpected --ack, expected a duration such as 5s');
  // Longer than a minute nobody waits at a terminal, whatever the provider grants.
  const ackMs = Math.min(ack.ms, 60_000);
  const { send } = await import('../../lazy/webhook-send.ts');
  const answers: Answer[] = [];
  for (const delivery of made.cases) {
    const query = new URL(delivery.url).search;
    const target = new URL(url);
    if (query !== '' && target.search === '') target.search = query;
    answers.push(await send({ ...delivery, url: target.href }, ackMs));
    if (answers[0]!.status === null) throw new UserError(`${url}: ${answers[0]!.outcome}`);
  }
  io.out(values.json ? `${JSON.stringify(answers, null, 2)}\n` : describeAnswers(answers));
  return answers.every(({ agreed }) => agreed) ? 0 : 1;
}

/** Deliveries that sign wrote, or somebody in the same form. */
function casesFrom(file: string, io: Io): Case[] {
  const content = readText(resolve(io.cwd, file), file);
  try {
    const list = JSON.parse(content) as Case[];
    if (list.length > 0 && list.length <= MOST_DELIVERIES && list.every(isCase)) return list;
  } catch {
    // It is said below.
  }
  throw new UserError(`${file}: expected up to ${MOST_DELIVERIES} deliveries as vibe-specs webhook sign writes them`);
}

import type { Family } from '../families.ts';
import { headerOf, readHeaders, type Headers } from '../headers.ts';
import { describeKey } from '../keys.ts';
import type { Recorded } from '../recorded.ts';
import type { Scheme } from '../scheme.ts';
import { verifyWebhook, type Delivery, type Verdict } from '../verify.ts';
import { bodyChanges, bodyNotes } from './body.ts';
import type { Attempted, Change } from './change.ts';
import { secretChanges, secretNote } from './secret.ts';
import { urlChanges } from './url.ts';

/** Something the scheme needs, and whether it is there. */
export interface Input {
  readonly name: string;
  readonly there: boolean;
  readonly note?: string;
}

export interface Diagnosis {
  readonly service: string;
  readonly family: string;
  /** Further families that verify it with the same secret: their headers are the same. */
  readonly alike: readonly string[];
  readonly verdict: Verdict;
  /** Which of several secrets verified it, from 1 on. */
  readonly secret?: number;
  readonly inputs: readonly Input[];
  /** Each by itself would make the delivery verify. */
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
  /** How many changes were tried. */
  readonly tried: number;
}

/** Bytes that are signed in search of the change, all in all. */
const MOST_WORK = 128 * 1024 * 1024;

/** Verifies a delivery as the likeliest of the families; where that fails, looks for the change that was made to it. */
export function diagnose(
  families: readonly [Family, ...Family[]],
  recorded: Recorded,
  secrets: readonly string[],
): Diagnosis {
  const delivery: Delivery = { ...recorded.delivery, secret: secrets };
  const verifying = families.filter(({ scheme }) => verifyWebhook(scheme, delivery).valid);
  const [family = families[0], ...others] = verifying;
  const { scheme, sheet, webhook } = family;
  const verdict = verifyWebhook(scheme, delivery);
  const headers = readHeaders(delivery.headers);
  const inputs = inputsOf(scheme, delivery, headers, secrets);
  const base = {
    service: sheet.id,
    family: webhook.id,
    alike: others.map((f) => f.webhook.id),
    verdict,
    inputs,
    changes: [],
    notes: [],
    tried: 0,
  };
  if (verdict.valid) {
    const secret = secrets.findIndex((one) => verifyWebhook(scheme, { ...delivery, secret: one }).valid) + 1;
    return { ...base, ...(secrets.length > 1 ? { secret } : {}) };
  }
  const timeless = withoutAge(scheme);
  const clock = CLOCK[verdict.reason];
  if (clock && verifyWebhook(timeless, delivery).valid) return { ...base, changes: [clock], tried: 1 };
  const { changes, tried } = search(timeless, recorded, headers, secrets);
  const elsewhere = families.filter((f) => f.sheet !== sheet).map((f) => f.webhook.id);
  const notes =
    changes.length > 0
      ? []
      : [
          ...bodyNotes(scheme, recorded.delivery.rawBody),
          ...secrets.map((secret) => secretNote(scheme, secret)).filter((note) => note !== null),
          ...(elsewhere.length > 0
            ? [`Read as ${webhook.id}; ${elsewhere.slice(0, 8).join(', ')} send the same headers.`]
            : []),
        ];
  return { ...base, changes, notes, tried };
}

const CLOCK: Partial<Record<string, Change>> = {
  'too-old': {
    part: 'clock',
    code: 'old',
    what: 'the signature is right, the delivery is old: a recorded one needs --at; else a clock or a queue is late',
  },
  'in-the-future': {
    part: 'clock',
    code: 'future',
    what: 'the signature is right, the delivery lies ahead: the clock of this machine is slow',
  },
};

/** The scheme as it was when the delivery was fresh: only to look for what else is different. */
function withoutAge({ tolerance: _, ...scheme }: Scheme): Scheme {
  return scheme;
}

type Found = Pick<Diagnosis, 'changes' | 'tried'>;

function search(scheme: Scheme, recorded: Recorded, headers: Headers, secrets: readonly string[]): Found {
  const { delivery } = recorded;
  const changes: Change[] = [];
  let tried = 0;
  const size = Math.max(delivery.rawBody.length, 1024);
  for (const secret of secrets) {
    for (const { with: changed, ...change } of attempts(scheme, recorded, headers, secret)) {
      // Of what may have happened to one part, the first that fits is the simplest.
      if (changes.some(({ part }) => part === change.part)) continue;
      if (tried * size > MOST_WORK) return { changes, tried };
      tried++;
      if (verifyWebhook(scheme, { ...delivery, secret, ...changed }).valid) changes.push(change);
    }
  }
  return { changes, tried };
}

function* attempts(scheme: Scheme, { delivery }: Recorded, headers: Headers, secret: string): Generator<Attempted> {
  yield* secretChanges(scheme, secret);
  if (scheme.content.includes('{url}') && delivery.url) yield* urlChanges(delivery.url, headers);
  if (scheme.content.includes('{method}')) {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      yield {
        part: 'method',
        code: 'method',
        what: `it was called with ${method}${delivery.method ? '' : '; POST is assumed where none is given'}`,
        with: { method },
      };
    }
  }
  if (scheme.content.includes('{webhookId}')) {
    yield {
      part: 'webhook id',
      code: 'simulator',
      what: 'it comes from the simulator, whose webhook id is WEBHOOK_ID',
      with: { webhookId: 'WEBHOOK_ID' },
    };
  }
  yield* safely(bodyChanges(delivery.rawBody));
}

/** A body that cannot be read in one of the ways ends the ways, not the search. */
function* safely<T>(all: Generator<T>): Generator<T> {
  try {
    yield* all;
  } catch {
    // Half of a surrogate pair, a stray percent sign, JSON that is nested too deep.
  }
}

function inputsOf(scheme: Scheme, delivery: Delivery, headers: Headers, secrets: readonly string[]): Input[] {
  const names = [scheme.header, scheme.timestampHeader, scheme.idHeader, ...Object.keys(scheme.required ?? {})].filter(
    (n) => n !== undefined,
  );
  const inputs = names.map((name): Input => {
    const there =
      Boolean(headerOf(scheme, headers, name)) ||
      (name === scheme.header && Boolean(headers.get(scheme.altHeader?.toLowerCase() ?? '')));
    const near = there
      ? undefined
      : [...headers.keys()].find((n) =>
          n.replace(/[^a-z0-9]/g, '').endsWith(name.toLowerCase().replace(/[^a-z0-9]/g, '')),
        );
    return { name: `header ${name}`, there, ...(near ? { note: `there is ${near}` } : {}) };
  });
  if (scheme.content.includes('{url}')) {
    inputs.push({ name: 'url', there: Boolean(delivery.url), note: 'in full, as the provider calls it' });
  }
  if (scheme.content.includes('{method}')) {
    inputs.push({ name: 'method', there: Boolean(delivery.method), note: 'POST is assumed' });
  }
  if (scheme.content.includes('{webhookId}')) {
    inputs.push({ name: 'webhookId', there: Boolean(delivery.webhookId), note: 'the id of the subscription' });
  }
  inputs.push({ name: 'secret', there: secrets.some((secret) => secret !== ''), note: describeKey(scheme.key) });
  return inputs;
}

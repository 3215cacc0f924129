import { NONE } from '../../markdown/append.ts';
import { valueOf, type Leaf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import { Cued } from '../cued.ts';
import { matchesOf } from '../matches.ts';
import { runsWith } from '../runs.ts';
import type { Finding, Rule } from '../types.ts';

/** Last words of a label whose values are people, or without bound. */
const PERSONAL = new Set(['email', 'mail', 'phone', 'user', 'username', 'customer', 'address', 'ip', 'url', 'token', 'uid', 'msisdn', 'iban', 'kundennummer', 'benutzer', 'telefonnummer', 'benutzername', 'recipient', 'buyer', 'visitor', 'payer', 'cardholder', 'query', 'prompt', 'empfänger', 'käufer', 'besucher', 'suchbegriff']);
const PERSONAL_PAIRS = new Set(['phone number', 'full name', 'first name', 'last name', 'error message', 'user name', 'e mail', 'mail adresse', 'e mail adresse', 'user agent']);
/** What an id identifies: one person, or one of endlessly many. `template id` and `region id` are bounded. */
const OWNERS = new Set(['user', 'enduser', 'customer', 'account', 'household', 'session', 'message', 'request', 'order', 'payment', 'person', 'member', 'patient', 'client', 'contact', 'visitor', 'device', 'event', 'ticket', 'booking', 'invoice', 'transaction', 'refund', 'job', 'trace', 'correlation', 'kunden', 'benutzer']);
/** Addresses of machines that are few. */
const MACHINES = /^(?:server|peer|host|net peer)\b/;

/** Whatever follows "never" or "without" is no label. */
export const DENIED = new Cued(['no', 'never', 'without', 'kein', 'nie', 'ohne'], /\b(?:none|no|not|never|without|kein[e]?|nie|ohne)\b.*/is);
const LABEL = /[A-Za-zµÀ-ÖØ-öø-ÿ][\wµÀ-ÖØ-öø-ÿ]*(?:[.-][\wµÀ-ÖØ-öø-ÿ]+)*(?: (?:id|number|name|address)\b)?/gi;

const LABELS = /\b(?:label(?:l?ed)?s?|tagged|tags|dimensions?)\b(?: by| with| mit| nach)?:? ([^.;]{0,120})/i;
const LABELLED = /label|tagged|tags|dimension/gi;

export const personalData: Rule = {
  id: 'security/personal-data',
  severity: 'error',
  summary: 'Labels are kept long, copied widely and multiply series: no person and no unbounded value belongs in them.',
  *check({ spec }) {
    for (const { parts } of spec.services) {
      const metrics = given(parts, 'monitoring')?.metrics;
      for (const row of valueOf(metrics) ?? []) {
        const label = personalIn(valueOf(row.labels) ?? '');
        if (label !== undefined) yield unexpected(label, row.labels.at);
        // Prometheus writes the labels of a metric behind its name: `calls_total{user_id}`.
        yield* selected(valueOf(row.metric), row.metric);
      }
    }
    for (const { parts } of spec.services) {
      const alerts = given(parts, 'monitoring')?.alerts;
      for (const row of valueOf(alerts) ?? []) yield* selected(valueOf(row.condition)?.metric, row.condition);
    }
    // "Tagged by `customerEmail`", "dimensions: `user.id`" in a sentence about usage or monitoring: one that a reader sees, and no comment.
    for (const { part, kind, source, at } of runsWith(spec.prose, LABELLED)) {
      if ((part !== 'monitoring' && part !== 'cost') || kind !== 'line') continue;
      const labels = LABELS.exec(source)?.[1];
      for (const [, name] of DENIED.strip(labels ?? '').matchAll(/`([^`]{1,60})`/g)) {
        const label = personalIn(name!);
        if (label !== undefined) yield unexpected(label, at);
      }
    }
  },
};

/** Labels in braces; what stands between quotation marks is a value. */
function selected(metric: string | undefined, leaf: Leaf<unknown>): readonly Finding[] {
  if (!metric?.includes('{')) return NONE;
  const found: Finding[] = [];
  for (const match of matchesOf(BRACES, metric)) {
    const label = personalIn(match[1]!.replace(/"[^"]*"/g, ''));
    if (label !== undefined) found.push(unexpected(label, leaf.at));
  }
  return found;
}

const BRACES = /\{([^{}]*)\}/g;

function personalIn(text: string): string | undefined {
  return DENIED.strip(text).match(LABEL)?.find(isPersonal);
}

function unexpected(label: string, at: Finding['at']): Finding {
  return { at, message: `Unexpected label "${label}", expected bounded values that identify nobody`, advice: 'Use an outcome, an operation or a class of error; the detail belongs in a trace.' };
}

/** `customerEmail`, `customer_email`, `customer.email` and `customer email` are one label. */
function isPersonal(label: string): boolean {
  const words = label.replace(/([a-zß-öø-ÿ\d])([A-Z])/g, '$1 $2').toLowerCase().split(/[\s._-]+/);
  const last = words.at(-1)!;
  const isPerson = PERSONAL.has(last) || PERSONAL_PAIRS.has(words.slice(-2).join(' ')) || (last === 'id' && OWNERS.has(words.at(-2) ?? ''));
  return isPerson && !MACHINES.test(words.join(' '));
}

import { valueOf, type Leaf } from '../../spec/kinds.ts';
import { given, type Section7 } from '../../spec/model.ts';
import type { Rule } from '../types.ts';

const PROBE = /\b(?:readiness|readyz|liveness|livez|healthz|health (?:endpoint|probe)|startup probe)|\/(?:health|ready|live)\b/i;
/** What a probe does with a vendor. The stems stand in the denials too. */
const VERBS = 'call|ping|quer|request|fetch|ask|read|load|depend|need|check|verif|fail|includ|wait';
const CALL = /\b(?:call(?:s|ing)?|pings?|pinging|quer(?:y|ies)|requests?|fetch(?:es)?|asks?|ruft|fragt|prüft|(?:Test)?[Aa]ufruf|Anfrage)\b/i;
/** It may as well rely on what we know of the vendor: "reads the state of the breaker". */
const RELIES = /\b(?:reads?|loads?|depends? on|needs?|checks|verifies|fails? (?:when|if|while|as soon as)|(?:503|red|down|unhealthy|not ready) (?:when|if|while|as soon as)|includes?|waits? for|liest|lädt|braucht|hängt|wartet|umfasst)\b/i;
const OURS = /\b(?:breakers?|counters?|metrics?|cached?|stored|our|state|Unterbrecher|Zähler|Metrik\w*|gespeichert\w*|unser\w*)\b/i;
/** A denial belongs to the call: "does not call", "no request", "calls nothing", "ruft … nicht", "kein … ruft". "With no timeout" denies nothing of it. */
const DENIED = new RegExp(
  `\\b(?:not|never|doesn't|don't|without|nie(?:mals)?|nicht) (?:[\\w-]+ ){0,2}(?:${VERBS}|auf|an|ab)|\\b(?:no|keine[nr]?|kein|ohne) (?:[\\w-]+ ){0,2}(?:calls?\\b|requests?\\b|quer|ping|reads?\\b|(?:Test)?aufruf|anfrage|ruft|fragt|prüft|liest|braucht)`
    + '|\\b(?:calls?|pings?|queries|requests|asks|reads|checks|needs) (?:no|nothing|nobody|none|only (?:our|the database|itself))\\b|\\b(?:ruft|fragt|prüft|liest|braucht|hängt|wartet|umfasst)\\b[^,;]{0,60}\\b(?:nicht|nie|niemanden|kein\\w*)\\b|\\bindependent of\\b|\\bunabhängig v',
  'i',
);

/** Where calls of other things are spoken of as well, the probe has to be the one that makes them. */
const SUBJECT = new RegExp(`(?:${PROBE.source})\\S?(?: (?!and |und )[^\\s,;]+){0,4} (?:${CALL.source}|${RELIES.source})`, 'i');

export const readiness: Rule = {
  id: 'security/readiness',
  severity: 'error',
  summary: 'A readiness probe that calls a vendor takes our service down with the vendor, and may be billed.',
  *check({ spec }) {
    for (const { leaf, names, general } of healthFields(spec)) {
      const called = (sentence: string) => (!general || SUBJECT.test(sentence)) && PROBE.test(sentence) && (CALL.test(sentence) || RELIES.test(sentence) && !OURS.test(sentence)) && !DENIED.test(sentence) && isVendor(sentence, names);
      if ((valueOf(leaf) ?? '').split(/(?<=[.;])\s+/).some(called)) {
        yield { at: leaf.at, message: 'Unexpected call of the vendor in our own health endpoint, expected a probe that depends on us alone', advice: 'Watch the vendor by the outcome of real traffic.' };
      }
    }
  },
};

/** Fields that say how health is watched: of each service, and of all of them together. */
function* healthFields({ services, infrastructure, testing }: Section7): Iterable<{ leaf: Leaf<string>; names: readonly string[]; general: boolean }> {
  for (const { name, parts } of services) {
    const leaf = given(parts, 'monitoring')?.healthCheck;
    if (leaf) yield { leaf, names: [name], general: false };
  }
  const names = services.map(({ name }) => name);
  for (const leaf of [infrastructure?.fields.monitoring, testing?.health?.fields.continuous]) if (leaf) yield { leaf, names, general: true };
}

/** Whether the sentence speaks of a vendor: a probe may well ask our own database. */
function isVendor(sentence: string, services: readonly string[]): boolean {
  // "Asks SQLite only, never Google": who is denied is not asked.
  const lower = sentence.toLowerCase().replace(/\b(?:never|not|nie|nicht)(?: the| an?| den| die| das)? [\w.-]+/g, ' ');
  return services.some((name) => lower.includes(name.split(/[\s(–—-]/)[0]!.toLowerCase())) || /\b(?:vendors?|providers?|their|APIs?|them|Anbieter\w*|Dienst)\b|\/v\d/.test(sentence);
}

import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

const PROBE = /\b(?:readiness|readyz|liveness|livez|healthz|health (?:endpoint|probe)|startup probe)|\/(?:health|ready|live)\b/i;
const CALL = /\b(?:call(?:s|ing)?|pings?|pinging|quer(?:y|ies)|requests?|fetch(?:es)?|asks?|ruft|fragt|prüft|(?:Test)?[Aa]ufruf|Anfrage)\b/i;
/** A denial belongs to the call: "does not call", "no request", "calls nothing", "ruft … nicht". "With no timeout" denies nothing of it. One after the other, the usual one first: each is compiled when it is asked. */
const DENIALS = [
  /\b(?:not|never|doesn't|don't|without|nie(?:mals)?|nicht) (?:\w+ ){0,2}(?:call|ping|quer|request|fetch|ask|auf|an)/i,
  /\b(?:no|keine[nr]?|ohne) (?:\w+ ){0,2}(?:calls?\b|requests?\b|quer|ping|(?:Test)?aufruf|anfrage)/i,
  /\b(?:calls?|pings?|queries|requests|asks) (?:no|nothing|nobody|none|only (?:our|the database|itself))\b/i,
  /\b(?:ruft|fragt|prüft)\b[^,;]{0,60}\b(?:nicht|nie|niemanden|kein\w*)\b/i,
  /\bindependent of\b|\bunabhängig v/i,
];

export const readiness: Rule = {
  id: 'security/readiness',
  severity: 'error',
  summary: 'A readiness probe that calls a vendor takes our service down with the vendor, and may be billed.',
  *check({ spec }) {
    for (const { name, parts } of spec.services) {
      const leaf = parts.monitoring?.state === 'given' ? parts.monitoring.fields.healthCheck : undefined;
      const called = (sentence: string) => PROBE.test(sentence) && CALL.test(sentence) && !DENIALS.some((denial) => denial.test(sentence)) && isVendor(sentence, name);
      if ((valueOf(leaf) ?? '').split(/(?<=[.;])\s+/).some(called)) {
        yield { at: leaf!.at, message: 'Unexpected call of the vendor in our own health endpoint, expected a probe that depends on us alone', advice: 'Watch the vendor by the outcome of real traffic.' };
      }
    }
  },
};

/** Whether the sentence speaks of the vendor: a probe may well ask our own database. */
function isVendor(sentence: string, service: string): boolean {
  const first = service.split(/[\s(–—-]/)[0]!.toLowerCase();
  return sentence.toLowerCase().includes(first) || /\b(?:vendor|provider|their|APIs?|them|Anbieter\w*|Dienst)\b|\/v\d/.test(sentence);
}

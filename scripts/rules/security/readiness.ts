import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

const PROBE = /\b(?:readiness|readyz|liveness|livez|healthz|health (?:endpoint|probe)|\/health\b|startup probe)/i;
const CALLS = /\b(?:calls?|pings?|queries|requests|fetches|asks|ruft|fragt)\b/i;
const DENIED = /\b(?:independent of|only|does not|do not|never|must not|no|not|without|nicht|kein[e]?|nie)\b/i;

export const readiness: Rule = {
  id: 'security/readiness',
  severity: 'error',
  summary: 'A readiness probe that calls a vendor takes our service down with the vendor, and may be billed.',
  *check({ spec }) {
    for (const { parts } of spec.services) {
      const leaf = parts.monitoring?.state === 'given' ? parts.monitoring.fields.healthCheck : undefined;
      for (const sentence of (valueOf(leaf) ?? '').split(/(?<=[.;])\s+/)) {
        if (PROBE.test(sentence) && CALLS.test(sentence) && !DENIED.test(sentence)) {
          yield { at: leaf!.at, message: 'Unexpected call of the vendor in our own health endpoint, expected a probe that depends on us alone', advice: 'Watch the vendor by the outcome of real traffic.' };
          break;
        }
      }
    }
  },
};

import { valueOf } from '../../spec/kinds.ts';
import type { Rule } from '../types.ts';

/** Verification that comes after parsing, in English or German. "Before it is parsed" is the right way round. */
const AFTER = /\b(?:verif\w*|check\w*|validat\w*|prüf\w*)\b[^.;]{0,60}\b(?:after (?:it is |the body is |being )?(?:pars|deserial|decod)\w*|(?:on|over|of) the (?:parsed|decoded|deserialised|deserialized|re-?seriali[sz]ed)|dem geparsten|nach dem Parsen)|\b(?:pars\w*|deserial\w*|JSON\.parse)\b[^.;]{0,40}\b(?:then|, and then|before|danach|dann)\b[^.;]{0,20}\b(?:verif|check(?:ing)? the signature|prüf)\w*|\bJSON\.stringify\(/i;
/** A sentence that forbids it is right. */
const FORBIDS = /\b(?:never|not|must not|no|nie|nicht|kein[e]?)\b/i;
const RIGHT = /\bbefore (?:it is |the body is |anything is |being )?(?:pars|deserial|decod)\w*/i;

export const parsedBody: Rule = {
  id: 'security/parsed-body',
  severity: 'error',
  summary: 'A signature covers the bytes that arrived: a body that was parsed and written again does not verify, or verifies what nobody sent.',
  *check({ spec }) {
    for (const { parts } of spec.services) {
      if (parts.webhook?.state !== 'given') continue;
      const signed = valueOf(parts.webhook.fields.signature)?.[0]?.content;
      const leaf = parts.webhook.fields.processing;
      const text = valueOf(leaf);
      const wrong = text?.split(/(?<=[.;])\s+/).some((sentence) => AFTER.test(sentence) && !RIGHT.test(sentence) && !FORBIDS.test(sentence));
      if (wrong) yield { at: leaf!.at, message: 'Unexpected verification of a parsed body, expected verification on the raw body before it is parsed' };
      const content = valueOf(signed);
      if (content && /\b(?:parsed|JSON\.stringify|re-?seriali[sz]ed)\b/i.test(content)) yield { at: signed!.at, message: 'Unexpected signed content made of a parsed body, expected the raw body' };
    }
  },
};

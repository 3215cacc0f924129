import { valueOf, type Leaf } from '../../spec/kinds.ts';
import { Cued } from '../cued.ts';
import type { Rule } from '../types.ts';

/** What a text has in which a body is parsed, and most have not. */
const CUE = /pars|serial|deco|deko|json|object/i;
/** Parsing of a body; parsing the signature's header or decoding its base64 is part of every verification. */
const PARSE = /\b(?:pars(?:e[sdn]?|ing|t)|geparst\w*|deserial\w*|JSON\.parse|(?:read|treated) as (?:an? )?(?:JSON|object)|als JSON gelesen|decod(?:e[sd]?|ing) (?:the )?(?:body|JSON|payload|event))\b/i;
const HEADER = /\b(?:header|timestamp|Zeitstempel|signature string)\b/i;
const BODY = /\b(?:body|payload|JSON)\b/i;
const VERIFY = /(?:verif|validat|check|prüf|compar|comput|vergl[ei]ich|berechn)/i;
const SIGNATURE = /\b(?:signatur\w*|h?mac)\b/i;
/** "Then verify", "check it": the signature is meant although it is not named. */
const BARE_VERIFY = /^(?:then |and then |dann |danach )?(?:we |wir )?(?:verif\w*|check\w*|validat\w*|prüf\w*)(?: (?:it|sie|them)\b| with [^,]*)?\W*$/i;
/** What is verified is said to be parsed already, whatever the order of words. */
export const WRONG_OBJECT = new Cued(
  ['pars', 'deco', 'seriali', 'dekodiert'],
  /\b(?:on|over|of|against|from|using) the (?:parsed|decoded|deseriali[sz]ed|re-?seriali[sz]ed)\b|\b(?:am|an dem|auf dem|über (?:den|das)|gegen (?:den|das)|vom|des) (?:(?:bereits|schon) )?(?:geparsten?|deserialisierten?|dekodierten?)\b|\bafter (?:it is |it was |the (?:body|JSON|payload) (?:is|was|has been) |being )?(?:pars(?:ed|ing)|deseriali[sz]\w+|decoding the body)\b|\bnach dem (?:Parsen|Deserialisieren)\b/i,
);
/** The parsed thing itself is verified: "the parsed JSON is verified". Checking it against a schema, or a field of it, is another matter. */
const VERIFIED_OBJECT = /\b(?:parsed|decoded|deseriali[sz]ed|re-?seriali[sz]ed) (?:body|JSON|payload|event|object|request)s? (?:is|are|gets?) (?:then |first )?verified\b(?! (?:against|that|to))|\bgeparste\w* (?:Body|JSON|Payload|Rumpf)\b[^,;]{0,40}\b(?:verifiziert|signaturgeprüft)\b/i;
/** A sentence that forbids it is right. */
const FORBIDS = /\b(?:never|not|must not|no|nothing|nie|nicht|nichts|kein[e]?)\b/i;
/** A clause that begins with one of these happens later than the other clause says. */
const LATER = /^\W*(?:only |but only |erst |aber erst )?(?:before|bevor|after|once|nachdem|sobald|when|wenn|until|bis)\b/i;
const CLAUSES = /[,;:]\s+|\s+(?=(?:before|bevor|after|once|nachdem|sobald|until|bis)\b)|\s+(?:and then|and|then|und dann|und|dann|danach|anschließend)\s+/i;

export const parsedBody: Rule = {
  id: 'security/parsed-body',
  severity: 'error',
  summary: 'A signature covers the bytes that arrived: a body that was parsed and written again does not verify, or verifies what nobody sent.',
  *check({ spec }) {
    const general = spec.security?.fields.webhooks;
    if (isVerifiedParsed(general)) yield { at: general!.at, message: VERIFICATION };
    for (const { parts } of spec.services) {
      if (parts.webhook?.state !== 'given') continue;
      const row = valueOf(parts.webhook.fields.signature)?.[0];
      for (const leaf of [parts.webhook.fields.processing, row?.verifier]) {
        if (isVerifiedParsed(leaf)) yield { at: leaf!.at, message: VERIFICATION };
      }
      const signed = row?.content;
      const content = valueOf(signed);
      if (content && /\b(?:parsed|geparst\w*|JSON\.stringify|re-?seriali[sz]ed)\b/i.test(content) && !FORBIDS.test(content)) yield { at: signed!.at, message: 'Unexpected signed content made of a parsed body, expected the raw body' };
    }
  },
};

const VERIFICATION = 'Unexpected verification of a parsed body, expected verification on the raw body before it is parsed';

function isVerifiedParsed(leaf: Leaf<string> | undefined): boolean {
  const text = valueOf(leaf);
  return text !== undefined && CUE.test(text) && text.split(/(?<=[.;])\s+/).some(verifiesParsed);
}

/** Whether a sentence, in English or German, has the signature verified over what was parsed. */
function verifiesParsed(sentence: string): boolean {
  if (FORBIDS.test(sentence)) return false;
  if (/\bJSON\.stringify\(/.test(sentence) && /verif|signatur|h?mac|hash|digest|update\(/i.test(sentence)) return true;
  if (VERIFY.test(sentence) && WRONG_OBJECT.test(sentence) || WRONG_OBJECT.maybe(sentence) && VERIFIED_OBJECT.test(sentence)) return true;
  let parsed = false;
  for (const clause of sentence.split(CLAUSES)) {
    const verifies = VERIFY.test(clause) && (SIGNATURE.test(clause) || BARE_VERIFY.test(clause.trim()));
    // Whatever was parsed before, the bytes were kept.
    if (verifies && /\b(?:raw|unparsed|rohe[mnrs]?)\b/i.test(clause)) return false;
    if (verifies) return parsed && !/^\W*(?:only |erst )?(?:after|once|nachdem|sobald|when|wenn|until|bis)\b/i.test(clause);
    if (PARSE.test(clause) && (BODY.test(clause) || !HEADER.test(clause)) && !LATER.test(clause)) parsed = true;
  }
  return false;
}

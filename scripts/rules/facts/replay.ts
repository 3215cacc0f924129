import type { Rule } from '../types.ts';
import { isChecked, pairs, signedFamilies, webhookPart } from './pairs.ts';

export const replay: Rule = {
  id: 'facts/replay',
  severity: 'error',
  summary: 'A replay window needs a signed timestamp, and a signed timestamp is worth nothing unless its age is checked.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const part = webhookPart(service);
      const schemes = signedFamilies(sheet).flatMap((w) => (w.scheme ? [w.scheme] : []));
      if (!part?.replayWindow || !isChecked(sheet, 'webhooks') || schemes.length < signedFamilies(sheet).length || sheet.webhooks.length === 0) continue;
      const timed = schemes.filter((s) => s.timestampUnit !== undefined);
      const { state, at } = part.replayWindow;
      if (state === 'stated' && timed.length === 0) {
        yield { at, message: `Unexpected replay window: ${sheet.name} signs no timestamp whose age could be checked`, advice: 'Write "Not applicable: no timestamp is signed" and deduplicate by their event id.' };
      } else if (state === 'not-applicable' && schemes.length > 0 && timed.length === schemes.length) {
        yield { at, message: `Missing replay window: ${sheet.name} signs a timestamp, and its age must be checked`, advice: `See vibe-specs facts ${sheet.id}.` };
      }
    }
  },
};

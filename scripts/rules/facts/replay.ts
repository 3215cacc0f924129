import { formatDuration } from '../../quantities/index.ts';
import type { ServiceSheet, WebhookFacts } from '../../services/sheet.ts';
import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { isChecked, namesHeader, pairs, signedFamilies } from './pairs.ts';

/** A window that long is no slip of rounding, nor the choice of somebody who found an SDK's few seconds too short. */
const FAR = 3;
const USUAL_MS = 300_000;

export const replay: Rule = {
  id: 'facts/replay',
  severity: 'error',
  summary: 'A replay window needs a signed timestamp, and a signed timestamp is worth nothing unless its age is checked, as narrowly as the provider does.',
  *check({ spec, catalog }) {
    for (const { service, sheet } of pairs(spec, catalog)) {
      const part = given(service.parts, 'webhook');
      const families = part ? familiesOf(part, sheet) : [];
      const schemes = families.flatMap((w) => (w.scheme ? [w.scheme] : []));
      if (!part?.replayWindow || !isChecked(sheet, 'webhooks') || schemes.length < families.length || sheet.webhooks.length === 0) continue;
      const timed = schemes.filter((s) => s.timestampUnit !== undefined);
      const { state, at } = part.replayWindow;
      const stated = valueOf(part.replayWindow);
      const tolerance = toleranceOf(families);
      if (state === 'stated' && timed.length === 0 && families.every((w) => w.replay === null)) {
        yield { at, message: `Unexpected replay window: ${sheet.name} signs no timestamp whose age could be checked`, advice: 'Write "Not applicable: no timestamp is signed" and deduplicate by their event id.' };
      } else if (state === 'not-applicable' && schemes.length > 0 && timed.length === schemes.length) {
        yield { at, message: `Missing replay window: ${sheet.name} signs a timestamp, and its age must be checked`, advice: `See vibe-specs facts ${sheet.id}.` };
      } else if (stated && tolerance !== null && stated.ms > FAR * Math.max(tolerance, USUAL_MS)) {
        yield { at, message: `Unexpected replay window of ${formatDuration(stated.ms)}: ${sheet.name}'s own verification allows ${formatDuration(tolerance)}`, advice: 'A recorded delivery can be sent again for as long as the window is open.' };
      }
    }
  },
};

/** Of several schemes the one whose header the section names; all where that is not clear. */
function familiesOf(part: NonNullable<ReturnType<typeof given<'webhook'>>>, sheet: ServiceSheet): readonly WebhookFacts[] {
  const all = signedFamilies(sheet);
  const headers = (valueOf(part.signature) ?? []).flatMap((row) => valueOf(row.header) ?? []);
  const named = all.filter((w) => w.header !== null && headers.some((header) => namesHeader(header, w.header!)));
  return named.length > 0 ? named : all;
}

/** The widest tolerance in milliseconds that the provider or its SDK states; null when it is a default of ours. */
function toleranceOf(families: readonly WebhookFacts[]): number | null {
  const stated = families.flatMap((w) => (w.scheme?.tolerance !== undefined && !w.replay?.includes('our default') ? [w.scheme.tolerance * 1000] : []));
  return stated.length > 0 ? Math.max(...stated) : null;
}

import { valueOf } from '../../spec/kinds.ts';
import { given } from '../../spec/model.ts';
import type { Rule } from '../types.ts';
import { isMadeAnew } from './made-anew.ts';

/** Bare: "No key of theirs: `(order_id, state)` of ours" is an answer. */
const NONE = /^(?:none|no|no key|not needed|keine[rs]?|nicht nötig|–|-)\.?$/i;

/** Nothing of the event, but of the one time that it was delivered. */
const ARRIVAL = /^(?:the |our )?(?:`?received_at`?|(?:time|date|moment) of (?:arrival|receipt)|(?:arrival|receipt|current) time|(?:der )?Zeitpunkt des Eingangs|(?:die )?Eingangszeit)\b(?! (?:and|with|plus|und|mit))/i;

export const deduplication: Rule = {
  id: 'security/deduplication',
  severity: 'error',
  summary: 'Webhooks are delivered at least once: without a key a repeat acts twice.',
  *check({ spec }) {
    for (const { parts } of spec.services) {
      const leaf = given(parts, 'webhook')?.deduplicationKey;
      const text = valueOf(leaf);
      if (text && (NONE.test(text) || ARRIVAL.test(text) || isMadeAnew(text))) yield { at: leaf!.at, message: `Unexpected deduplication key "${text.slice(0, 40)}", expected the field that is the same in each delivery of one event`, advice: 'Name their event id, and the table that remembers it.' };
    }
  },
};

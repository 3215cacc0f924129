import { keyOf } from '../../shared/endpoints.ts';
import { rowsOf } from '../../shared/tables.ts';
import type { Rule } from '../../types.ts';
import { placesOf, SAYS, servicesWithPath, type Place, type Side } from './places.ts';

const SIDES: Record<Side, { readonly what: string; readonly advice: string }> = {
  security: {
    what: 'in the webhook table of 7.4',
    advice: 'Write its row: endpoint, sender, scheme, replay, key against duplicates.',
  },
  service: {
    what: 'in any service (**Webhook Endpoint:**)',
    advice: 'Say in part 5 of the sender what arrives there and how it is verified.',
  },
  setup: { what: 'in the webhook table of 7.O.3', advice: 'Write where it is set up, and how it is tested.' },
  test: {
    what: 'in the tests of 7.T',
    advice: 'Write a negative test: bad signature, altered body, replay, duplicate or out of order.',
  },
};

export const rule: Rule = {
  id: 'trace/webhook',
  severity: 'error',
  summary: 'A webhook endpoint is built, set up and tested by different people, and each finds it where he looks.',
  *check(input) {
    const endpoints = new Map<string, Place[]>();
    for (const place of placesOf(input)) {
      const key = keyOf(place.path);
      endpoints.set(key, [...(endpoints.get(key) ?? []).slice(0, 20), place]);
    }
    if (endpoints.size === 0) return;
    const sides = (Object.keys(SIDES) as Side[]).map((side) => ({ side, says: SAYS[side](input) }));
    const others = servicesWithPath(input.section);
    for (const places of endpoints.values()) {
      const { text, at } = places[0]!;
      for (const { side, says } of sides) {
        if (places.some((place) => place.side === side) || says(places)) continue;
        // The sender has a section, only without the part that is for webhooks.
        const isHalf =
          side === 'service' && places.some(({ senders }) => senders.some((sender) => !others.has(sender)));
        // Without any table of 7.O.3 its writer has said the same elsewhere, or forgotten it once.
        const isAbsent = side === 'setup' && rowsOf(input.section, 'webhookSetup').length === 0;
        const message = `Missing ${text} ${SIDES[side].what}`;
        yield {
          at,
          message,
          advice: SIDES[side].advice,
          ...((isHalf || isAbsent) && { severity: 'warning' as const }),
        };
      }
    }
  },
};

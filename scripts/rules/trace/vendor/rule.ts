import type { VendorMention } from '../../../project/types.ts';
import { findService, type ServiceCatalog } from '../../../services/catalog.ts';
import { isBelow } from '../../shared/spans.ts';
import { names } from '../../shared/text.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

export const rule: Rule = {
  id: 'trace/vendor',
  severity: 'error',
  summary: 'A vendor that the documents choose is used, declined or open, and never dropped in silence; one that they decline is not back without a word.',
  *check({ section, project, catalog }) {
    // A protocol is spoken with somebody: the identity provider is the service.
    const protocols = new Set(catalog.sheets.filter(({ protocol }) => protocol).map(({ id }) => id));
    const structured = (project?.vendors ?? []).filter((mention) => mention.structured && !protocols.has(mention.id ?? ''));
    const texts = [...section.runs.map(({ piece }) => piece.plain), ...section.code.map(({ block }) => block.text)];
    for (const [first, mentions] of byVendor(structured)) {
      const stances = new Set(mentions.map(({ stance }) => stance));
      const all = namesOf(first, catalog);
      if (stances.has('chosen')) {
        if (texts.some((text) => all.some((name) => names(text, name)))) continue;
        const chosen = mentions.find(({ stance }) => stance === 'chosen')!;
        yield {
          at: section.headingAt, message: `Missing ${first.name}: the documents choose it, and Section 7 neither uses nor declines it`,
          advice: 'Specify it, or say under "Not integrated" or in a decision why not.', related: [{ message: 'chosen here', at: chosen.place }],
          ...(first.id === null && { severity: 'warning' as const }),
        };
      } else if (mentions.every(({ stance }) => stance === 'declined' || stance === 'replaced')) yield* used(first, all, { section, catalog });
    }
  },
};

/** Mentions of one vendor by its sheet, or without one by its name. */
function byVendor(mentions: readonly VendorMention[]): Iterable<[VendorMention, readonly VendorMention[]]> {
  const groups = new Map<string, VendorMention[]>();
  for (const mention of mentions) groups.set(mention.id ?? mention.name, [...(groups.get(mention.id ?? mention.name) ?? []), mention]);
  return [...groups.values()].map((all) => [all[0]!, all]);
}

function namesOf({ id, name }: VendorMention, { sheets }: ServiceCatalog): string[] {
  const sheet = sheets.find((s) => s.id === id);
  return [name, ...(sheet ? [sheet.name, ...sheet.aliases] : [])];
}

function* used({ id, name, place }: VendorMention, all: readonly string[], { section, catalog }: Pick<RuleInput, 'section' | 'catalog'>): Iterable<Finding> {
  const asked = section.runs.some((run) => isBelow(run.section, '7.0') && all.some((alias) => names(run.piece.plain, alias)));
  if (asked) return;
  for (const service of section.services) {
    if (id === null ? !names(service.name, name) : findService(catalog, service.name)?.id !== id) continue;
    yield { at: service.headingAt, message: `Unexpected ${name}: the documents decline it, and no row of 7.0 says why it is used`, related: [{ message: 'declined here', at: place }] };
  }
}

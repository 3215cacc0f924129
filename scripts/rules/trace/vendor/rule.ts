import { append } from '../../../append.ts';
import type { VendorMention } from '../../../project/types.ts';
import type { Section7 } from '../../../spec/model.ts';
import { findService, type ServiceCatalog } from '../../../services/catalog.ts';
import { Phrases } from '../../shared/phrases.ts';
import { isBelow } from '../../shared/spans.ts';
import { names } from '../../shared/text.ts';
import type { Finding, Rule, RuleInput } from '../../types.ts';

export const rule: Rule = {
  id: 'trace/vendor',
  severity: 'error',
  summary:
    'A vendor that the documents choose is never dropped in silence, and one that they decline never back in silence.',
  *check({ section, project, catalog }) {
    // A protocol is spoken with somebody: the identity provider is the service.
    const protocols = new Set(catalog.sheets.filter(({ protocol }) => protocol).map(({ id }) => id));
    const structured = (project?.vendors ?? []).filter(
      (mention) => mention.structured && !protocols.has(mention.id ?? ''),
    );
    const vendors = byVendor(structured);
    const phrases = new Phrases<string>();
    for (const [first] of vendors) for (const name of namesOf(first, catalog)) phrases.add(name, keyOf(first));
    const named = new Set(
      [...section.runs.map(({ piece }) => piece.plain), ...section.code.map(({ block }) => block.text)].flatMap(
        (text) => [...phrases.in(text)],
      ),
    );
    const asked = askedIn(section, vendors, catalog);
    for (const [first, mentions] of vendors) {
      const chosen = mentions.find(({ stance }) => stance === 'chosen');
      if (chosen && !named.has(keyOf(first)) && !asked.has(keyOf(first))) {
        yield {
          at: section.headingAt,
          message: `Missing ${first.name}: the documents choose it, and Section 7 neither uses nor declines it`,
          advice: 'Specify it, or say under "Not integrated" or in a decision why not.',
          related: [{ message: 'chosen here', at: chosen.place }],
          ...(first.id === null && { severity: 'warning' as const }),
        };
      } else if (
        !asked.has(keyOf(first)) &&
        mentions.every(({ stance }) => stance === 'declined' || stance === 'replaced')
      )
        yield* used(first, { section, catalog });
    }
  },
};

const keyOf = ({ id, name }: VendorMention) => id ?? name;

/** Mentions of one vendor by its sheet, or without one by its name. */
function byVendor(mentions: readonly VendorMention[]): (readonly [VendorMention, readonly VendorMention[]])[] {
  const groups = new Map<string, VendorMention[]>();
  for (const mention of mentions) append(groups, keyOf(mention), mention);
  return [...groups.values()].map((all) => [all[0]!, all] as const);
}

/** Where the documents say no more than the brand ("Sign-in: Google"), Section 7 need not either. */
function namesOf({ id, name, text }: VendorMention, { sheets }: ServiceCatalog): string[] {
  const sheet = sheets.find((s) => s.id === id);
  return [name, ...(sheet ? [sheet.name, ...sheet.aliases] : []), ...(text.includes(name) ? [] : [brandOf(name)])];
}

const brandOf = (name: string) => name.split(' ')[0]!;

/** Vendors of whom 7.0 speaks, or who are not integrated; there the brand is enough: "Google place id". */
function askedIn(
  { runs, labels }: Section7,
  vendors: ReturnType<typeof byVendor>,
  catalog: ServiceCatalog,
): Set<string> {
  const phrases = new Phrases<string>();
  for (const [first] of vendors) {
    for (const name of [...namesOf(first, catalog), brandOf(first.name)]) phrases.add(name, keyOf(first));
  }
  const own = runs.filter((run) => isBelow(run.section, '7.0'));
  const declined = labels.filter(({ key }) => key === 'notIntegrated').map(({ value }) => value.piece.plain);
  return new Set([...own.map(({ piece }) => piece.plain), ...declined].flatMap((text) => [...phrases.in(text)]));
}

function* used(
  { id, name, place }: VendorMention,
  { section, catalog }: Pick<RuleInput, 'section' | 'catalog'>,
): Iterable<Finding> {
  for (const service of section.services) {
    if (id === null ? !names(service.name, name) : findService(catalog, service.name)?.id !== id) continue;
    yield {
      at: service.headingAt,
      message: `Unexpected ${name}: the documents decline it, and no row of 7.0 says why it is used`,
      related: [{ message: 'declined here', at: place }],
    };
  }
}

import { append } from '../../../append.ts';
import type { ServiceCatalog } from '../../../services/catalog.ts';
import type { ServiceSheet } from '../../../services/sheet.ts';
import type { Cell, Section7, Service } from '../../../spec/model.ts';
import { servicesIn } from '../../shared/services.ts';
import { sheetsOf } from '../../shared/sheets.ts';
import { rowsOf } from '../../shared/tables.ts';
import { matchesIn } from '../../shared/text.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'facts/signature',
  severity: 'error',
  summary: 'A webhook that is verified by the header of another provider accepts nothing, or everything.',
  *check({ section, catalog }) {
    const owners = headersOf(catalog);
    const pattern = new RegExp(
      `(?<![\\w-])(?:${[...owners.keys()].map((h) => h.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})(?![\\w-])`,
      'gi',
    );
    for (const { service, sheet } of sheetsOf(section, catalog)) {
      const own = new Set(namesOf(sheet));
      if (own.size === 0) continue;
      for (const { piece } of placesOf(section, service)) {
        const named = matchesIn(piece, pattern);
        // A cell that also names the right header tells of another one for a reason.
        if (named.some(({ text }) => own.has(text.toLowerCase()))) continue;
        for (const { text, at } of named) {
          const others = (owners.get(text.toLowerCase()) ?? []).filter((other) => other !== sheet);
          if (others.length > 0)
            yield {
              at,
              message: `Unexpected header ${text}, which is ${others[0]!.name}'s, expected ${[...own].join(' or ')} of ${sheet.name}`,
            };
        }
      }
    }
  },
};

/** Names of signature headers, small, of the families of a sheet. */
const namesOf = ({ webhooks }: ServiceSheet) =>
  webhooks.flatMap(({ header }) => (header && isDistinct(header) ? [header.toLowerCase()] : []));

/** `Authorization` and other headers of everybody's tell nobody apart. */
const isDistinct = (header: string) =>
  /^[A-Za-z][\w-]*-[\w-]*$/.test(header) && !/^(?:x-signature|webhook-signature|authorization)$/i.test(header);

function headersOf({ sheets }: ServiceCatalog): Map<string, ServiceSheet[]> {
  const owners = new Map<string, ServiceSheet[]>();
  for (const sheet of sheets) for (const name of namesOf(sheet)) append(owners, name, sheet);
  return owners;
}

/** Where a section says how deliveries of a service are verified: its label, and its rows in 7.4. */
function placesOf(section: Section7, service: Service): Cell[] {
  const labels = section.labels
    .filter(({ key, service: number }) => key === 'signature' && number === service.number)
    .map(({ value }) => value);
  const rows = rowsOf(section, 'webhookEndpoints').filter(({ row: { cells } }) => {
    const from = servicesIn(section, cells.from?.text ?? '');
    return from.length === 1 && from[0] === service;
  });
  return [...labels, ...rows.flatMap(({ row }) => row.cells.scheme ?? [])];
}

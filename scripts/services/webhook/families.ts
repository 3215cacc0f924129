import { findService, type NamedWebhook, type ServiceCatalog } from '../catalog.ts';
import { bodySignatures } from './body.ts';
import { headerOf, type Headers } from './headers.ts';
import type { Scheme } from './scheme.ts';

export interface Family extends NamedWebhook {
  readonly scheme: Scheme;
}

/** Families with a scheme, of a service or of all; those first that the delivery looks like. */
export function familiesFor(
  catalog: ServiceCatalog,
  service: string | undefined,
  headers: Headers,
  body: string,
): Family[] {
  const all = service === undefined ? allFamilies(catalog) : familiesOf(catalog, service);
  const scored = all
    .map((family) => ({ family, score: likeness(family.scheme, headers, body) }))
    // A protocol before those who follow it.
    .sort((a, b) => b.score - a.score || protocol(b.family) - protocol(a.family));
  const alike = scored.filter(({ score }) => score > 0);
  return (alike.length > 0 || service === undefined ? alike : scored.slice(0, 1)).map(({ family }) => family);
}

const protocol = ({ sheet }: Family): number => (sheet.protocol ? 1 : 0);

/** By the id of a family (`hubspot-v3`), or of the service: then all that it has. */
export function familiesOf(catalog: ServiceCatalog, service: string): Family[] {
  const all = allFamilies(catalog);
  const sheet = findService(catalog, service);
  const own = all.filter(({ webhook }) => webhook.id === service);
  return own.length > 0 && own[0]!.sheet.id !== service
    ? own
    : all.filter((f) => f.sheet.id === (sheet?.webhooksOf ?? sheet?.id));
}

function allFamilies(catalog: ServiceCatalog): Family[] {
  // A product that shares its vendor's webhooks is found under the vendor's sheet.
  const named = catalog.sheets
    .filter(({ webhooksOf }) => webhooksOf === undefined)
    .flatMap((sheet) => sheet.webhooks.map((webhook) => ({ sheet, webhook, scheme: webhook.scheme })));
  return named.filter((family): family is Family => family.scheme !== null);
}

/** How many of the scheme's headers are there; 0 where its signature is not. */
function likeness(scheme: Scheme, headers: Headers, body: string): number {
  if (scheme.body) {
    try {
      const [first] = bodySignatures(scheme.body, body);
      return scheme.version === undefined || first?.version === scheme.version ? 1 : 0;
    } catch {
      return 0;
    }
  }
  const there = (name: string | undefined) => name !== undefined && Boolean(headerOf(scheme, headers, name));
  if (!there(scheme.header) && !there(scheme.altHeader)) return 0;
  return (
    [scheme.header, scheme.timestampHeader, scheme.idHeader, ...Object.keys(scheme.required ?? {})].filter(there)
      .length + 1
  );
}

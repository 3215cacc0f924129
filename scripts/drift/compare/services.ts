import type { Span } from '../../markdown/types.ts';
import type { ServiceSheet } from '../../services/sheet.ts';
import type { Evidence } from '../evidence.ts';
import { isSdkOf, sheetsOfHost, webhookVendors } from '../evidence/vendors.ts';
import { isTool } from '../kinds.ts';
import {
  bareOf,
  beginsWith,
  folded,
  isCredential,
  isNamedAfter,
  MANY,
  ownersOf,
  type Known,
  type KnownService,
} from '../known.ts';
import type { DriftFinding, DriftInput, FilePlace, NotCompared } from '../types.ts';

/** One thing in the code that only a service explains. */
interface Sign {
  readonly what: string;
  /** The services that it may be a sign of. */
  readonly sheets: readonly ServiceSheet[];
  /** Enough by itself. */
  readonly strong: boolean;
  readonly place: FilePlace;
}

/** Libraries that others than the customers of their vendor use. */
const GENERAL = new Set([
  'googleapis',
  'google-auth-library',
  'svix',
  'standardwebhooks',
  '@libsql/client',
  'fhirclient',
  'boto3',
  'google-auth',
  'googleauth',
  'google-api-python-client',
  'github.com/coreos/go-oidc/v3',
]);

/** Services of which nothing is in the repository, once it uses any. */
export function* unbuilt(known: Known, built: ReadonlySet<KnownService>): Iterable<DriftFinding | NotCompared> {
  if (built.size === 0) {
    if (known.services.length > 0) yield { notCompared: 'services: nothing in the repository uses one of Section 7' };
    return;
  }
  for (const one of known.services) {
    // Without a variable there may be signs of it that nobody knows.
    if (built.has(one) || one.variables.length === 0) continue;
    yield {
      at: one.service.headingAt,
      message: `Nothing in the repository uses ${one.service.name}: no variable, SDK, host or route of it`,
      advice: 'It is not built yet, or it is gone and its section may go.',
      severity: 'info',
    };
  }
}

/** The services that code uses and Section 7 does not have: one finding each, at what tells it most surely. */
export function* crept(input: DriftInput, known: Known, evidence: Evidence): Iterable<DriftFinding> {
  const signs = signsOf(input, known, evidence);
  const groups = new Map<string, { sheets: readonly ServiceSheet[]; signs: Sign[] }>();
  // What tells one service takes what might be of several.
  for (const sign of [...signs].sort((a, b) => a.sheets.length - b.sheets.length)) {
    const group = [...groups.values()].find(({ sheets }) => sheets.some((sheet) => sign.sheets.includes(sheet)));
    if (group) group.signs.push(sign);
    else groups.set(sign.sheets.map(({ id }) => id).join(), { sheets: sign.sheets, signs: [sign] });
  }
  for (const { sheets, signs: own } of groups.values()) {
    const first = own.find(({ strong }) => strong);
    // Two weak signs of different kinds are one strong one.
    const kinds = new Set(own.map(({ what }) => what.split(' ', 1)[0]));
    if (first || kinds.size > 1) yield findingOf(first ?? own[0]!, own, sheets, input);
  }
}

function findingOf(
  first: Sign,
  signs: readonly Sign[],
  sheets: readonly ServiceSheet[],
  input: DriftInput,
): DriftFinding {
  const names = sheets.map(({ name }) => name).join(' or ');
  const others = signs.filter((sign) => sign !== first).slice(0, 4);
  return {
    at: first.place,
    message: `Unexpected ${first.what}: Section 7 has no service ${names}`,
    advice: 'Write its section with contract, cost and outage, or remove it.',
    related: [
      ...others.map(({ what, place }) => ({ message: what, at: place })),
      mentionOf(sheets, input) ?? { message: 'the services of Section 7', at: registryOf(input) },
    ],
  };
}

const registryOf = ({ section }: DriftInput) =>
  section.tables.find(({ kind }) => kind === 'registry')?.headerAt ?? section.headingAt;

function mentionOf(sheets: readonly ServiceSheet[], { section }: DriftInput): { message: string; at: Span } | null {
  const label = section.labels.find(({ key }) => key === 'notIntegrated');
  const declined = label?.value.piece.plain ?? '';
  return label && sheets.some(({ name }) => declined.includes(name))
    ? { message: `Section 7 says "not integrated: ${declined.slice(0, 120)}"`, at: label.value.at }
    : null;
}

function signsOf(input: DriftInput, known: Known, evidence: Evidence): Sign[] {
  const { catalog, section } = input;
  const signs: Sign[] = [];
  // Google's sign-in host serves all of Google's APIs, those too that no sheet knows.
  const hasSibling = ({ name }: ServiceSheet) => {
    const vendor = name.split(' ', 1)[0]!;
    return MANY.test(`${vendor.toUpperCase()}_`) && section.services.some((one) => one.name.startsWith(`${vendor} `));
  };
  const add = (what: string, sheets: readonly ServiceSheet[], strong: boolean, place: () => FilePlace) => {
    if (sheets.length === 0 || sheets.some((sheet) => known.sheets.has(sheet))) return;
    if (signs.some((sign) => sign.what === what)) return;
    const where = place();
    if (!isTool(where.file.path)) signs.push({ what, sheets, strong, place: where });
  };
  for (const use of evidence.packages) {
    const { name, direct, development, place } = use;
    if (!direct || development || GENERAL.has(name) || isWritten(section.text, name)) continue;
    const own = catalog.sheets.filter((sheet) => isSdkOf(use, sheet));
    add(`package ${name}`, own, own.length < 4, place);
    if (own.length === 0) add(`package ${name}`, sheetsOfName(name, catalog.sheets), isOfVendor(name), place);
  }
  for (const { host, path, policy, place } of evidence.hosts) {
    if (section.text.includes(host)) continue;
    const { sheets, certain } = sheetsOfHost(catalog, host, path);
    add(`host ${host}`, sheets, certain && !policy && !sheets.some(hasSibling), () => place);
  }
  for (const { name, place } of evidence.variables) {
    const bare = bareOf(name, catalog);
    if (!isCredential(bare) || bare === 'GITHUB_TOKEN' || isWritten(section.text, name)) continue;
    const owners = ownersOf(catalog, bare);
    const named =
      owners.length > 0
        ? owners.filter((sheet) => isNamedAfter(bare, sheet))
        : catalog.sheets.filter((sheet) => beginsWith(bare, sheet));
    // Settings of build tools list names that nothing reads.
    if (owners.length < 3)
      add(`variable ${name}`, named, owners.length === 1 && !/\.json$/.test(place.file.path), () => place);
  }
  // Nobody else delivers to it.
  for (const { route, sheets } of webhookVendors(catalog, evidence.routes.routes))
    add(`webhook ${route.path}`, sheets, route.method === 'POST', () => route.place);
  return signs;
}

export const isWritten = (text: string, name: string) => {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w@/-]/.test(text[at - 1] ?? ' ') && !/[\w/-]/.test(text[at + name.length] ?? ' ');
};

/** `github.com/twilio/twilio-go`, `stripe/stripe-php`: what vendors call a client of their own API. */
function isOfVendor(name: string): boolean {
  const [owner = '', repository = ''] = name.replace(/^@|^github\.com\//, '').split('/');
  return repository.startsWith(`${owner}-`);
}

/** `stripe` of PyPI, `stripe-ruby`, `stripe/stripe-php`, `@stripe/stripe-js`: a sign where another one agrees. */
export function sheetsOfName(name: string, sheets: readonly ServiceSheet[]): ServiceSheet[] {
  const [scope = '', repository = ''] = name.replace(/^@|^github\.com\//, '').split('/');
  // Vendors publish in Go what has nothing to do with their service.
  if (name.startsWith('github.com/') && !repository.includes(scope)) return [];
  const bare = folded(scope.replace(/[-.]?(?:python|ruby|java|php|go|net|sdk|api|client|node|rails)$/i, ''));
  return sheets.filter(({ id, name: own }) => [folded(id), folded(own)].includes(bare));
}

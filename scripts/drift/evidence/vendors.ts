import { isWebhookPath } from '../../project/endpoints.ts';
import type { ServiceCatalog } from '../../services/catalog.ts';
import type { ServiceSheet } from '../../services/sheet.ts';
import type { Language } from '../../services/source.ts';
import { folded } from '../known.ts';
import type { PackageUse } from './packages.ts';
import type { Route } from './routes.ts';

interface VendorHost {
  readonly sheet: ServiceSheet;
  /** What the host ends in where a part differs by account: `.zendesk.com`. */
  readonly host: string;
  readonly path: string;
}

const indexes = new WeakMap<ServiceCatalog, readonly VendorHost[]>();

function vendorHosts(catalog: ServiceCatalog): readonly VendorHost[] {
  let hosts = indexes.get(catalog);
  if (!hosts) {
    const urlsOf = (s: Pick<ServiceSheet, 'production' | 'endpoints' | 'sandboxHost'>) => [
      ...s.production,
      ...s.endpoints.map(({ url }) => url),
      s.sandboxHost ?? '',
    ];
    hosts = catalog.sheets.flatMap((sheet) =>
      [sheet, ...sheet.products].flatMap(urlsOf).flatMap((url) => hostOf(sheet, url)),
    );
    indexes.set(catalog, hosts);
  }
  return hosts;
}

function hostOf(sheet: ServiceSheet, url: string): VendorHost[] {
  const [, written = '', path = ''] = /https:\/\/([^/\s]+)(\/[^\s{(]*)?/.exec(url) ?? [];
  const host = written.slice(written.lastIndexOf('}') + 1).toLowerCase();
  const labels = host.split('.').filter((label) => label !== '');
  // Braces in the middle leave too little; a bare domain without a path is what people link to.
  if (labels.length < 2 || /amazonaws\.com$/.test(host) || (labels.length === 2 && path.length < 2 && host === written))
    return [];
  return [{ sheet, host, path: path.replace(/\/$/, '') }];
}

/** A host of one account is an example as often as it is in use, and some are nobody's. */
const EXAMPLE = /(?:^|[.-])(?:your|my|example|sample|acme|foo|xxx|test|demo|company)/;

/** The services that an address belongs to; where a host is shared by its paths. */
export function sheetsOfHost(
  catalog: ServiceCatalog,
  host: string,
  path: string,
): { readonly sheets: readonly ServiceSheet[]; readonly certain: boolean } {
  const same = vendorHosts(catalog).filter((vendor) =>
    vendor.host.startsWith('.') ? host.endsWith(vendor.host) : host === vendor.host,
  );
  const isOfAccount = same.some((vendor) => vendor.host.startsWith('.'));
  if (isOfAccount && EXAMPLE.test(host)) return { sheets: [], certain: false };
  const isShared =
    /^(?:www\.|graph\.|slack\.com$|discord\.com$)/.test(host) || new Set(same.map(({ sheet }) => sheet)).size > 1;
  const found = isShared ? same.filter((vendor) => vendor.path !== '' && path.startsWith(vendor.path)) : same;
  return { sheets: [...new Set(found.map(({ sheet }) => sheet))], certain: !isOfAccount };
}

/** Routes that receive webhooks, with the vendors that their path names: `/webhooks/stripe`. */
export function webhookVendors(
  catalog: ServiceCatalog,
  routes: readonly Route[],
): { readonly route: Route; readonly sheets: readonly ServiceSheet[] }[] {
  return routes.flatMap((route) => {
    if (!isWebhookPath(route.method ?? 'POST', route.path)) return [];
    const words = route.path
      .split('/')
      .flatMap((segment) => [segment, segment.replace(/[-_]?(?:web)?hooks?[-_]?/i, ''), ...segment.split(/[-_]/)])
      .map(folded);
    const sheets = catalog.sheets.filter(({ id, name, aliases }) =>
      [id, name, ...aliases].some((n) => words.includes(folded(n))),
    );
    return sheets.length === 0 ? [] : [{ route, sheets }];
  });
}

/** The vendor's package of a language, as its sheet or one of its products names it. */
export const isSdkOf = ({ name, language }: PackageUse, sheet: ServiceSheet): boolean =>
  [sheet, ...sheet.products].some(({ sdks }) => {
    const own = sdks[language]?.package;
    return own !== undefined && packageKey(own, language) === packageKey(name, language);
  });

/** One package in its spellings: PyPI takes `-` for `_`, build files of Java may name the artifact alone. */
function packageKey(name: string, language: Language): string {
  if (language === 'java') return name.slice(name.lastIndexOf(':') + 1);
  if (language === 'python') return name.toLowerCase().replace(/[-_.]+/g, '-');
  return language === 'node' || language === 'go' ? name : name.toLowerCase();
}

/** Its package, or one that is called after it: `sentry-raven`, `@sentry/react`. Short ids are words of other names. */
export const isPackageOf = (use: PackageUse, sheet: ServiceSheet): boolean =>
  isSdkOf(use, sheet) ||
  (sheet.id.length > 4 &&
    use.name
      .toLowerCase()
      .split(/[^a-z\d]+/)
      .includes(sheet.id));

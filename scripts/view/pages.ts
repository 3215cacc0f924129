import { CATEGORIES, type BlockNumber, type TableKind } from '../spec/format.ts';

/** Who reads what. Pages of services stand between `services` and `on-call`. */
export const PAGES = {
  owner: { nav: 'Product owner', title: 'What has to be decided' },
  services: { nav: 'Services', title: 'Services' },
  'on-call': { nav: 'On call', title: 'When something is down' },
  developer: { nav: 'Developer', title: 'What has to be built' },
  sources: { nav: 'Sources', title: 'Sources and open facts' },
} as const;
export type PageId = keyof typeof PAGES;

/** Who reads a block is told by the first of these tables in it, wherever it stands; the first are read first. */
const KINDS: Readonly<Record<PageId, readonly TableKind[]>> = {
  owner: ['decisions'],
  services: ['registry', 'savings', 'coverage'],
  'on-call': ['outages', 'alerts', 'switches', 'incidents', 'symptoms'],
  // The last two stand in blocks that are another's.
  developer: ['endpointChanges', 'corrections', 'setup'],
  sources: ['toConfirm'],
};

/** Of blocks without such a table, by the nearest number above them; others are the developer's. */
const PAGE_OF: Readonly<Partial<Record<'7' | BlockNumber, PageId>>> = {
  '7': 'owner',
  '7.0': 'owner',
  '7.3': 'services',
  '7.O': 'on-call',
  '7.H': 'sources',
  '7.Q': 'sources',
  '7.R': 'sources',
};

const BY_NUMBER = new Map(Object.entries(PAGE_OF));

const LAST = 99;

interface Home {
  readonly page: PageId;
  /** Smaller ones are read first. */
  readonly rank: number;
}

const BY_KIND = new Map(
  Object.entries(KINDS).flatMap(([page, kinds]) =>
    kinds.map((kind, rank): [TableKind, Home] => [kind, { page: page as PageId, rank }]),
  ),
);

/** The page of a block, and its place there. */
export function homeOf(number: string, kinds: readonly TableKind[]): Home {
  if (Object.hasOwn(CATEGORIES, number.split('.')[1] ?? '')) return { page: 'services', rank: LAST };
  if (number === '7') return { page: 'owner', rank: -1 };
  for (const kind of kinds) {
    const home = BY_KIND.get(kind);
    if (home) return home;
  }
  let at = number;
  while (at.includes('.') && !BY_NUMBER.has(at)) at = at.slice(0, at.lastIndexOf('.'));
  return { page: (at.includes('.') && BY_NUMBER.get(at)) || 'developer', rank: LAST };
}

import { BLOCKS, CATEGORIES, TABLES } from '../spec/format.ts';

/** Who reads what. Pages of services stand between `services` and `on-call`. */
export const PAGES = {
  owner: { nav: 'Product owner', title: 'What has to be decided' },
  services: { nav: 'Services', title: 'Services' },
  'on-call': { nav: 'On call', title: 'When something is down' },
  developer: { nav: 'Developer', title: 'What has to be built' },
  sources: { nav: 'Sources', title: 'Sources and open facts' },
} as const;
export type PageId = keyof typeof PAGES;

/** Kinds of tables by reader; the block that holds one goes to its page. */
const KINDS: Readonly<Record<PageId, readonly string[]>> = {
  owner: ['decisions'],
  services: ['registry'],
  'on-call': ['outages', 'incidents', 'switches', 'rotation', 'webhookSetup'],
  developer: [
    'endpointChanges', 'corrections', 'requestPath', 'outgoing', 'jobs', 'testModes', 'webhookEndpoints', 'tests', 'testLevels', 'setup',
  ],
  sources: ['toConfirm'],
};

/** What is read first on its page; everything else follows in the order of the document. */
const FIRST: readonly string[] = ['decisions', 'outages', 'incidents', 'switches', 'endpointChanges', 'toConfirm'];

/** Blocks without a table of the form; others are the developer's. */
const NUMBERS: Readonly<Record<string, PageId>> = {
  '7': 'owner', '7.0': 'owner', '7.O': 'on-call', '7.H': 'sources', '7.R': 'sources',
};

const LAST = 99;

interface Home {
  readonly page: PageId;
  /** Smaller ones are read first. */
  readonly rank: number;
}

const HOMES = new Map<string, Home>([
  ...Object.entries(NUMBERS).map(([number, page]) => [number, { page, rank: number === '7' ? -1 : LAST }] as const),
  ...Object.entries(KINDS).flatMap(([page, kinds]) =>
    kinds.flatMap((kind) => {
      const home = (TABLES as Readonly<Record<string, { home: string | number }>>)[kind]?.home;
      const rank = FIRST.includes(kind) ? FIRST.indexOf(kind) : LAST;
      return typeof home === 'string' ? [[home, { page: page as PageId, rank }] as const] : [];
    }),
  ),
]);

/** The page of a heading, and its place there: its own, or that of the nearest above it. */
export function homeOf(number: string): Home {
  const code = number.split('.')[1] ?? '';
  if (Object.hasOwn(CATEGORIES, code)) return { page: 'services', rank: LAST };
  for (let at = number; at.includes('.'); at = at.slice(0, at.lastIndexOf('.'))) {
    const home = HOMES.get(at);
    if (home) return at === number || !isBlock(number) ? home : { ...home, rank: LAST };
  }
  return number === '7' ? HOMES.get('7')! : { page: 'developer', rank: LAST };
}

const isBlock = (number: string) => BLOCKS.some((block) => block.number === number);

import { Piece } from '../markdown/piece.ts';
import type { MarkdownDocument, Span } from '../markdown/types.ts';
import type { OutlineSection } from '../markdown/sections.ts';
import { CATEGORIES, health, methodology, OPERATIONS, PART_KEYS, SECTIONS, SERVICE_PARTS, TITLE } from './format.ts';
import type { Problem } from './model.ts';
import { near } from './near.ts';

/** A numbered heading of Section 7 with the blocks that are its own: those before the next numbered heading. */
export interface Node {
  readonly number: string;
  readonly title: string;
  /** The title as it is written, with its marks. */
  readonly titleSource: Piece;
  readonly headingAt: Span;
  /** Heading and all numbered headings below it. */
  readonly at: Span;
  /** Index range of its own blocks. */
  readonly from: number;
  readonly to: number;
  readonly children: ReadonlyMap<string, Node>;
}

/** While the tree is built: with the number of the child that was placed last. */
type Draft = { -readonly [K in Exclude<keyof Node, 'children'>]: Node[K] } & { children: Map<string, Node>; last: string | undefined };

/** Of most headings; nothing is added to it. */
const NO_CHILDREN: Map<string, Node> = new Map();

/** The title that the format gives to a number, `null` for a service (its name is its title), `undefined` for a number the format does not have. */
export function expectedTitle(number: string): string | null | undefined {
  if (number === '7') return TITLE;
  const title = TITLES.get(number);
  if (title !== undefined) return title;
  const [, code, n, part, ...more] = number.split('.');
  if (more.length > 0 || n === undefined) return undefined;
  if (part === undefined) {
    if (code === 'T') return ({ 1: methodology.title, 2: health.title } as Record<string, string>)[n];
    if (code === 'O') return Object.values(OPERATIONS)[Number(n) - 1];
  }
  if (!Object.hasOwn(CATEGORIES, code!) || !/^[1-9]\d*$/.test(n)) return undefined;
  if (part === undefined) return null;
  const key = PART_KEYS[Number(part) - 1];
  return /^[1-8]$/.test(part) && key ? SERVICE_PARTS[key].title : undefined;
}

const TITLES = new Map(SECTIONS.map(({ number, title }) => [number, title]));
const ORDER = SECTIONS.map((s) => s.number);

/** Order of two sibling numbers as the format has them. */
function rank(number: string): number {
  const known = ORDER.indexOf(number);
  return known >= 0 ? known : Number(number.slice(number.lastIndexOf('.') + 1));
}

/**
 * Numbers decide what belongs where; levels, titles, order and repetition are checked and reported. Headings without a number stay text of the heading above,
 * unless they are of a section's own level, which the format does not allow.
 */
export function buildTree(doc: MarkdownDocument, all: readonly OutlineSection[], first: OutlineSection, problems: Problem[]): Node {
  const start = all.indexOf(first);
  let stop = start + 1;
  while (stop < all.length && all[stop]!.level > 2) stop++;
  const end = stop < all.length ? all[stop]!.blocks[0] : doc.blocks.length;
  const documentEnd = stop < all.length ? all[stop]!.heading.at.start : doc.text.length;
  const root = draft(first, '7', first.blocks[0] + 1, end);
  checkTitle(root, TITLE, problems);
  const byNumber = new Map<string, Draft>([['7', root]]);
  let last = root;
  const open: Draft[] = [root];
  for (let i = start + 1; i < stop; i++) {
    const section = all[i]!;
    const number = section.number;
    if (number === null || !number.startsWith('7.')) {
      if (section.level === 3) problems.push({ kind: 'unknown-section', at: section.heading.at, message: `Unexpected heading "${section.title}" among the sections of Section 7${suggestSection(section.title)}` });
      continue;
    }
    const node = draft(section, number, section.blocks[0] + 1, end);
    last.to = section.blocks[0];
    last = node;
    while (open.length > 1 && !number.startsWith(open.at(-1)!.number + '.')) close(open.pop()!, section.heading.at.start);
    place(node, section.level, open, byNumber, problems);
  }
  for (const node of open) close(node, documentEnd);
  return root;
}

function draft(section: OutlineSection, number: string, from: number, to: number): Draft {
  const { text, textAt } = section.heading;
  const titleSource = new Piece(text.slice(section.titleStart - textAt.start), section.titleStart, textAt.end);
  return { number, title: section.title, titleSource, headingAt: section.heading.at, at: section.heading.at, from, to, children: NO_CHILDREN, last: undefined };
}

function close(node: Draft, end: number): void {
  node.at = { start: node.headingAt.start, end };
}

function place(node: Draft, level: number, open: Draft[], byNumber: Map<string, Draft>, problems: Problem[]): void {
  const { number, headingAt } = node;
  const parentNumber = number.slice(0, number.lastIndexOf('.'));
  const parent = open.at(-1)!;
  const title = expectedTitle(number);
  if (title === undefined || parent.number !== parentNumber) {
    const why = title === undefined ? 'expected a number of the format' : `expected it below ${parentNumber}`;
    problems.push({ kind: 'unknown-section', at: headingAt, message: `Unexpected section ${number} "${node.title}", ${why}` });
    open.push(node);
    return;
  }
  const before = byNumber.get(number);
  if (before) {
    problems.push({ kind: 'duplicate-section', at: headingAt, message: `Unexpected second section ${number}, expected one`, related: { message: 'the first one', at: before.headingAt } });
    open.push(node);
    return;
  }
  byNumber.set(number, node);
  const expected = number.split('.').length + 1;
  if (level !== expected) problems.push({ kind: 'misordered-section', at: headingAt, message: `Unexpected heading level ${level} for ${number}, expected ${'#'.repeat(expected)}` });
  const previous = parent.last;
  if (previous !== undefined && rank(number) < rank(previous)) {
    problems.push({ kind: 'misordered-section', at: headingAt, message: `Unexpected section ${number} after ${previous}, expected it before` });
  }
  checkTitle(node, title, problems);
  parent.children = parent.children.size === 0 ? new Map([[number, node]]) : parent.children.set(number, node);
  parent.last = number;
  open.push(node);
}

function checkTitle(node: Draft, title: string | null, problems: Problem[]): void {
  if (title && title !== node.title && plain(title) !== plain(node.title)) {
    problems.push({ kind: 'unknown-section', at: node.headingAt, message: `Unexpected title "${node.title}" for section ${node.number}, expected "${title}"` });
  }
}

function plain(title: string): string {
  return title.toLowerCase().replace(/&amp;|\band\b/g, '&').replace(/[^A-Za-zµÀ-ÖØ-öø-\u1fff\u2c00-\ud7ff\d&]+/gu, ' ').trim();
}

function suggestSection(title: string): string {
  const match = near(title, SECTIONS.map((s) => s.title));
  const section = SECTIONS.find((s) => s.title === match);
  return section ? `, expected "### ${section.number} ${section.title}"` : ', expected a numbered heading of the format';
}

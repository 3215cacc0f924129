import type { OutlineSection } from '../markdown/sections.ts';
import { outline } from '../markdown/sections.ts';
import type { MarkdownDocument } from '../markdown/types.ts';
import { CATEGORIES, type CategoryCode } from './format.ts';
import { formatComment } from './marks.ts';
import type { NumberedHeading, Position, Problem, Service } from './model.ts';

/** Where Section 7 stands among the blocks of a document. */
export interface Bounds {
  readonly first: OutlineSection;
  /** Index range of its blocks, the heading first. */
  readonly from: number;
  readonly to: number;
  readonly end: number;
  /** Headings of level 2 with the number 7. */
  readonly all: readonly OutlineSection[];
}

/** The "## 7" that carries the format comment, else one about integrations, else the first. */
export function findSection7(doc: MarkdownDocument): Bounds | null {
  const sections = outline(doc);
  const all = sections.filter((s) => s.level === 2 && s.number === '7');
  const ours = all.find((s) => formatComment(doc.blocks.slice(...s.blocks)) !== undefined);
  const first = ours ?? all.find((s) => /integration/i.test(s.title)) ?? all[0];
  if (!first) return null;
  const next = sections.find((s) => s.level <= 2 && s.blocks[0] > first.blocks[0]);
  const to = next ? next.blocks[0] : doc.blocks.length;
  return { first, from: first.blocks[0], to, end: next ? next.heading.at.start : doc.text.length, all };
}

/**
 * Numbered headings inside, with what belongs to each: up to the next heading whose number does not begin with its own.
 */
export function numberedHeadings(doc: MarkdownDocument, bounds: Bounds, problems: Problem[]): NumberedHeading[] {
  const inside = outline(doc).filter(
    (s) => s.blocks[0] >= bounds.from && s.blocks[0] < bounds.to && (s === bounds.first || s.number?.startsWith('7.')),
  );
  const open: { number: string; range: { start: number; end: number } }[] = [];
  const byNumber = new Map<string, NumberedHeading>();
  const headings = inside.map(({ number, title, heading, level }) => {
    while (open.length > 0 && !number!.startsWith(`${open.at(-1)!.number}.`)) open.pop()!.range.end = heading.at.start;
    const range = { start: heading.at.start, end: bounds.end };
    open.push({ number: number!, range });
    const read: NumberedHeading = { number: number!, title, at: heading.at, range, level };
    const before = byNumber.get(read.number);
    if (before) {
      problems.push({
        kind: 'duplicate-heading',
        at: read.at,
        message: `Unexpected second heading ${read.number}, expected one`,
        related: { message: 'the first one', at: before.at },
      });
    } else byNumber.set(read.number, read);
    return read;
  });
  return headings;
}

const SERVICE = /^7\.([A-Z])\.([1-9]\d{0,2})$/;
const PART = /^(7\.[A-Z]\.[1-9]\d{0,2})\.([1-8])$/;

export function servicesOf(headings: readonly NumberedHeading[]): Service[] {
  const services: Service[] = [];
  for (const heading of headings) {
    const code = SERVICE.exec(heading.number)?.[1];
    if (code === undefined || !Object.hasOwn(CATEGORIES, code) || services.some((s) => s.number === heading.number))
      continue;
    const parts = headings.flatMap(({ number }) => {
      const part = PART.exec(number);
      return part && part[1] === heading.number ? [Number(part[2])] : [];
    });
    services.push({
      number: heading.number,
      code: code as CategoryCode,
      name: heading.title || heading.number,
      at: heading.range,
      headingAt: heading.at,
      parts,
    });
  }
  return services;
}

/** What a heading says about everything below it. */
export function positionOf(number: string, services: readonly Service[]): Position {
  const service = services.find((s) => number === s.number || number.startsWith(`${s.number}.`));
  const part = service ? PART.exec(number.split('.').slice(0, 4).join('.')) : null;
  return { section: number, service: service?.number ?? null, part: part ? Number(part[2]) : null };
}

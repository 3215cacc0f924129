import { inlineText } from '../markdown/inline.ts';
import { lastAtMost } from '../markdown/lines.ts';
import type { Block, MarkdownDocument, Span } from '../markdown/types.ts';
import { near } from '../spec/near.ts';
import type { Finding } from './types.ts';

const DISABLE = /<!--\s*vibe-specs-disable\b/;

export interface Disable {
  readonly rules: readonly string[];
  readonly reason: string;
  /** The comment. */
  readonly at: Span;
  /** What it covers. */
  readonly range: Span;
}

/**
 * Disabling comments of a document. On a line of its own, a comment covers the next block with the table, list or code that belongs to it; directly below a
 * heading, everything up to the next heading; at the end of a line or in a cell, that line or row.
 */
export function disablesOf(doc: MarkdownDocument): Disable[] {
  if (!doc.text.includes('vibe-specs-disable')) return [];
  const found: Disable[] = [];
  const add = (text: string, at: Span, range: Span) => {
    const comment = readDisable(text);
    if (comment) found.push({ ...comment, at, range });
  };
  const inline = (source: string, at: Span, range: Span) => {
    if (!source.includes('vibe-specs-disable')) return;
    for (const comment of inlineText(source, at.start).comments) add(comment.text, comment.at, range);
  };
  const rangeEnd = rangeEnds(doc);
  doc.blocks.forEach((block, i) => {
    if (block.kind === 'html' && block.comment) add(block.text, block.at, { start: block.at.start, end: rangeEnd(i) });
    else if (block.kind === 'paragraph') for (const { text, at } of block.lines) inline(text, at, at);
    else if (block.kind === 'table') for (const row of block.rows) for (const cell of row.cells) inline(cell.text, cell.at, row.at);
  });
  return found;
}

/** Reads `<!-- vibe-specs-disable rule-id, rule-id: reason -->`. By index: patterns that trim on both sides of the colon take quadratic time over runs of spaces. */
function readDisable(text: string): Pick<Disable, 'rules' | 'reason'> | null {
  const opening = DISABLE.exec(text);
  if (!opening) return null;
  const start = opening.index + opening[0].length;
  const end = text.indexOf('-->', start);
  if (end < 0) return null;
  const content = text.slice(start, end);
  const colon = content.indexOf(':');
  const names = colon < 0 ? content : content.slice(0, colon);
  return { rules: names.split(/[\s,]+/).filter((r) => r !== ''), reason: colon < 0 ? '' : content.slice(colon + 1).trim() };
}

/** Where the range of a comment on a line of its own ends. Once for all blocks, from the end: a search from each comment takes quadratic time over many of them. */
function rangeEnds({ blocks, text }: MarkdownDocument): (index: number) => number {
  const before = (stops: (block: Block) => boolean) => {
    const ends = [text.length, text.length];
    for (let i = blocks.length - 1; i >= 0; i--) ends.push(stops(blocks[i]!) ? blocks[i]!.at.start : ends.at(-1)!);
    return ends.reverse();
  };
  const heading = before((block) => block.kind === 'heading');
  const paragraph = before((block) => block.kind === 'heading' || (block.kind === 'paragraph' && block.listDepth === 0));
  return (index) => {
    if (blocks[index - 1]?.kind !== 'heading') return paragraph[index + 2]!;
    return blocks[index + 1]?.kind === 'heading' ? blocks[index]!.at.end : heading[index + 2]!;
  };
}

/** Finds the comment that covers a finding: the nearest before it, or the one that reaches furthest. Logarithmic, because comments come from strangers too. */
export function disablesByRule(disables: readonly Disable[]): (rule: string, offset: number) => Disable | null {
  const byRule = new Map<string, { starts: number[]; own: Disable[]; furthest: Disable[] }>();
  for (const disable of disables) {
    if (disable.reason === '') continue;
    for (const rule of disable.rules) {
      const entry = byRule.get(rule) ?? { starts: [], own: [], furthest: [] };
      byRule.set(rule, entry);
      const before = entry.furthest.at(-1);
      entry.starts.push(disable.range.start);
      entry.own.push(disable);
      entry.furthest.push(before && before.range.end > disable.range.end ? before : disable);
    }
  }
  return (rule, offset) => {
    const entry = byRule.get(rule);
    const index = entry ? lastAtMost(entry.starts, offset) : -1;
    if (!entry || index < 0) return null;
    return [entry.own[index]!, entry.furthest[index]!].find((d) => offset < d.range.end) ?? null;
  };
}

/** As much of what a comment names as anybody reads. */
const shown = (names: string) => (names.length > 160 ? `${names.slice(0, 160)}…` : names);

/** What is wrong with the comments themselves. */
export function* faultsOf(disables: readonly Disable[], known: readonly string[], used: ReadonlySet<Disable>): Iterable<Finding & { rule: string }> {
  for (const disable of disables) {
    const { at, rules, reason } = disable;
    if (rules.length === 0) {
      yield { rule: 'config/unknown-rule', at, message: 'Missing rule id in the disabling comment', advice: 'Write <!-- vibe-specs-disable rule-id: reason -->.' };
      continue;
    }
    const unknown = rules.filter((r) => !known.includes(r));
    for (const id of unknown) {
      const meant = near(id, known);
      yield { rule: 'config/unknown-rule', at, message: `Unexpected rule "${shown(id)}"${meant ? `, expected "${meant}"` : ''} in a disabling comment`, advice: '`vibe-specs rules` lists them.' };
    }
    if (reason === '') yield { rule: 'config/disable-without-reason', at, message: `Missing reason for disabling ${shown(rules.join(', '))}`, advice: 'Write it after a colon: <!-- vibe-specs-disable rule-id: reason -->.' };
    // Whether a rule of `drift` finds something, only `drift` knows.
    else if (unknown.length === 0 && !used.has(disable) && !rules.some((id) => id.startsWith('drift/'))) yield { rule: 'config/unused-disable', at, message: `Unexpected disabling comment: ${shown(rules.join(', '))} finds nothing here`, advice: 'Remove it.' };
  }
}

import { inlineText } from '../markdown/inline.ts';
import { lastAtMost } from '../markdown/lines.ts';
import type { Block, MarkdownDocument, Span } from '../markdown/types.ts';
import { near } from '../spec/near.ts';
import type { Finding } from './types.ts';

const COMMENT = /<!--\s*vibe-specs-(disable-next-line|disable-line|disable|enable)(?![\w-])/;

export interface Disable {
  readonly rules: readonly string[];
  readonly reason: string;
  /** The comment. */
  readonly at: Span;
  /** What it covers. Null for an enabling comment that ends nothing. */
  range: Span | null;
}

/**
 * Disabling comments of a document. On a line of its own, a comment covers what stands up to the enabling comment for
 * one of its rules; without one the next block with the table, list or code that belongs to it, and directly below a
 * heading everything up to the next heading. At the end of a line or in a cell it covers that line or row. The forms
 * for a line cover the line that the comment stands in, or the one below it.
 */
export function disablesOf(doc: MarkdownDocument): Disable[] {
  if (!doc.text.includes('vibe-specs-')) return [];
  const found: Disable[] = [];
  const open = openDisables();
  const add = (text: string, at: Span, range: Span, own: boolean) => {
    const comment = readComment(text);
    if (!comment) return;
    const { verb, rules, reason } = comment;
    const disable: Disable = { rules, reason, at, range };
    if (verb === 'disable-line') disable.range = linesOf(doc, at, 0);
    else if (verb === 'disable-next-line') disable.range = linesOf(doc, at, 1);
    else if (verb === 'disable') own && open.add(disable);
    else {
      const ended = open.end(rules);
      if (ended) return void (ended.range = { start: ended.range!.start, end: at.start });
      disable.range = null;
    }
    found.push(disable);
  };
  const inline = (source: string, at: Span, range: Span) => {
    if (!source.includes('vibe-specs-')) return;
    for (const comment of inlineText(source, at.start).comments) add(comment.text, comment.at, range, false);
  };
  const rangeEnd = rangeEnds(doc);
  doc.blocks.forEach((block, i) => {
    if (block.kind === 'html' && block.comment)
      add(block.text, block.at, { start: block.at.start, end: rangeEnd(i) }, true);
    else if (block.kind === 'paragraph') for (const { text, at } of block.lines) inline(text, at, at);
    else if (block.kind === 'table')
      for (const row of [block.header, ...block.rows]) for (const cell of row.cells) inline(cell.text, cell.at, row.at);
  });
  return found;
}

/**
 * Comments that an enabling one may end. The nearest above it ends that names one of its rules; where it names none,
 * any.
 */
function openDisables() {
  const ended = new Set<Disable>();
  const byRule = new Map<string | null, Disable[]>();
  return {
    add(disable: Disable): void {
      for (const rule of [null, ...disable.rules]) {
        const stack = byRule.get(rule);
        if (stack) stack.push(disable);
        else byRule.set(rule, [disable]);
      }
    },
    end(rules: readonly string[]): Disable | null {
      for (const rule of rules.length === 0 ? [null] : rules) {
        const stack = byRule.get(rule) ?? [];
        while (stack.length > 0) {
          const last = stack.pop()!;
          if (ended.has(last)) continue;
          ended.add(last);
          return last;
        }
      }
      return null;
    },
  };
}

/** The lines of a place, or those so many below it. */
function linesOf({ lines, text }: MarkdownDocument, { start, end }: Span, below: 0 | 1): Span {
  const at = (offset: number) => lines[offset] ?? text.length;
  const last = lastAtMost(lines, Math.max(start, end - 1));
  return { start: at(below === 0 ? lastAtMost(lines, start) : last + 1), end: at(last + 1 + below) };
}

/**
 * Reads `<!-- vibe-specs-disable rule-id, rule-id: reason -->`. By index: patterns that trim on both sides of the colon
 * take quadratic time over runs of spaces.
 */
function readComment(text: string): (Pick<Disable, 'rules' | 'reason'> & { verb: string }) | null {
  const opening = COMMENT.exec(text);
  if (!opening) return null;
  const start = opening.index + opening[0].length;
  const end = text.indexOf('-->', start);
  if (end < 0) return null;
  const content = text.slice(start, end);
  const colon = content.indexOf(':');
  const names = colon < 0 ? content : content.slice(0, colon);
  return {
    verb: opening[1]!,
    rules: names.split(/[\s,]+/).filter((r) => r !== ''),
    reason: colon < 0 ? '' : content.slice(colon + 1).trim(),
  };
}

/**
 * Where the range of a comment on a line of its own ends. Once for all blocks, from the end: a search from each comment
 * takes quadratic time over many of them.
 */
function rangeEnds({ blocks, text }: MarkdownDocument): (index: number) => number {
  const before = (stops: (block: Block) => boolean) => {
    const ends = [text.length, text.length];
    for (let i = blocks.length - 1; i >= 0; i--) ends.push(stops(blocks[i]!) ? blocks[i]!.at.start : ends.at(-1)!);
    return ends.reverse();
  };
  const heading = before((block) => block.kind === 'heading');
  const paragraph = before(
    (block) => block.kind === 'heading' || (block.kind === 'paragraph' && block.listDepth === 0),
  );
  return (index) => {
    if (blocks[index - 1]?.kind !== 'heading') return paragraph[index + 2]!;
    return blocks[index + 1]?.kind === 'heading' ? blocks[index]!.at.end : heading[index + 2]!;
  };
}

type Covering = Disable & { readonly range: Span };

/**
 * Finds the comment that covers a finding: the nearest before it, or the one that reaches furthest. Logarithmic,
 * because comments come from strangers too.
 */
export function disablesByRule(disables: readonly Disable[]): (rule: string, offset: number) => Disable | null {
  const byRule = new Map<string, { starts: number[]; own: Covering[]; furthest: Covering[] }>();
  const covering = disables
    .filter((d): d is Covering => d.range !== null && d.reason !== '')
    .sort((a, b) => a.range.start - b.range.start);
  for (const disable of covering) {
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

/** What is wrong with the comments themselves. Whether a rule that was not asked would find something, nobody knows. */
export function* faultsOf(
  disables: readonly Disable[],
  known: readonly string[],
  used: ReadonlySet<Disable>,
  isJudged: (rule: string) => boolean,
): Iterable<Finding & { rule: string }> {
  for (const disable of disables) {
    const { at, rules, reason, range } = disable;
    if (range === null) {
      yield {
        rule: 'config/unused-disable',
        at,
        message: 'Unexpected enabling comment: no comment above it disables this',
        advice: 'Remove it.',
      };
      continue;
    }
    if (rules.length === 0) {
      const advice = 'Write <!-- vibe-specs-disable rule-id: reason -->.';
      yield { rule: 'config/unknown-rule', at, message: 'Missing rule id in the disabling comment', advice };
      continue;
    }
    const unknown = rules.filter((r) => !known.includes(r));
    for (const id of unknown) {
      const meant = near(id, known);
      const message = `Unexpected rule "${shown(id)}"${meant ? `, expected "${meant}"` : ''} in a disabling comment`;
      yield { rule: 'config/unknown-rule', at, message, advice: '`vibe-specs rules` lists them.' };
    }
    const names = shown(rules.join(', '));
    if (reason === '') {
      const advice = 'Write it after a colon: <!-- vibe-specs-disable rule-id: reason -->.';
      yield { rule: 'config/disable-without-reason', at, message: `Missing reason for disabling ${names}`, advice };
    } else if (unknown.length === 0 && !used.has(disable) && rules.every(isJudged)) {
      yield {
        rule: 'config/unused-disable',
        at,
        message: `Unexpected disabling comment: ${names} finds nothing here`,
        advice: 'Remove it.',
      };
    }
  }
}

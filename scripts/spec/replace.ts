import { parseMarkdown } from '../markdown/blocks.ts';
import { outline } from '../markdown/sections.ts';
import type { MarkdownDocument, Span } from '../markdown/types.ts';
import { FORMAT_VERSION } from './format.ts';
import { formatComment } from './marks.ts';
import { obstacle, seventhsOf } from './seventh.ts';
import { missingLines, withCarriedOver, withoutDrops } from './carry.ts';

export type Replacement =
  | {
      readonly ok: true;
      readonly text: string;
      readonly carried: number;
      readonly dropped: number;
      readonly created: boolean;
    }
  /** Nothing was changed; `places` are offsets in the target. */
  | { readonly ok: false; readonly problem: string; readonly places: readonly number[] };

/** The range of Section 7: from its heading to the next heading of level 1 or 2. */
export function sectionSpan(doc: MarkdownDocument): Span | null {
  const all = outline(doc);
  const index = all.findIndex((s) => s.level === 2 && s.number === '7');
  if (index < 0) return null;
  const next = all.slice(index + 1).find((s) => s.level <= 2);
  return { start: all[index]!.heading.at.start, end: next?.heading.at.start ?? doc.text.length };
}

/** Section 7 of a document, verbatim. */
export function extractSection(text: string): string | null {
  const span = sectionSpan(parseMarkdown(text));
  return span && text.slice(span.start, span.end);
}

/**
 * Puts a new Section 7 into a document. Outside of the section every byte stays: line ends, front matter, decoy
 * headings. The result is read again before it is returned: if the new section did not become Section 7, or a heading
 * around it changed its meaning, nothing is done. A section with another title is never replaced. `isOwn`: the document
 * is for Section 7 alone, so that its heading needs no number.
 */
export function replaceSection(target: string, section: string, inputs: string, isOwn = false): Replacement {
  const doc = parseMarkdown(target);
  const found = seventhsOf(doc, isOwn);
  const hindered = obstacle(found);
  if (hindered) return { ok: false, ...hindered };
  const span = found[0]?.span ?? null;
  const old = span && target.slice(span.start, span.end);
  const { text: written, names } = withoutDrops(section);
  const lines = old === null ? [] : missingLines(old, written, names);
  const dropped = old === null || names.length === 0 ? 0 : missingLines(old, written).length - lines.length;
  const eol = lineEnd(target);
  const fresh = stamp(withCarriedOver(written.trim(), lines), inputs).replace(/\r\n?|\n/g, eol);
  const place = span ?? insertion(doc);
  const before = target.slice(0, place.start);
  const after = target.slice(place.end);
  if (lines.length > 0 && outline(parseMarkdown(fresh)).every((s) => s.number !== '7.H'))
    return {
      ok: false,
      problem:
        'the new section ends inside a code fence or comment that would swallow the carried-over notes; close it',
      places: [],
    };
  const text = `${before}${span ? '' : gapBefore(before, eol)}${fresh}${eol}${after === '' ? '' : eol}${after}`;
  const fault = verify(text, before, after, fresh);
  return fault ? { ok: false, ...fault } : { ok: true, text, carried: lines.length, dropped, created: span === null };
}

function lineEnd(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** Before the first section after 7, or at the end. */
function insertion(doc: MarkdownDocument): Span {
  const next = outline(doc).find(
    (s) => s.level <= 2 && s.number !== null && /^\d{1,2}$/.test(s.number) && Number(s.number) > 7,
  );
  const start = next?.heading.at.start ?? doc.text.length;
  return { start, end: start };
}

function gapBefore(before: string, eol: string): string {
  if (before === '' || before === '\ufeff' || /(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)$/.test(before)) return '';
  return /[\r\n]$/.test(before) ? eol : eol + eol;
}

/** Records the inputs in the format comment. */
function stamp(section: string, inputs: string): string {
  const comment = `<!-- vibe-specs format=${FORMAT_VERSION} inputs=${inputs} -->`;
  const doc = parseMarkdown(section);
  const at = formatComment(doc.blocks)?.at;
  if (at) return section.slice(0, at.start) + comment + section.slice(at.end);
  const heading = doc.blocks.find((b) => b.kind === 'heading');
  return heading ? `${section.slice(0, heading.at.end)}\n${comment}${section.slice(heading.at.end)}` : section;
}

const headings = (text: string) =>
  parseMarkdown(text).blocks.flatMap((b) =>
    b.kind === 'heading' && b.quoteDepth === 0 && b.listDepth === 0 ? [`${b.level} ${b.text}`] : [],
  );

function verify(
  text: string,
  before: string,
  after: string,
  fresh: string,
): { problem: string; places: number[] } | null {
  const doc = parseMarkdown(text);
  const span = sectionSpan(doc);
  const start = text.length - after.length;
  if (seventhsOf(doc, false).length !== 1 || !span || !text.startsWith(fresh, span.start)) {
    const open = parseMarkdown(before).blocks.find((b) => (b.kind === 'code' || b.kind === 'html') && !b.closed);
    return {
      problem:
        'the text before Section 7 ends inside a code fence, comment or list that would swallow the section; close it first',
      places: [open?.at.start ?? before.length],
    };
  }
  if (after !== '' && span.end !== start)
    return {
      problem: 'the new section does not end before the next one; close its fences and comments',
      places: [span.start],
    };
  const around = [...headings(before), ...headings(fresh), ...headings(after)];
  const all = headings(text);
  if (around.length !== all.length || around.some((h, i) => h !== all[i]))
    return { problem: 'the new section would change how the rest of the document reads', places: [span.start] };
  return null;
}

import { parseMarkdown } from '../markdown/blocks.ts';
import { lineStarts } from '../markdown/lines.ts';
import { outline, type OutlineSection } from '../markdown/sections.ts';
import type { Span } from '../markdown/types.ts';
import { BLOCKS, type BlockNumber } from './format.ts';
import { formatComment } from './marks.ts';

const NUMBER = '7.H' satisfies BlockNumber;
const HEADING = `### ${NUMBER} ${BLOCKS.find(({ number }) => number === NUMBER)!.title}`;

/** A line without markup, case and spacing: whether two lines say the same. */
function essence(line: string): string {
  return line
    .replace(/[\s|*_`>#~:-]+/g, ' ')
    .trim()
    .toLowerCase();
}

/**
 * Lines of the old section that the new one neither carries nor drops by name. Of a hand-written section every line
 * counts; of one that carries the format comment, which is written anew from its own draft, the notes of 7.H and quoted
 * remarks (`> …`), because only those are nobody's field.
 */
export function missingLines(old: string, section: string, dropped: readonly string[] = []): string[] {
  const doc = parseMarkdown(old);
  const ours = formatComment(doc.blocks) !== undefined;
  const carried = ` ${section
    .split(/\r\n?|\n/)
    .map(essence)
    .join(' ')} `;
  const names = dropped.map(essence).filter((name) => name !== '');
  const lines = ours ? notesOf(old) : linesBeside(old, partsNamed(outline(doc), names));
  return lines.filter((line) => {
    const wanted = essence(line);
    const isDropped = names.some((name) => wanted === name || (name.length >= 8 && wanted.startsWith(`${name} `)));
    return wanted !== '' && !isDropped && !carried.includes(` ${wanted} `);
  });
}

/** Parts whose heading is named, with or without its number. */
const partsNamed = (sections: readonly OutlineSection[], names: readonly string[]): Span[] =>
  sections
    .filter(({ heading, title }) => names.includes(essence(heading.text)) || names.includes(essence(title)))
    .map(({ span }) => span);

/** Lines below the first that do not stand in one of the parts. */
const linesBeside = (text: string, parts: readonly Span[]): string[] => {
  const starts = lineStarts(text);
  const lines = starts.map((start, i) => text.slice(start, starts[i + 1] ?? text.length).replace(/[\r\n]+$/, ''));
  return lines.filter((_, i) => i > 0 && !parts.some(({ start, end }) => starts[i]! >= start && starts[i]! < end));
};

const DROP = /^<!--\s*vibe-specs-drop\b:?/;

/**
 * A section without its comments `<!-- vibe-specs-drop: 7.2 Routely -->`, and what they name, one in a line: a heading
 * of the older section with all below it, or a line by how it begins.
 */
export function withoutDrops(section: string): { readonly text: string; readonly names: readonly string[] } {
  const names: string[] = [];
  let text = '';
  let from = 0;
  for (const block of parseMarkdown(section).blocks) {
    if (block.kind !== 'html' || !block.comment || !DROP.test(block.text)) continue;
    names.push(
      ...block.text
        .replace(DROP, '')
        .replace(/-->\s*$/, '')
        .split(/\r\n?|\n/),
    );
    text += section.slice(from, block.at.start).trimEnd();
    from = block.at.end;
  }
  return { text: text + section.slice(from), names };
}

/** Quoted remarks anywhere, and all of 7.H except its heading and fence lines. */
function notesOf(old: string): string[] {
  const doc = parseMarkdown(old);
  const notes = outline(doc).find((s) => s.number === NUMBER);
  const kept = notes
    ? old
        .slice(notes.heading.at.end, notes.span.end)
        .split(/\r\n?|\n/)
        .filter((l) => !/^`{3,}(?:text)?\s*$/.test(l))
    : [];
  const remarks = doc.blocks
    .filter(
      (b) =>
        b.quoteDepth > 0 &&
        b.kind === 'paragraph' &&
        !(notes && b.at.start >= notes.span.start && b.at.start < notes.span.end),
    )
    .flatMap((b) => (b.kind === 'paragraph' ? b.lines.map((l) => `> ${l.text}`) : []));
  return [...kept, ...remarks];
}

/** The section with the lines in 7.H, verbatim, in a fence that nothing in them can close: old headings stay text. */
export function withCarriedOver(section: string, lines: readonly string[]): string {
  if (lines.length === 0) return section;
  const longest = lines.flatMap((line) => line.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  const block = `${fence}text\n${lines.join('\n')}\n${fence}`;
  const sections = outline(parseMarkdown(section));
  const notes = sections.find((s) => s.number === NUMBER);
  if (notes) return insert(section, notes.span.end, block);
  const references = sections.find((s) => s.number === '7.R');
  return insert(section, references?.heading.at.start ?? section.length, `${HEADING}\n\n${block}`);
}

function insert(section: string, at: number, block: string): string {
  const rest = section.slice(at);
  return `${section.slice(0, at).trimEnd()}\n\n${block}\n${rest === '' ? '' : `\n${rest}`}`;
}

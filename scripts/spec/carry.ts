import { parseMarkdown } from '../markdown/blocks.ts';
import { outline } from '../markdown/sections.ts';
import { formatComment } from './marks.ts';

const HEADING = '### 7.H Carried-over Notes';

/** A line without markup, case and spacing: whether two lines say the same. */
function essence(line: string): string {
  return line.replace(/[\s|*_`>#~:-]+/g, ' ').trim().toLowerCase();
}

/**
 * Lines of the old section that the new one does not carry. Of a hand-written section every line counts; of one that carries the format comment, which is
 * written anew from its own draft, the notes of 7.H and quoted remarks (`> …`), because only those are nobody's field.
 */
export function missingLines(old: string, section: string): string[] {
  const doc = parseMarkdown(old);
  const ours = formatComment(doc.blocks) !== undefined;
  const carried = ` ${section.split(/\r\n?|\n/).map(essence).join(' ')} `;
  const lines = ours ? notesOf(old) : old.split(/\r\n?|\n/).slice(1);
  return lines.filter((line) => {
    const wanted = essence(line);
    return wanted !== '' && !carried.includes(` ${wanted} `);
  });
}

/** Quoted remarks anywhere, and all of 7.H except its heading and fence lines. */
function notesOf(old: string): string[] {
  const doc = parseMarkdown(old);
  const notes = outline(doc).find((s) => s.number === '7.H');
  const kept = notes ? old.slice(notes.heading.at.end, notes.span.end).split(/\r\n?|\n/).filter((l) => !/^`{3,}(?:text)?\s*$/.test(l)) : [];
  const remarks = doc.blocks
    .filter((b) => b.quoteDepth > 0 && b.kind === 'paragraph' && !(notes && b.at.start >= notes.span.start && b.at.start < notes.span.end))
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
  const notes = sections.find((s) => s.number === '7.H');
  if (notes) return insert(section, notes.span.end, block);
  const references = sections.find((s) => s.number === '7.R');
  return insert(section, references?.heading.at.start ?? section.length, `${HEADING}\n\n${block}`);
}

function insert(section: string, at: number, block: string): string {
  const rest = section.slice(at);
  return `${section.slice(0, at).trimEnd()}\n\n${block}\n${rest === '' ? '' : `\n${rest}`}`;
}

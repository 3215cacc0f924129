import { append } from '../append.ts';
import { Piece } from '../markdown/piece.ts';
import type { Paragraph } from '../markdown/types.ts';
import { BLOCK_LABELS, PART_LABELS, type LabelKey } from './format.ts';
import type { Cell, Label, Position } from './model.ts';

const plain = (label: string) =>
  label
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** By name: the key, and the part of a service that the label belongs to. */
const KNOWN = new Map<string, { readonly key: LabelKey; readonly part: number | null }[]>();
const learn = (labels: Readonly<Record<string, string>>, part: number | null) => {
  for (const [key, name] of Object.entries(labels)) append(KNOWN, plain(name), { key: key as LabelKey, part });
};
for (const labels of Object.values(BLOCK_LABELS)) learn(labels, null);
for (const [part, labels] of Object.entries(PART_LABELS)) learn(labels, Number(part));

/** `**Label:**` or `**Label**:`. */
const BOLD = /\*\*([^*\n]{1,60}?)(?::\*\*|\*\*:)/g;

interface Mark {
  readonly name: string;
  readonly known: { readonly key: LabelKey; readonly part: number | null } | null;
  readonly line: number;
  /** Offsets in the line: the mark, and its text behind it. */
  readonly start: number;
  readonly end: number;
}

/**
 * Labels of a paragraph or list item: those of the form anywhere in a line, others at its beginning. A label's text
 * goes on to the next label or the paragraph's end.
 */
export function labelsOf({ lines }: Paragraph, position: Position): Label[] {
  const marks = lines.flatMap((line, index) => marksOf(line, index, position));
  return marks.map((mark, i) => {
    const next = marks[i + 1];
    const value = cellOf(lines, mark, next);
    const { start } = lines[mark.line]!;
    const part = position.part ?? (position.service !== null ? (mark.known?.part ?? null) : null);
    return {
      ...position,
      part,
      key: mark.known?.key ?? null,
      name: mark.name,
      at: { start: start + mark.start, end: start + mark.end },
      value,
    };
  });
}

function marksOf(line: Piece, index: number, position: Position): Mark[] {
  if (!line.text.includes('**')) return [];
  const marks: Mark[] = [];
  for (const match of line.text.matchAll(BOLD)) {
    const name = match[1]!.trim();
    const candidates = KNOWN.get(plain(name)) ?? [];
    const known = candidates.find(({ part }) => (part !== null) === (position.service !== null)) ?? null;
    if (known || match.index === 0)
      marks.push({ name, known, line: index, start: match.index, end: match.index + match[0].length });
  }
  return marks;
}

function cellOf(lines: readonly Piece[], mark: Mark, next: Mark | undefined): Cell {
  const last = next ? next.line : lines.length - 1;
  const pieces: Piece[] = [];
  for (let i = mark.line; i <= last; i++) {
    const line = lines[i]!;
    const from = i === mark.line ? mark.end : 0;
    const to = next && i === next.line ? next.start : line.text.length;
    const text = line.text.slice(from, to);
    const lead = text.length - text.trimStart().length;
    const trimmed = text.trim().replace(/[·|]$/, '').trimEnd();
    if (trimmed !== '' || i === mark.line)
      pieces.push(new Piece(trimmed, line.start + from + lead, line.start + from + lead + trimmed.length));
  }
  const [piece] = pieces as [Piece];
  return {
    text: pieces
      .map((p) => p.plain.trim())
      .join(' ')
      .trim(),
    at: { start: piece.start, end: pieces.at(-1)!.end },
    piece,
  };
}

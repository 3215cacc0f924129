import type { Span } from '../../markdown/types.ts';
import type { BlockNumber } from '../../spec/format.ts';
import type { Run, Section7 } from '../../spec/model.ts';

export interface CodeSpan {
  readonly text: string;
  readonly at: Span;
  readonly run: Run;
}

const known = new WeakMap<Section7, readonly CodeSpan[]>();

/** Every code span that people read, in order, headings included. */
export function codeSpansOf(section: Section7): readonly CodeSpan[] {
  let spans = known.get(section);
  if (!spans) {
    spans = section.runs.flatMap((run) =>
      run.piece.text.includes('`')
        ? run.piece.inline().codes.map(({ text, at }) => ({ text, at: inner(at, text), run }))
        : [],
    );
    known.set(section, spans);
  }
  return spans;
}

/** Without its backticks, where they are as usual one on each side. */
const inner = ({ start, end }: Span, text: string): Span =>
  end - start === text.length + 2 ? { start: start + 1, end: end - 1 } : { start, end };

/** A section and what stands below it: `7.4`, `7.4.1`. */
export const isBelow = (section: string, number: BlockNumber) => section === number || section.startsWith(`${number}.`);

export const isWithin = (at: Span, { start, end }: Span) => at.start >= start && at.end <= end;

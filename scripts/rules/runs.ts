import { lastAtMost } from '../markdown/lines.ts';
import type { Span } from '../markdown/types.ts';
import type { Prose } from '../spec/model.ts';

/** All runs in one text, with a line end behind each. */
interface Whole {
  readonly text: string;
  /** Where each run begins in it. */
  readonly starts: readonly number[];
}

type Side = 'text' | 'source';

const LINE_END = 10;

const wholes: Record<Side, WeakMap<readonly Prose[], Whole>> = { text: new WeakMap(), source: new WeakMap() };

/** Made once for all rules. */
function wholeOf(prose: readonly Prose[], side: Side): Whole {
  let whole = wholes[side].get(prose);
  if (!whole) {
    const texts = prose.map(side === 'text' ? (run) => run.text : (run) => run.source);
    let next = 0;
    const starts = texts.map(({ length }) => {
      const start = next;
      next += length + 1;
      return start;
    });
    wholes[side].set(prose, (whole = { text: texts.join('\n'), starts }));
  }
  return whole;
}

/**
 * Indices of the runs in whose plain text or source a cue stands, ascending. A rule that looks at few runs finds them in one search of all text: asking each of fifty thousand runs takes ten
 * times as long. A cue is a pattern with the flag `g`; it may find too much, and knows nothing of where a run begins and ends but that there is no word. A cue that begins with what stands
 * before its word has the line end between two runs there: it is found in the second.
 */
export function indicesWith(prose: readonly Prose[], side: Side, cue: RegExp): number[] {
  const { text, starts } = wholeOf(prose, side);
  const found: number[] = [];
  let index = -1;
  cue.lastIndex = 0;
  for (let hit = cue.exec(text); hit; hit = cue.exec(text)) {
    // Of a frequent cue, the next run has the next hit.
    const at = text.charCodeAt(hit.index) === LINE_END ? hit.index + 1 : hit.index;
    index = at < (starts[index + 2] ?? Infinity) ? index + 1 : lastAtMost(starts, at);
    found.push(index);
    if (index + 1 === starts.length) break;
    // What was found may reach into the next run and hide what stands there, from the line end on.
    cue.lastIndex = starts[index + 1]! - 1;
  }
  cue.lastIndex = 0;
  return found;
}

/** The runs themselves. Of cues that begin with different characters, each is found sooner alone than all in one pattern. */
export function runsWith(prose: readonly Prose[], side: Side, ...cues: readonly RegExp[]): Prose[] {
  let indices: readonly number[] = [];
  for (const cue of cues) {
    const more = indicesWith(prose, side, cue);
    if (indices.length === 0) indices = more;
    else if (more.length > 0) indices = [...new Set([...indices, ...more])].sort((a, b) => a - b);
  }
  const found: Prose[] = [];
  for (let i = 0; i < indices.length; i++) found.push(prose[indices[i]!]!);
  return found;
}

/** The place in the document of what stands from `start` to `end` in a run's plain text: it ends behind the last character, not before what follows it, which may be markup. */
export function spanIn({ locate }: Pick<Prose, 'locate'>, start: number, end: number): Span {
  return { start: locate(start), end: locate(end - 1) + 1 };
}

import { lastAtMost } from '../markdown/lines.ts';
import type { Span } from '../markdown/types.ts';
import type { Prose, Section7 } from '../spec/model.ts';

/** The plain text of all runs, with a line end behind each. */
interface Whole {
  readonly text: string;
  /** Where each run begins in it. */
  readonly starts: readonly number[];
}

const LINE_END = 10;

const wholes = new WeakMap<readonly Prose[], Whole>();

/** Made once for all rules. */
function wholeOf(prose: readonly Prose[]): Whole {
  let whole = wholes.get(prose);
  if (!whole) {
    const texts = prose.map((run) => run.text);
    let next = 0;
    const starts = texts.map(({ length }) => {
      const start = next;
      next += length + 1;
      return start;
    });
    wholes.set(prose, (whole = { text: texts.join('\n'), starts }));
  }
  return whole;
}

/**
 * Indices of the runs in whose plain text a cue stands, ascending. A rule that looks at few runs finds them in one search of all text: asking each of fifty thousand runs takes ten times as
 * long. A cue is a pattern with the flag `g`; it may find too much, and knows nothing of where a run begins and ends but that there is no word. A cue that begins with what stands before its
 * word has the line end between two runs there: it is found in the second.
 */
export function indicesWith(prose: readonly Prose[], cue: RegExp): number[] {
  const { text, starts } = wholeOf(prose);
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
export function runsWith(prose: readonly Prose[], ...cues: readonly RegExp[]): Prose[] {
  let indices: readonly number[] = [];
  for (const cue of cues) {
    const more = indicesWith(prose, cue);
    if (indices.length === 0) indices = more;
    else if (more.length > 0) indices = [...new Set([...indices, ...more])].sort((a, b) => a - b);
  }
  const found: Prose[] = [];
  for (let i = 0; i < indices.length; i++) found.push(prose[indices[i]!]!);
  return found;
}

/** Runs in whose source, marks and links and all, a rare cue stands: it is looked for in the document, and the runs only when there is one. */
export function runsWithSource({ text, at, prose }: Section7, cues: readonly RegExp[]): Iterable<Prose> {
  const found = new Set<Prose>();
  let runs: readonly Prose[] | undefined;
  let starts: readonly number[] = [];
  for (const cue of cues) {
    cue.lastIndex = at.start;
    for (let hit = cue.exec(text); hit && hit.index < at.end; hit = cue.exec(text)) {
      if (!runs) {
        // Gathered in the order of the format, which a document may not have.
        runs = [...prose].sort((a, b) => a.at.start - b.at.start);
        starts = runs.map((run) => run.at.start);
      }
      for (let i = lastAtMost(starts, hit.index + hit[0].length - 1); i >= 0 && runs[i]!.at.end > hit.index; i--) found.add(runs[i]!);
    }
    cue.lastIndex = 0;
  }
  return found;
}

/** The place in the document of what stands from `start` to `end` in a run's plain text: it ends behind the last character, not before what follows it, which may be markup. */
export function spanIn({ locate }: Pick<Prose, 'locate'>, start: number, end: number): Span {
  return { start: locate(start), end: locate(end - 1) + 1 };
}

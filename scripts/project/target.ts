import { formatComment } from '../spec/marks.ts';
import { isSeventhFile, obstacle, seventhsOf, type Seventh } from '../spec/seventh.ts';
import type { InputDocument } from './documents.ts';
import type { Place, Target } from './types.ts';

interface Found extends Seventh {
  readonly document: InputDocument;
}

const placeOf = ({ document, section }: Found): Place => document.place(section.heading.at);
const byDocument = (found: readonly Found[]) => [...new Set(found.map((f) => f.document))];

/**
 * Where Section 7 lives or would live. A file that is named 07-* wins over a number inside another file, and a title about integrations over any other;
 * where that does not decide, nothing is replaced and `obstacle` says why.
 */
export function targetOf(documents: readonly InputDocument[], defaultTarget: string): Target {
  const all: Found[] = documents.flatMap((document) => seventhsOf(document.doc, document.path).map((s) => ({ ...s, document })));
  const named = documents.filter((d) => isSeventhFile(d.path));
  const candidates = named.length > 0 ? all.filter((f) => named.includes(f.document)) : all;
  const ours = candidates.filter((f) => f.ours);
  const [document, second] = byDocument(ours);
  const others = (own?: Found) => all.filter((f) => f !== own).map((f) => ({ title: f.section.title, place: placeOf(f) }));
  if (second) {
    const problem = 'more than one document has a Section 7 about integrations; keep one and renumber the others, or move it to a file 07-integrations.md';
    return { ...missing(ours[0]!.document.path), obstacle: { problem, places: ours.map(placeOf) }, others: others() };
  }
  if (document) {
    const own = ours[0]!;
    const { doc, path } = document;
    const inside = doc.blocks.filter((b) => b.at.start >= own.span.start && b.at.start < own.span.end);
    const format = formatComment(inside)?.version ?? null;
    const section = { path, exists: true, place: placeOf(own), title: own.section.title, format };
    return { ...section, obstacle: obstacleIn(document, all), others: others(own) };
  }
  const path = named[0]?.path ?? defaultTarget;
  const home = documents.find((d) => d.path === path);
  return { ...missing(path), obstacle: home ? obstacleIn(home, all) : null, others: others() };
}

const missing = (path: string) => ({ path, exists: false, place: null, title: null, format: null });

function obstacleIn(document: InputDocument, all: readonly Found[]): Target['obstacle'] {
  const own = all.filter((f) => f.document === document);
  const found = obstacle(own);
  return found && { problem: found.problem, places: own.map(placeOf) };
}

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
 * Where Section 7 lives or would live. A file that is named 07-* wins over a number inside another file, and a
 * title about integrations over any other;
 * where that does not decide, nothing is replaced and `obstacle` says why. `dedicated` is the file that the
 * configuration keeps for Section 7.
 */
export function targetOf(
  specification: readonly InputDocument[],
  defaultTarget: string,
  dedicated: InputDocument | null = null,
): Target {
  const documents = dedicated ? [...specification.filter((d) => d.path !== dedicated.path), dedicated] : specification;
  const isOwn = (d: InputDocument) => (dedicated ? d === dedicated : isSeventhFile(d.path));
  const all: Found[] = documents.flatMap((document) =>
    seventhsOf(document.doc, isOwn(document)).map((s) => ({ ...s, document })),
  );
  const named = documents.filter(isOwn);
  const candidates = named.length > 0 ? all.filter((f) => named.includes(f.document)) : all;
  const ours = candidates.filter((f) => f.ours);
  const [document, second] = byDocument(ours);
  const others = (own?: Found) =>
    all.filter((f) => f !== own).map((f) => ({ title: f.section.title, place: placeOf(f) }));
  if (second) {
    const problem =
      'more than one document has a Section 7 about integrations; keep one and renumber the others, or move it to a file 07-integrations.md';
    return {
      ...missing(ours[0]!.document.path, false),
      obstacle: { problem, places: ours.map(placeOf) },
      others: others(),
    };
  }
  if (document) {
    const own = ours[0]!;
    const { doc, path } = document;
    const inside = doc.blocks.filter((b) => b.at.start >= own.span.start && b.at.start < own.span.end);
    const format = formatComment(inside)?.version ?? null;
    const section = {
      path,
      dedicated: dedicated !== null,
      exists: true,
      place: placeOf(own),
      title: own.section.title,
      format,
    };
    return { ...section, obstacle: obstacleIn(document, all), others: others(own) };
  }
  const path = named[0]?.path ?? defaultTarget;
  const home = documents.find((d) => d.path === path);
  return { ...missing(path, dedicated !== null), obstacle: home ? obstacleIn(home, all) : null, others: others() };
}

const missing = (path: string, dedicated: boolean) => ({
  path,
  dedicated,
  exists: false,
  place: null,
  title: null,
  format: null,
});

function obstacleIn(document: InputDocument, all: readonly Found[]): Target['obstacle'] {
  const own = all.filter((f) => f.document === document);
  const found = obstacle(own);
  return found && { problem: found.problem, places: own.map(placeOf) };
}

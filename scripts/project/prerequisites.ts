import { readLines, type InputCode, type InputDocument, type InputLine } from './documents.ts';
import type { InputSection, Prerequisite, PrerequisiteId, Quote, SourceFile } from './types.ts';
import { anyOf } from '../words.ts';

const MADE_BY: Readonly<Record<PrerequisiteId, string>> = {
  3: 'step 6.1, feature analysis',
  4: 'step 6.2, API design',
  5: 'step 6.3, database schema',
  6: 'step 6.4, security',
  architecture: 'the technical architecture step, which writes docs/02-technical-architecture.md',
};
const IDS = ['3', '4', '5', '6', 'architecture'] as const;

const STUB = anyOf(
  `
    TBD|TODO|not started|to be (?:written|done|defined)|coming soon|offen|noch nicht|pendiente|por definir|
    à faire
  `,
  'i',
);

function stateOf(texts: readonly string[]): 'present' | 'stub' {
  const text = texts.join(' ').trim();
  if (text.length < 20) return 'stub';
  return text.length < 200 && STUB.test(text) && text.replace(STUB, '').replace(/[\s\p{P}]/gu, '').length < 40
    ? 'stub'
    : 'present';
}

/** Whether each of the five inputs is there, and says something. */
export function prerequisitesOf(
  sections: readonly InputSection[],
  lines: readonly InputLine[],
  code: readonly InputCode[],
  documents: readonly InputDocument[],
  others: readonly SourceFile[],
): Prerequisite[] {
  const statuses = statusesOf(documents);
  const belongs = (section: string, id: PrerequisiteId) =>
    section === id || (id === '3' && !/^\d{1,2}$|^architecture$/.test(section));
  return IDS.map((id) => {
    const common = { id, madeBy: MADE_BY[id], status: statuses.get(id) ?? null };
    const found = sections.find((s) => s.number === id);
    const file =
      id === '4'
        ? others.find((f) => /\.(?:ya?ml|json)$/i.test(f.path))
        : id === '5'
          ? others.find((f) => /\.(?:sql|prisma|[mc]?[tj]s)$/i.test(f.path))
          : undefined;
    if (!found && file)
      return { ...common, state: 'present', place: { file: file.path, at: { start: 0, end: 0 }, line: 1, column: 1 } };
    if (!found) return { ...common, state: 'missing', place: null };
    const own = lines.filter((l) => l.kind !== 'heading' && belongs(l.section, id)).map((l) => l.text);
    const isTable = lines.some((l) => belongs(l.section, id) && l.cells !== null && !STUB.test(l.text));
    const state =
      file || isTable ? 'present' : stateOf([...own, ...code.filter((c) => belongs(c.section, id)).map((c) => c.text)]);
    return { ...common, state, place: found.place };
  });
}

/**
 * Rows of a table above the first numbered section, by the number that begins them: `| 5 Database | – | not started
 * |`.
 */
function statusesOf(documents: readonly InputDocument[]): Map<string, Quote> {
  const found = new Map<string, Quote>();
  for (const document of documents) {
    const first = document.sections.find((s) => s.number !== null);
    const before = first ? first.blocks[0] : document.doc.blocks.length;
    for (const { cells, text, place } of readLines(document, (block) => (block < before ? '' : null)).lines) {
      const number = /^(?:Section |Abschnitt )?([3-6])\b/i.exec(cells?.[0] ?? '')?.[1];
      if (number && !found.has(number)) found.set(number, { text, place });
    }
  }
  return found;
}

import type { OutlineSection } from '../markdown/sections.ts';
import { isAboutIntegrations } from '../spec/seventh.ts';
import { fieldsOf, plain, quoteOf, type InputLine } from './documents.ts';
import type { Range } from './sections.ts';
import type { Feature, Place, Quote } from './types.ts';
import { LETTERS, words } from '../words.ts';

/** A feature and the blocks of its document that belong to it. */
export interface FeatureRange {
  readonly id: string;
  readonly title: string;
  readonly place: Place;
  readonly file: string;
  readonly from: number;
  readonly to: number;
}

const MATRIX = words(`
  priority matrix|prioritätsmatrix|implementation priorit|prioritization|prioritisation|priorisierung|
  matriz de prior|matrice de prior|table of contents|inhaltsverzeichnis
`);
const isMatrix = (title: string) => MATRIX.some((words) => title.toLowerCase().includes(words));
/** Headings of Section 3 that are no feature, where features have no numbers. */
const NO_FEATURE =
  /^(?:overview|introduction|summary|(?:product |mvp |project )?(?:scope|goals?|vision|principles?|metrics|constraints|overview|description)|product$|personas?|user stories$|functional|non-functional|glossary|assumptions|dependencies|out of scope|background|problem|stakeholders?|success|key metrics|launch|timeline|milestones|risks?|open questions|appendix|references|revision|purpose|business|roadmap|übersicht|überblick|einleitung|annahmen|nicht-funktional|ziele|zielgruppe|anhang)/i;
/** A heading below which features stand, in a document of other requirements. */
const CONTAINER =
  /^(?:[\d.]+\s*)?(?:(?:core |key |main |product )?features?|functional requirements?|funktionen|funktionale anforderungen|epics|use cases|anwendungsfälle)$/i;

/** `FR-001`, `US-3`, `F12`, `[REQ-4]`. */
const CODED = /^\[?([A-Z]{1,8}[-_ ]?\d{1,4}(?:\.\d{1,3}){0,3})\]?(?=$|[\s:.)\]–—-])\s*[\])]?\s*[:.)–—-]?\s*/;
/** `Feature 2: …`, `User Story 3 - …`. */
const WORDED =
  /^((?:Feature|Funktion|Epic|User Story|Story|Use Case|Anwendungsfall|Module|Modul|Requirement|Anforderung|Funcionalidad|Fonctionnalité)\s?#?\d{1,3}(?:\.\d{1,3}){0,2})(?=$|[\s:.)–—-])\s*[:.)–—-]?\s*/i;

export function idOf(text: string): { readonly id: string; readonly title: string } | null {
  const match = CODED.exec(text) ?? WORDED.exec(text);
  return match && { id: match[1]!, title: text.slice(match[0].length).trim() };
}

/**
 * Headings that are features: `3.n`; without any, ids of other kinds; without these, the headings one level below
 * Section 3.
 */
export function featureRanges(ranges: readonly Range[]): FeatureRange[] {
  const headings = ranges.flatMap(({ document, from, to }) =>
    document.sections.flatMap((section) =>
      section.blocks[0] >= from && section.blocks[0] < to ? [{ document, section, to }] : [],
    ),
  );
  const range = ({ document, section, to }: (typeof headings)[number], id: string, title: string): FeatureRange => ({
    id,
    title: title || id,
    place: document.place(section.heading.at),
    file: document.path,
    from: section.blocks[0],
    to: Math.min(section.blocks[1], to),
  });
  const numbered = headings.filter(
    ({ section }) => section.number !== null && /^3\.\d{1,3}$/.test(section.number) && !isMatrix(section.title),
  );
  const coded = headings.flatMap((h) => {
    const found = h.section.number === null ? idOf(plain(h.section.heading.text)) : idOf(h.section.title);
    return found ? [range(h, found.id, found.title)] : [];
  });
  if (numbered.length > 0 && numbered.length >= coded.length)
    return numbered.map((h) => range(h, h.section.number!, h.section.title));
  if (coded.length > 0) return coded;
  const isFeature = (title: string) => title !== '' && !isMatrix(title) && !NO_FEATURE.test(title);
  // The innermost: Section 3 itself may be called so.
  const container = headings.findLast(
    (c, i) => CONTAINER.test(c.section.title) && i + 1 < headings.length && isChild(headings[i + 1]!, c),
  );
  if (container) {
    return headings
      .filter((h) => isChild(h, container) && isFeature(h.section.title))
      .map((h) => range(h, h.section.number ?? h.section.title, h.section.title));
  }
  const top = headings.length > 0 ? headings.reduce((least, { section }) => Math.min(least, section.level), 9) : 0;
  // A file of one feature each has its title at the top; a file of them all, one level below.
  const level = headings.filter(({ section }) => section.level === top).length > 1 ? top : top + 1;
  return headings
    .filter(
      ({ section }) =>
        section.level === level &&
        (section.number === null || /^\d{1,2}(?:\.\d{1,2})?$/.test(section.number)) &&
        isFeature(section.title),
    )
    .map((h) => range(h, h.section.number ?? h.section.title, h.section.title));
}

interface Heading {
  readonly document: Range['document'];
  readonly section: OutlineSection;
}

const isChild = (h: Heading, of: Heading) =>
  h.document === of.document &&
  h.section.level === of.section.level + 1 &&
  h.section.blocks[0] > of.section.blocks[0] &&
  h.section.blocks[0] < of.section.blocks[1];

/** Features that are rows of a table or items of a list, with an id: where no heading is one. */
export function listedFeatures(lines: readonly InputLine[]): (Feature & { readonly line: InputLine })[] {
  const found: (Feature & { line: InputLine })[] = [];
  const ids = new Set<string>();
  for (const line of lines) {
    if (line.kind === 'heading' || (line.kind === 'text' && line.begins !== 'item')) continue;
    const own = idOf(line.cells ? (line.cells[0] ?? '') : line.text);
    if (!own || ids.has(own.id)) continue;
    ids.add(own.id);
    const title = own.title || (line.cells?.[1] ?? '');
    const column = line.header?.findIndex((h) => isRequirement(h) || /integration|external|extern/i.test(h)) ?? -1;
    const stated = column > 0 ? (line.cells?.[column] ?? '') : '';
    const requirements = stated === '' ? [] : [quoteOf(line, stated)];
    const phase = line.header?.findIndex((h) => /^phase/i.test(h)) ?? -1;
    found.push({
      id: own.id,
      title: title.slice(0, 120),
      phase: phase > 0 ? (line.cells?.[phase] ?? null) : null,
      matrixPhase: null,
      place: line.place,
      needs: needsOf(requirements),
      requirements,
      integrationPoints: [],
      line,
    });
  }
  return found;
}

const POINTS = [
  'integration point',
  'integrationspunkt',
  'puntos de integración',
  "points d'intégration",
  'pontos de integração',
  'punti di integrazione',
  '統合ポイント',
  '连接点',
];
const folded = (label: string) => label.toLowerCase().replace(/\s+/g, ' ');
const isPoints = (label: string) => POINTS.some((words) => folded(label).includes(words));
const isRequirement = (label: string) =>
  label !== '' &&
  label.length < 50 &&
  isAboutIntegrations(label) &&
  !isPoints(label) &&
  !/strateg|complex|test|date|level/i.test(label);

const NONE =
  /^(?:(?:none|keine?|no external|not applicable|n\/a|nothing|nichts|ninguno|ninguna|aucune?|nessuno|nessuna|nenhum|nenhuma|geen|なし|无)(?:$|[\s.,;:()–—-])|[–—-]+\.?$)/i;
/** Written instead of an answer. */
const OPEN =
  /\b(?:TBD|TODO|TBC)\b|\?(?=$|[\s)])|\bto be (?:confirmed|decided|defined|clarified|determined)\b|\b(?:not (?:yet )?decided|undecided|decision belongs)\b|\b(?:offen|noch nicht entschieden|zu klären)\b|\bpor definir\b|\bà définir\b|\bda definire\b|未定/i;
/** A hint that an answer is no answer yet. */
const DOUBT = /\b(?:perhaps|maybe|possibly|vielleicht|eventuell|which one|unclear|unklar)\b/i;
export const isOpen = (text: string): boolean => OPEN.test(text.slice(0, 600)) || DOUBT.test(text.slice(0, 600));

function needsOf(requirements: readonly Quote[]): Feature['needs'] {
  if (requirements.length === 0) return 'unstated';
  if (requirements.every((r) => r.text === '')) return 'open';
  if (requirements.every((r) => NONE.test(r.text))) return 'none';
  return requirements.some((r) => isOpen(r.text)) ? 'open' : 'stated';
}

/** What stands behind a label: the rest of its line and paragraph, and the list below it. */
export function answers(lines: readonly InputLine[], index: number): Quote[] {
  const line = lines[index]!;
  const own = line.kind === 'heading' ? '' : line.value;
  let text = own;
  let next = index + 1;
  for (
    ;
    lines[next]?.kind === 'text' && lines[next]!.begins === 'no' && !lines[next]!.hasBoldLabel && line.kind === 'text';
    next++
  )
    text += ` ${lines[next]!.text}`;
  const found: Quote[] = text.trim() === '' ? [] : [quoteOf(line, text.trim())];
  const isBelow = (other: InputLine) => {
    if (line.kind === 'heading')
      return other.kind !== 'heading' && !(other.begins === 'paragraph' && other.hasBoldLabel);
    if (other.kind !== 'text') return other.kind === 'row' && text.trim() === '';
    if (other.depth > line.depth) return line.begins === 'item' || text.trim() === '' || text.trim().endsWith(':');
    return (
      text.trim() === '' &&
      !other.hasBoldLabel &&
      found.length === 0 &&
      other.depth === line.depth &&
      other.begins === 'paragraph'
    );
  };
  for (; next < lines.length && isBelow(lines[next]!); next++) found.push(quoteOf(lines[next]!, lines[next]!.text));
  return found;
}

/** Reads what the lines of a feature state. */
export function readFeature(range: FeatureRange, lines: readonly InputLine[], matrix: Quote | null): Feature {
  const requirements: Quote[] = [];
  const integrationPoints: Quote[] = [];
  let stated = false;
  let phase: string | null = null;
  lines.forEach((line, index) => {
    if (index === 0 && line.kind === 'heading') return;
    const label =
      line.kind === 'heading'
        ? line.text.replace(/^[\d.]+\s*/, '')
        : line.kind === 'text' && (line.hasBoldLabel || line.begins !== 'no')
          ? line.label
          : '';
    if (isPoints(label)) integrationPoints.push(...answers(lines, index));
    else if (isRequirement(label)) {
      stated = true;
      requirements.push(...answers(lines, index));
    }
    phase ??=
      fieldsOf(line)
        .find((f) => /^(?:implementation |umsetzungs|development )?phase$/i.test(f.label))
        ?.value.slice(0, 40) ?? null;
  });
  const needs = stated && requirements.length === 0 ? 'open' : needsOf(requirements);
  return {
    id: range.id,
    title: range.title,
    phase: phase ?? phaseOf(matrix),
    matrixPhase: matrix,
    place: range.place,
    needs,
    requirements,
    integrationPoints,
  };
}

const phaseOf = (quote: Quote | null) => quote && (/phase\s*(\w{1,4})/i.exec(quote.text)?.[1] ?? quote.text);

const PHASE = /^\W{0,3}phase\s+(\d{1,2}\+?|[IVX]{1,4}|[A-D])\b/i;
/** "Phase 1: 3.2, 3.3. Phase 2: 3.6", in one line. */
const NEXT_PHASE = /(?=\bphase\s+(?:\d{1,2}\+?|[IVX]{1,4}|[A-D])(?:\s?\([^()]{0,60}\))?\s?:)/i;
/** A line of the matrix: what stands in it are numbers of features. */
export const isPhaseLine = ({ section, text }: InputLine): boolean => section === '3' && PHASE.test(text);
const NO_WORD = new RegExp(`[^\\d${LETTERS}]+`, 'g');
const name = (text: string) => text.toLowerCase().replace(NO_WORD, ' ').trim();

/** The phase that the priority matrix gives each feature, by the feature's number or its name. */
export function matrixPhases(lines: readonly InputLine[], features: readonly FeatureRange[]): Map<string, Quote> {
  const found = new Map<string, Quote>();
  const byName = new Map(features.map((f) => [name(f.title), f.id]));
  let phase: string | null = null;
  const known = new Map<number, boolean>();
  for (const line of lines) {
    // The matrix stands in Section 3, before the features.
    if (line.section !== '3') continue;
    const before = known.get(line.heading);
    const isIn = before ?? line.titles.some(isMatrix);
    if (before === undefined) known.set(line.heading, isIn);
    if (!isIn) continue;
    const column = line.header?.findIndex((h) => /^phase/i.test(h)) ?? -1;
    const titled =
      byName.get(name(line.label || line.text)) ??
      line.cells?.map((c) => byName.get(name(c))).find((id) => id !== undefined);
    for (const part of line.cells ? [line.text] : line.text.split(NEXT_PHASE)) {
      phase = PHASE.exec(part)?.[1] ?? phase;
      const current: string | null = column >= 0 ? (line.cells?.[column] ?? null) : phase;
      if (current === null || current === '') continue;
      const named = [...part.matchAll(/\b3\.\d{1,3}\b(?!\.\d)/g)].map(([n]) => n);
      for (const id of titled ? [...named, titled] : named) {
        if (!found.has(id))
          found.set(id, { text: /phase/i.test(current) ? current : `Phase ${current}`, place: line.place });
      }
    }
  }
  return found;
}

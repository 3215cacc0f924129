import type { ServiceCatalog } from '../services/catalog.ts';
import { endpointsOf, environmentsOf, promisesOf, stipulationsOf, tablesOf, variablesOf } from './details.ts';
import { findSection, linesOf, readDocument, type InputCode, type InputDocument, type InputLine, type Located } from './documents.ts';
import { featuresOf } from './features.ts';
import { fingerprint } from './fingerprint.ts';
import type { Feature, Layout, Place, Prerequisite, PrerequisiteId, ProjectContext, Quote, SourceFile } from './types.ts';
import { questionsOf } from './questions.ts';
import { targetOf } from './target.ts';
import { contradictionsOf, vendorsOf } from './vendors.ts';

/** The texts of a project's inputs, as read.ts finds them. */
export interface ProjectFiles {
  readonly layout: Layout;
  /** Documents of the specification, in order of their names. */
  readonly specification: readonly SourceFile[];
  readonly architecture: SourceFile | null;
  /** Where Section 7 goes when no document has one yet. */
  readonly defaultTarget: string;
}

const MADE_BY: Readonly<Record<PrerequisiteId, string>> = {
  3: 'step 6.1, feature analysis',
  4: 'step 6.2, API design',
  5: 'step 6.3, database schema',
  6: 'step 6.4, security',
  architecture: 'the technical architecture step, which writes docs/02-technical-architecture.md',
};

/** "Provider according to the architecture document" decides nothing while there is none. */
function openWithoutArchitecture(feature: Feature): Feature {
  const waits = feature.needs === 'stated' && /\barchitect/i.test(feature.requirement?.text ?? '');
  return waits ? { ...feature, needs: 'open' } : feature;
}

type PlacedCode = InputCode & { place: Place };

/** Sections 3 to 6 and the architecture document as data with places. Pure. */
export function parseProject(files: ProjectFiles, catalog: ServiceCatalog): ProjectContext {
  const documents = files.specification.map(readDocument);
  const architecture = files.architecture && readDocument(files.architecture);
  const lines: InputLine[] = [];
  const code: PlacedCode[] = [];
  const take = (located: Located, name: (n: string | null) => string): InputLine[] => {
    const read = linesOf(located.document, located.section.blocks[0], located.section.blocks[1], name);
    for (const line of read.lines) lines.push(line);
    for (const c of read.code) code.push({ ...c, place: located.document.place(c.at) });
    return read.lines;
  };
  const sections = new Map<string, { located: Located; lines: InputLine[] }>();
  for (const number of ['3', '4', '5', '6'] as const) {
    const located = findSection(documents, number);
    if (!located) continue;
    const before = code.length;
    const own = take(located, (n) => (number === '3' && n !== null ? n.split('.').slice(0, 2).join('.') : number));
    sections.set(number, { located, lines: [...own, ...code.slice(before).map(asLine)] });
  }
  const architectureLines = architecture ? linesOf(architecture, 0, architecture.doc.blocks.length, () => 'architecture').lines : [];
  const all = [...lines, ...architectureLines];
  return lazily<ProjectContext>({
    layout: () => files.layout,
    files: () => [...files.specification, ...(files.architecture ? [files.architecture] : [])],
    prerequisites: () => [...prerequisites(sections, statusesOf(documents)), architecturePrerequisite(architecture, architectureLines)],
    features: () => featuresOf(sections.get('3')?.located ?? null, lines).map((f) => (architecture ? f : openWithoutArchitecture(f))),
    endpoints: () => endpointsOf(lines),
    tables: () => tablesOf(code),
    environments: () => environmentsOf(all),
    variables: () => variablesOf(all),
    vendors: () => vendorsOf(all, code, catalog),
    contradictions: (context) => contradictionsOf(context.vendors),
    questions: ({ features }) => questionsOf(all, features),
    stipulations: () => stipulationsOf(all),
    promises: () => promisesOf(all),
    inputsHash: () => hashOf([...sections.values()].map((s) => s.located), files.architecture),
    target: () => targetOf(documents, files.defaultTarget),
  });
}

/** An object whose properties are computed when they are first read: a check asks for a part of what preflight shows. */
function lazily<T extends object>(compute: { readonly [K in keyof T]: (self: T) => T[K] }): T {
  const self = {} as T;
  for (const key of Object.keys(compute) as (keyof T)[]) {
    let known: { value: T[keyof T] } | undefined;
    Object.defineProperty(self, key, { enumerable: true, get: () => (known ??= { value: compute[key](self) }).value });
  }
  return self;
}

function asLine(code: PlacedCode): InputLine {
  return { text: code.text, source: code.text, cells: null, header: null, place: code.place, section: code.section, heading: '' };
}

const STUB = /\b(?:TBD|TODO|not started|to be (?:written|done|defined)|coming soon|offen|noch nicht)\b/i;

function stateOf(lines: readonly { text: string }[]): 'present' | 'stub' {
  const text = lines.map((l) => l.text).join(' ').trim();
  if (text.length < 20) return 'stub';
  return text.length < 200 && STUB.test(text) && text.replace(STUB, '').replace(/[\s\p{P}]/gu, '').length < 40 ? 'stub' : 'present';
}

function prerequisites(sections: ReadonlyMap<string, { located: Located; lines: readonly InputLine[] }>, statuses: ReadonlyMap<string, Quote>): Prerequisite[] {
  return (['3', '4', '5', '6'] as const).map((id) => {
    const found = sections.get(id);
    const common = { id, madeBy: MADE_BY[id], status: statuses.get(id) ?? null };
    if (!found) return { ...common, state: 'missing', place: null };
    const { document, section } = found.located;
    return { ...common, state: stateOf(found.lines), place: document.place(section.heading.at) };
  });
}

/** Rows of a table above the first numbered section, by the number that begins them: `| 5 Database | – | not started |`. */
function statusesOf(documents: readonly InputDocument[]): Map<string, Quote> {
  const found = new Map<string, Quote>();
  for (const document of documents) {
    const first = document.sections.findIndex((s) => s.number !== null);
    const before = first < 0 ? document.doc.blocks.length : document.sections[first]!.blocks[0];
    for (const { cells, text, place } of linesOf(document, 0, before, () => '').lines) {
      const number = /^(?:Section |Abschnitt )?([3-6])\b/i.exec(cells?.[0] ?? '')?.[1];
      if (number && !found.has(number)) found.set(number, { text, place });
    }
  }
  return found;
}

function architecturePrerequisite(document: InputDocument | null, lines: readonly InputLine[]): Prerequisite {
  const id = 'architecture' as const;
  const common = { id, madeBy: MADE_BY[id], status: null };
  return document ? { ...common, state: stateOf(lines), place: document.place({ start: 0, end: 0 }) } : { ...common, state: 'missing', place: null };
}

/** Only what Section 7 is written from: applying a new Section 7 to the same file leaves the hash as it was. */
function hashOf(sections: readonly Located[], architecture: SourceFile | null): string {
  const texts = sections.map(({ document, section }) => document.doc.text.slice(section.span.start, section.span.end));
  return fingerprint([...texts, architecture?.text.replace(/^\ufeff/, '') ?? ''].map((text) => text.replace(/\r\n?/g, '\n').trim()));
}

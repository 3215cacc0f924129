import type { OutlineSection } from '../markdown/sections.ts';
import { isSeventhFile, seventhsOf } from '../spec/seventh.ts';
import type { InputDocument } from './documents.ts';
import type { InputSection, SectionNumber, Unread } from './types.ts';
import { LETTERS, words } from '../words.ts';

/**
 * What titles and file names say of the four sections and of the architecture document. Short words count as whole
 * words only.
 */
const TOPICS: Readonly<Record<'3' | '4' | '5' | '6' | 'architecture', readonly string[]>> = {
  3: words(`
    feature|functional|requirement|user stor|use case|epic|prd|funktion|anforderung|funcionalidad|
    requisito|fonctionnalit|exigence|funzional|機能|功能|기능|функци|требован
  `),
  4: words(`
    api|apis|endpoint|rest|graphql|route|openapi|interface|schnittstelle|interfaz|インターフェ|接口|인터페이스
  `),
  5: words(`
    database|db|data model|data-model|datamodel|data architecture|schema|table|persistence|datenbank|
    datenmodell|base de datos|datos|base de données|données|dados|データベース|数据库|데이터베이스|данн
  `),
  6: words(`
    security|compliance|privacy|auth|sicherheit|datenschutz|seguridad|sécurité|sicurezza|segurança|
    beveiliging|セキュリティ|安全|보안|безопасн
  `),
  architecture: words(`
    architect|architekt|arquitect|arquitet|architettur|tech stack|system design|構成|架构|アーキテクチャ|아키텍처|
    архитект
  `),
};
export type Topic = keyof typeof TOPICS;

const ASCII_WORD = /[a-z0-9]/;

function holds(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + word.length] ?? ' ';
    if (!ASCII_WORD.test(word[0]!)) return true;
    if (!ASCII_WORD.test(before) && (word.length > 4 || !ASCII_WORD.test(after))) return true;
  }
  return false;
}

/** Whether a title or a file name is about a section. */
export function isAbout(text: string, topic: Topic): boolean {
  const folded = text.slice(0, 200).toLowerCase();
  return TOPICS[topic].some((word) => holds(folded, word));
}

/** The one section that a title or a file name is about; null where it could be several. */
function topicOf(text: string): Topic | null {
  const about = (['3', '4', '5', '6'] as const).filter((topic) => isAbout(text, topic));
  return about.length === 1 ? about[0]! : null;
}

const ROMAN = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X'];
const CHINESE = '零一二三四五六七八九十';
const SIGNS = new RegExp(`^[^\\d${LETTERS}]+`);
/** Cheap: most titles have no number. */
const MAY_COUNT = /[\d一二三四五六七八九十]|(?:^|\s)[IVXivx]{1,4}[\s.):：–—-]/;
const WORDED =
  /^(?:(?:part|teil|chapter|kapitel|section|abschnitt|capítulo|capitulo|sección|seccion|chapitre|capitolo|раздел|глава)\s{1,3}|[第제]\s?)?([IVX]{1,4}|\d{1,2}|[一二三四五六七八九十])(?:\s?[章节節部장절]|\ufe0f?\u20e3|[.):：–—-])\s?/iu;

/**
 * The plain number of a section's heading: `3`, `Section 3`, `# 🚀 3. Features`, `3️⃣`, `III.`, `第3章`; null for `3.4`
 * and for none.
 */
export function topNumber(section: OutlineSection): string | null {
  let known = numbers.get(section);
  if (known === undefined) numbers.set(section, (known = topNumberOf(section)));
  return known;
}

const numbers = new WeakMap<OutlineSection, string | null>();

function topNumberOf({ number, title, level }: OutlineSection): string | null {
  if (level > 3) return null;
  if (number !== null) return /^\d{1,2}$/.test(number) ? String(Number(number)) : null;
  const bare = title.replace(SIGNS, '').slice(0, 40);
  if (!MAY_COUNT.test(bare)) return null;
  const written = WORDED.exec(bare)?.[1];
  if (written === undefined) return null;
  if (/^\d/.test(written)) return /^\d{1,2}\.\d/.test(bare) ? null : String(Number(written));
  const index =
    ROMAN.indexOf(written.toUpperCase()) > 0 ? ROMAN.indexOf(written.toUpperCase()) : CHINESE.indexOf(written);
  return index > 0 ? String(index) : null;
}

const isSectionNumber = (n: string): n is SectionNumber => /^(?:[1-689]|10)$/.test(n);

/**
 * Which section a file is for: by the topic that its name or folder tells, otherwise by its number
 * (`03-features.md`, `3.2-payment.md`).
 */
export function sectionOfFile(path: string): SectionNumber | null {
  const names = path
    .split('/')
    .slice(-2)
    .map((n) => n.replace(/\.[a-z]+$/i, ''));
  if (isSeventhFile(path)) return null;
  for (const name of names.reverse()) {
    // The folder of the whole specification says nothing of its files.
    if (/technical-specification/i.test(name) || name === 'docs') continue;
    const topic = topicOf(name.replace(/[-_.]/g, ' '));
    if (topic) return topic as SectionNumber;
    const number = /^(?:part|section|chapter|kapitel|teil)?[-_ ]?0?(\d{1,2})(?=$|[-_. ])/i.exec(name)?.[1];
    if (number && isSectionNumber(number)) return number;
  }
  return null;
}

/** A part of a document that belongs to a section. */
export interface Range {
  readonly document: InputDocument;
  readonly number: InputSection['number'];
  readonly from: number;
  readonly to: number;
}

export interface Located {
  readonly sections: readonly InputSection[];
  readonly ranges: readonly Range[];
  readonly unread: readonly Unread[];
}

/** A whole document, or one heading of it, that the configuration gives to a section. */
export interface MappedDocument {
  readonly number: InputSection['number'];
  readonly document: InputDocument;
  /** Title or number of the heading; null for the whole document. */
  readonly heading: string | null;
}

const at = (document: InputDocument, section: OutlineSection) => {
  const place = document.place(section.heading.at);
  return `${place.file}:${place.line}`;
};

/** Where the section ends: at the next heading that belongs to another one. `## 3.2` behind `## 3.` goes on. */
function endOf(document: InputDocument, index: number): number {
  const { sections, doc } = document;
  const { level } = sections[index]!;
  const own = topNumber(sections[index]!);
  for (let i = index + 1; i < sections.length; i++) {
    const s = sections[i]!;
    const number = topNumber(s);
    if (s.level <= 2 && number !== null && number !== own) return s.blocks[0];
    if (s.level <= level && !(own !== null && s.number?.startsWith(`${own}.`))) return s.blocks[0];
  }
  return doc.blocks.length;
}

class Locator {
  readonly sections: InputSection[] = [];
  readonly ranges: Range[] = [];
  readonly unread: Unread[] = [];

  whole(document: InputDocument, number: InputSection['number'], by: InputSection['by']): void {
    const [first] = document.sections;
    const place = document.place(first ? first.heading.at : { start: 0, end: 0 });
    this.sections.push({
      number,
      title: first?.title ?? document.path.split('/').at(-1)!,
      file: document.path,
      place,
      by,
    });
    this.ranges.push({ document, number, from: 0, to: document.doc.blocks.length });
  }

  has(number: string): boolean {
    return this.sections.some((s) => s.number === number);
  }

  heading(document: InputDocument, number: InputSection['number'], index: number, by: InputSection['by']): void {
    const section = document.sections[index]!;
    this.sections.push({
      number,
      title: section.title,
      file: document.path,
      place: document.place(section.heading.at),
      by,
    });
    this.ranges.push({ document, number, from: section.blocks[0], to: endOf(document, index) });
  }
}

/**
 * Finds Sections 1 to 10 in the documents of the specification: configuration, then file names, then numbers, then
 * titles.
 */
export function locateSections(
  documents: readonly InputDocument[],
  mapped: readonly MappedDocument[],
  architecture: InputDocument | null,
): Located {
  const locator = new Locator();
  for (const { number, document, heading } of mapped) byConfiguration(locator, number, document, heading);
  const named = new Map(documents.map((d) => [d, sectionOfFile(d.path)]));
  for (const [document, number] of named)
    if (number && !isMapped(mapped, number)) byFileName(locator, document, number);
  const loose = documents.filter((d) => named.get(d) === null);
  byNumber(locator, loose, documents);
  byTitle(locator, loose);
  for (const [document, number] of named) if (number) nameForeign(locator, document, number);
  if (architecture && !isMapped(mapped, 'architecture')) locator.whole(architecture, 'architecture', 'file name');
  return { ...locator, ranges: locator.ranges.flatMap(withoutSeventh) };
}

const isMapped = (mapped: readonly MappedDocument[], number: string) => mapped.some((m) => m.number === number);

/** Section 7 is what is written from these documents, and no input. */
function withoutSeventh(range: Range): Range[] {
  if (range.document.sections.every((s) => s.level > 2 || s.number !== '7')) return [range];
  const inside = range.document.sections.filter((s) => s.blocks[0] >= range.from && s.blocks[0] < range.to);
  const seventh = seventhsOf(range.document.doc, isSeventhFile(range.document.path))
    .filter((s) => s.ours)
    .map((s) => s.section)
    .find((s) => s.blocks[0] > range.from && inside.includes(s));
  if (!seventh) return [range];
  const next = inside.find((s) => s.blocks[0] > seventh.blocks[0] && s.level <= seventh.level);
  return [{ ...range, to: seventh.blocks[0] }, ...(next ? [{ ...range, from: next.blocks[0] }] : [])];
}

function byConfiguration(
  locator: Locator,
  number: InputSection['number'],
  document: InputDocument,
  heading: string | null,
): void {
  if (heading === null) {
    locator.whole(document, number, 'configuration');
    return;
  }
  const wanted = heading
    .replace(/^#+\s*/, '')
    .trim()
    .toLowerCase();
  const index = document.sections.findIndex((s) => {
    const names = [s.title, `${s.number ?? ''} ${s.title}`, s.heading.text, s.number ?? ''];
    return names.some((name) => name.trim().toLowerCase() === wanted);
  });
  if (index >= 0) locator.heading(document, number, index, 'configuration');
  else {
    const seen = document.sections
      .filter((s) => s.level <= 2)
      .slice(0, 8)
      .map((s) => `"${s.title}"`);
    locator.unread.push({
      what: `${document.path}#${heading}`,
      why: `the document has no such heading; it has ${seen.join(', ') || 'none'}`,
      how: 'correct the heading in "inputs" of vibe-specs.config.json',
    });
  }
}

function byFileName(locator: Locator, document: InputDocument, number: SectionNumber): void {
  const own = document.sections.findIndex((s) => s.level <= 2 && topNumber(s) === number);
  if (own >= 0) locator.heading(document, number, own, 'file name');
  else locator.whole(document, number, 'file name');
}

/**
 * Numbers of other sections inside a file that is named for one: they are not taken, and said where nothing else was
 * found.
 */
function nameForeign(locator: Locator, document: InputDocument, number: SectionNumber): void {
  for (const s of document.sections) {
    const top = s.level <= 2 ? topNumber(s) : null;
    if (top === null || top === number || !(top in TOPICS) || locator.has(top)) continue;
    const why = `it has the number ${top}, in the file of Section ${number}, and its title does not say so`;
    locator.unread.push({
      what: `${at(document, s)} "${s.title}"`,
      why,
      how: `if it is Section ${top}, ${configure(top, `${document.path}#${s.title}`)}`,
    });
  }
}

const KEYS: Readonly<Record<string, string>> = {
  3: 'features',
  4: 'api',
  5: 'database',
  6: 'security',
  architecture: 'architecture',
};

/** The line of configuration that gives a place to a section. */
export function configure(number: string, where: string): string {
  return KEYS[number]
    ? `set "inputs": { "${KEYS[number]}": ${JSON.stringify(where)} } in vibe-specs.config.json`
    : 'renumber it';
}

function byNumber(locator: Locator, loose: readonly InputDocument[], all: readonly InputDocument[]): void {
  const candidates = (documents: readonly InputDocument[], number: string) =>
    documents.flatMap((document) =>
      document.sections.flatMap((s, index) =>
        s.level <= 3 && topNumber(s) === number ? [{ document, s, index }] : [],
      ),
    );
  for (const number of ['1', '2', '3', '4', '5', '6', '8', '9', '10'] as const) {
    if (locator.has(number)) continue;
    const topic = number in TOPICS ? (number as Topic) : null;
    const isOnTopic = (title: string) => topic === null || isAbout(title, topic);
    const found = candidates(loose, number).filter(({ s }) => s.level <= 2 || (topic !== null && isOnTopic(s.title)));
    const best =
      found.find(({ s }) => isOnTopic(s.title)) ??
      found[0] ??
      (topic ? candidates(all, number).find(({ s }) => s.level <= 2 && isOnTopic(s.title)) : undefined);
    if (!best) continue;
    locator.heading(best.document, number, best.index, 'number');
    for (const { document, s } of topic ? found.filter((f) => f !== best && f.s.level <= 2) : []) {
      const why = `${at(best.document, best.s)} is taken for Section ${number}`;
      locator.unread.push({
        what: `${at(document, s)} "${s.title}"`,
        why,
        how: configure(number, `${document.path}#${s.title}`),
      });
    }
  }
}

/** Headings without numbers, in documents that are for no section by name. */
function byTitle(locator: Locator, loose: readonly InputDocument[]): void {
  for (const number of ['3', '4', '5', '6'] as const) {
    if (locator.has(number)) continue;
    for (const document of loose) {
      const isIt = (s: OutlineSection, i: number) =>
        s.level <= 2 &&
        topNumber(s) === null &&
        s.number === null &&
        topicOf(s.title) === number &&
        endOf(document, i) > s.blocks[0] + 1;
      const index = document.sections.findIndex(isIt);
      if (index < 0) continue;
      locator.heading(document, number, index, 'title');
      break;
    }
  }
}

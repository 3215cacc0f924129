import type { Block, Code, MarkdownDocument, Span, Table } from '../markdown/types.ts';
import { parseMarkdown } from '../markdown/blocks.ts';
import { filledLines } from '../markdown/lines.ts';
import { outline } from '../markdown/sections.ts';
import { splitCells } from '../markdown/tables.ts';
import { CATEGORIES, decisionsTable, health, infrastructure, methodology, OPERATIONS, overview, PART_KEYS, registry, security, SERVICE_PARTS, type CategoryCode, type Fields, type PartDef } from './format.ts';
import { readField, readFields, segments, type Segment } from './fields.ts';
import { valueOf, type Leaf, type NotApplicable } from './kinds.ts';
import type { Category, Fielded, Operations, Problem, Section7, Service } from './model.ts';
import { near } from './near.ts';
import { buildTree, type Node } from './tree.ts';
import { collectText } from './text.ts';
import { formatComment, footnotes } from './marks.ts';

export interface ParsedDocument {
  readonly doc: MarkdownDocument;
  /** Null when the document has no real `## 7` heading at the top level. */
  readonly section: Section7 | null;
}

/** Reads Section 7 out of a markdown document. Never throws on any text; what is wrong with the section is in `problems` and in the gaps. */
export function parseSection7(text: string, file: string): ParsedDocument {
  const doc = parseMarkdown(text);
  return { doc, section: readSection7(doc, file) };
}

export function readSection7(doc: MarkdownDocument, file: string): Section7 | null {
  const all = outline(doc);
  const first = all.find((s) => s.level === 2 && s.number === '7');
  if (!first) return null;
  const problems: Problem[] = [];
  for (const other of all) {
    if (other !== first && other.level === 2 && other.number === '7') {
      problems.push({
        kind: 'duplicate-section',
        at: other.heading.at,
        message: 'Unexpected second "## 7" heading, expected one Section 7',
        related: { message: 'the first one', at: first.heading.at },
      });
    }
  }
  const reader = new Reader(doc, problems);
  const root = buildTree(doc, all, first, problems);
  const section = reader.section(root, file);
  reportBroken(doc, root, problems);
  return section;
}

/** What markdown itself left open or unread inside the section. */
function reportBroken(doc: MarkdownDocument, root: Node, problems: Problem[]): void {
  const inside = ({ at }: { readonly at: Span }) => at.start >= root.at.start && at.start < root.at.end;
  for (let i = root.from; i < doc.blocks.length && inside(doc.blocks[i]!); i++) {
    const block = doc.blocks[i]!;
    if (block.kind === 'code' && !block.closed) {
      problems.push({ kind: 'unclosed-fence', at: firstLine(doc.text, block.at), message: 'Unexpected end of the section inside a code fence, expected a closing fence' });
    } else if (block.kind === 'html' && block.comment && !block.closed) {
      problems.push({ kind: 'unclosed-comment', at: firstLine(doc.text, block.at), message: 'Unexpected end of the section inside a comment, expected "-->"' });
    } else if (block.kind === 'table') reportLost(doc, block, problems);
  }
  for (const { at, reason } of doc.cuts) {
    if (inside({ at })) problems.push({ kind: 'not-interpreted', at, message: `Unexpected nesting: ${reason}` });
  }
}

/** GitHub drops what stands behind the last column; a pipe in a code span ends its cell too. */
function reportLost(doc: MarkdownDocument, { header, rows }: Table, problems: Problem[]): void {
  const columns = header.cells.length;
  for (let i = 0; i < rows.length; i++) {
    const { written, at } = rows[i]!;
    const lost = written > columns && splitCells(doc.text.slice(at.start, at.end), 0, written).slice(columns).some((cell) => cell.text !== '');
    if (lost) problems.push({ kind: 'not-interpreted', at, message: `Unexpected ${written} cells in a row of a table with ${columns} columns, expected \`\\|\` for a pipe inside of a cell` });
  }
}

function firstLine(text: string, { start, end }: Span): Span {
  const stop = text.indexOf('\n', start);
  return { start, end: stop < 0 ? end : Math.min(stop, end) };
}

/** Walks the tree of numbered headings once; every heading's own blocks are read exactly once, for fields and for text. */
class Reader {
  readonly #doc: MarkdownDocument;
  readonly #problems: Problem[];
  readonly #text: ReturnType<typeof collectText>;

  constructor(doc: MarkdownDocument, problems: Problem[]) {
    this.#doc = doc;
    this.#problems = problems;
    this.#text = collectText();
  }

  section(root: Node, file: string): Section7 {
    this.#own(root, null);
    const child = (number: string) => root.children.get(number);
    const services: Service[] = [];
    const categories: Category[] = [];
    for (const node of root.children.values()) {
      const code = node.number.slice(2) as CategoryCode;
      if (Object.hasOwn(CATEGORIES, code)) categories.push(this.#category(node, code, services));
    }
    const registryNode = child('7.3');
    const section: Omit<Section7, 'prose' | 'code' | 'problems' | 'linesIn'> = {
      file,
      text: this.#doc.text,
      at: root.at,
      headingAt: root.headingAt,
      format: formatComment(this.#blocks(root)),
      decisions: this.#decisions(child('7.0')),
      overview: this.#overview(child('7.1')),
      infrastructure: this.#fielded(child('7.2'), infrastructure),
      registry: this.#fielded(registryNode, registry),
      security: this.#fielded(child('7.4'), security),
      categories,
      services,
      testing: this.#testing(child('7.T')),
      operations: this.#operations(child('7.O')),
      carriedOver: this.#carriedOver(child('7.H')),
      references: this.#references(child('7.R')),
    };
    const { prose, code } = this.#text;
    const linesIn = ({ start, end }: Span) => filledLines(this.#doc.text, start, end);
    return { ...section, prose, code, problems: this.#problems, linesIn };
  }

  #blocks(node: Node): readonly Block[] {
    return this.#doc.blocks.slice(node.from, node.to);
  }

  /** Segments of a heading's own blocks, recorded as text under that heading. */
  #own(node: Node, fields: Fields | null, place: { service?: number; part?: (typeof PART_KEYS)[number] } = {}): Segment[] {
    const parts = segments(this.#doc.blocks, node.from, node.to, fields);
    this.#text.add(node, parts, place.service ?? null, place.part ?? null);
    if (fields) for (let i = 0; i < parts.length; i++) if (parts[i]!.strays.length > 0) this.#strays(node, parts[i]!, fields);
    return parts;
  }

  /** Labels that look like a misspelt or misplaced one of the format. */
  #strays(node: Node, { strays }: Segment, fields: Fields): void {
    const labels = Object.values(fields).map((f) => f.label);
    for (const { at, label } of strays) {
      const suggestion = near(label, labels);
      if (suggestion) this.#problems.push({ kind: 'unknown-field', at, message: `Unexpected field "${label}" in ${node.number}, expected "${suggestion}"` });
    }
  }

  #placed({ at, headingAt, number }: Node) {
    return { at, headingAt, number };
  }

  /** Written out, as elsewhere where there is one for each part, cell or block: a spread with more behind it costs twenty times as much. */
  #given({ at, headingAt, number }: Node, fields: ReturnType<typeof readFields>) {
    return { at, headingAt, number, state: 'given', fields };
  }

  #fielded<P extends PartDef>(node: Node | undefined, part: P, place = {}): Fielded<P> | undefined {
    if (!node) return undefined;
    const fields = readFields(part.fields, this.#own(node, part.fields, place), this.#problems);
    return this.#given(node, fields) as Fielded<P>;
  }

  #part(node: Node | undefined, key: (typeof PART_KEYS)[number], service: number): unknown {
    if (!node) return undefined;
    const { fields } = SERVICE_PARTS[key];
    const parts = this.#own(node, fields, { service, part: key });
    const [only] = parts;
    if (parts.length === 1 && only!.key === null) {
      const leaf = readField({ name: 'text', example: '', read: () => null }, asField(only!));
      if (leaf?.state === 'not-applicable') return { ...this.#placed(node), ...leaf, at: node.at } satisfies NotApplicable & { number: string };
    }
    const read = readFields(fields, parts, this.#problems);
    if (key === 'webhook') {
      const reason = noWebhook(read);
      if (reason) return { ...this.#placed(node), state: 'not-applicable', reason, at: node.at } satisfies NotApplicable & { number: string };
    }
    return this.#given(node, read);
  }

  #category(node: Node, code: CategoryCode, services: Service[]): Category {
    this.#own(node, null);
    const own: Service[] = [];
    for (const child of node.children.values()) {
      const service = this.#service(child, code, services.length);
      services.push(service);
      own.push(service);
    }
    return { ...this.#placed(node), code, name: node.title, services: own };
  }

  #service(node: Node, code: CategoryCode, index: number): Service {
    this.#own(node, null, { service: index });
    const parts: Record<string, unknown> = {};
    PART_KEYS.forEach((key, i) => {
      parts[key] = this.#part(node.children.get(`${node.number}.${i + 1}`), key, index);
    });
    return { ...this.#placed(node), code, name: node.title, index, parts: parts as unknown as Service['parts'] };
  }

  #decisions(node: Node | undefined): Section7['decisions'] {
    if (!node) return undefined;
    const [only] = this.#own(node, null);
    if (!only) return { ...this.#placed(node), rows: undefined };
    const leaf = readField(decisionsTable, asField(only));
    const none = /^none\b/i.test(leaf && 'text' in leaf ? leaf.text : '') && !only.blocks.some((b) => b.kind === 'table');
    return { ...this.#placed(node), rows: none ? [] : valueOf(leaf) };
  }

  #overview(node: Node | undefined): Section7['overview'] {
    const read = this.#fielded(node, overview);
    if (!node || !read) return undefined;
    const diagram = this.#blocks(node).find((b): b is Code => b.kind === 'code' && b.language === 'mermaid');
    return { ...read, diagram };
  }

  #testing(node: Node | undefined): Section7['testing'] {
    if (!node) return undefined;
    this.#own(node, null);
    return {
      ...this.#placed(node),
      methodology: this.#fielded(node.children.get('7.T.1'), methodology),
      health: this.#fielded(node.children.get('7.T.2'), health),
    };
  }

  #operations(node: Node | undefined): Section7['operations'] {
    if (!node) return undefined;
    this.#own(node, null);
    const out: Record<string, unknown> = {};
    Object.keys(OPERATIONS).forEach((key, i) => {
      const child = node.children.get(`7.O.${i + 1}`);
      if (!child) return;
      const before = this.#text.prose.length;
      this.#own(child, null);
      const text = this.#text.prose.slice(before).filter((p) => p.kind !== 'heading').map((p) => p.text).join('\n');
      out[key] = { ...this.#placed(child), text };
    });
    return { ...this.#placed(node), ...out } as Operations;
  }

  #carriedOver(node: Node | undefined): Section7['carriedOver'] {
    // Old lines are kept verbatim: they are nobody's field and no rule reads them.
    return node && { at: node.at };
  }

  #references(node: Node | undefined): Section7['references'] {
    if (!node) return undefined;
    return { ...this.#placed(node), notes: footnotes(this.#blocks(node)) };
  }
}

/** Nobody knows, rather than there is none. */
const GAP = /\b(?:not (?:say|state|stated|said|known|given|decided|specified|documented|clear)|unknown|unclear|to be|tbd|later|sagt? nicht|nicht (?:genannt|bekannt|angegeben|entschieden|gesagt)|unbekannt|unklar|später)\b/i;

/** Why there is no webhook, where each field of the part says so: the same as said once for the part. How missed events are found may still stand there. */
function noWebhook(fields: Readonly<Record<string, Leaf<unknown> | undefined>>): string | null {
  const { endpoint, reconciliation, ...others } = fields;
  if (endpoint?.state !== 'not-applicable' || endpoint.decision !== undefined || GAP.test(endpoint.reason)) return null;
  return Object.values(others).every((leaf) => leaf?.state === 'not-applicable') ? endpoint.reason : null;
}

/** The unlabelled start of a heading's content, as if it were a field: for "None." and "Not applicable: reason". */
function asField(segment: Segment): Segment {
  const [head, ...rest] = segment.blocks;
  if (head?.kind !== 'paragraph') return segment;
  return { ...segment, lines: head.lines, blocks: rest };
}

import type { Span } from '../../markdown/types.ts';
import { decisionsTable, FORMAT_VERSION, health, infrastructure, methodology, OPERATIONS, overview, PART_KEYS, registry, security, SECTIONS, SERVICE_PARTS, type FieldDef, type PartDef } from '../../spec/format.ts';
import type { Column, Kind, Leaf, NotApplicable, Unreadable } from '../../spec/kinds.ts';
import type { Section7, Service } from '../../spec/model.ts';

/** Why Section 7 is not complete at one place. */
export interface Gap {
  readonly kind: 'missing-section' | 'missing-part' | 'missing-field' | 'must-apply' | 'unreadable' | 'format-comment';
  readonly at: Span;
  readonly message: string;
  readonly advice?: string;
}

const known = new WeakMap<Section7, readonly Gap[]>();

/**
 * What the schema (spec/schema.ts) would refuse, each once, as what a reader can act on; found by walking format.ts, because loading zod costs more than
 * checking a document. A property of the tests: no gaps exactly where the schema accepts.
 */
export function gapsOf(spec: Section7): readonly Gap[] {
  let gaps = known.get(spec);
  if (!gaps) known.set(spec, (gaps = [...findGaps(spec)]));
  return gaps;
}

function* findGaps(spec: Section7): Iterable<Gap> {
  const { headingAt: at } = spec;
  if (spec.format?.version !== FORMAT_VERSION) yield formatGap(spec);
  yield* decisionGaps(spec);
  yield* partOrMissing(overview, '7.1', spec.overview, at);
  if (spec.overview && !spec.overview.diagram?.text) yield { kind: 'missing-field', at: spec.overview.headingAt, message: 'Missing diagram in 7.1, expected a mermaid code block from features to services' };
  yield* partOrMissing(infrastructure, '7.2', spec.infrastructure, at);
  yield* partOrMissing(registry, '7.3', spec.registry, at);
  yield* partOrMissing(security, '7.4', spec.security, at);
  for (const service of spec.services) yield* serviceGaps(service);
  if (!spec.testing) yield missingSection('7.T', at);
  else {
    yield* partOrMissing(methodology, '7.T.1', spec.testing.methodology, spec.testing.headingAt);
    yield* partOrMissing(health, '7.T.2', spec.testing.health, spec.testing.headingAt);
  }
  yield* operationGaps(spec);
  if (!spec.references) yield missingSection('7.R', at);
}

function formatGap(spec: Section7): Gap {
  const message = spec.format
    ? `Unexpected format version ${spec.format.version}, expected ${FORMAT_VERSION}`
    : `Missing format comment below the title, expected <!-- vibe-specs format=${FORMAT_VERSION} -->`;
  return { kind: 'format-comment', at: spec.format?.at ?? spec.headingAt, message, advice: '`vibe-specs apply` writes it with the hash of the inputs.' };
}

function missing(kind: Gap['kind'], at: Span, what: string): Gap {
  return { kind, at, message: `Missing ${what}` };
}

function missingSection(number: string, at: Span): Gap {
  return missing('missing-section', at, `section "### ${number} ${SECTIONS.find((s) => s.number === number)!.title}"`);
}

function mustApply(what: string, at: Span, written = 'Not applicable'): Gap {
  return { kind: 'must-apply', at, message: `Unexpected "${/^(?:[–—-]|n\/a)$/i.test(written) ? written : 'Not applicable'}" for ${what}, expected a value`, advice: 'A value that waits for a decision is written "open (D-1)", with the row of 7.0.' };
}

function* decisionGaps({ decisions, headingAt }: Section7): Iterable<Gap> {
  if (!decisions) yield missingSection('7.0', headingAt);
  else if (!decisions.rows) {
    yield { kind: 'missing-field', at: decisions.headingAt, message: 'Unexpected content of 7.0, expected the table of decisions or "None."', advice: `Columns: ${Object.values(decisionsTable.columns).map((c) => c.header).join(' | ')}.` };
  } else yield* rowGaps(decisions.rows, columnsOf(decisionsTable.columns), '7.0 "Decisions"', false);
}

function* operationGaps({ operations, headingAt }: Section7): Iterable<Gap> {
  if (!operations) return yield missingSection('7.O', headingAt);
  for (const [i, [key, title]] of Object.entries(OPERATIONS).entries()) {
    const block = operations[key as keyof typeof OPERATIONS];
    const number = `7.O.${i + 1}`;
    if (!block) yield missing('missing-section', operations.headingAt, `section "#### ${number} ${title}"`);
    else if (block.text === '') yield { kind: 'missing-field', at: block.headingAt, message: `Unexpected empty section ${number}, expected its content` };
  }
}

function* serviceGaps(service: Service): Iterable<Gap> {
  if (service.name === '') yield { kind: 'missing-field', at: service.headingAt, message: `Missing name of the service in the heading ${service.number}` };
  for (let i = 0; i < PART_KEYS.length; i++) {
    const key = PART_KEYS[i]!;
    const part: PartDef = SERVICE_PARTS[key];
    const found = service.parts[key] as Written | NotApplicable | undefined;
    if (found?.state === 'given') {
      if (hasGaps(part, found.fields)) yield* fieldGaps(part, `${service.number}.${i + 1}`, found);
      continue;
    }
    const number = `${service.number}.${i + 1}`;
    if (!found) {
      const gap = missing('missing-part', service.headingAt, `part "##### ${number} ${part.title}"`);
      yield part.orNot ? { ...gap, advice: 'Write the part, or the line "Not applicable: reason" below its heading.' } : gap;
    } else if (!part.orNot) yield mustApply(`section ${number} ${part.title}`, found.at);
  }
}

interface Written {
  readonly at: Span;
  readonly state: 'given';
  readonly headingAt: Span;
  readonly fields: Readonly<Record<string, Leaf<unknown> | undefined>>;
}

/** A part with fields of its own heading, which has to exist; `at` is the heading that it belongs below. */
function* partOrMissing(part: PartDef, number: string, found: Written | undefined, at: Span): Iterable<Gap> {
  if (found) yield* fieldGaps(part, number, found);
  else yield missing('missing-section', at, `section "${'#'.repeat(number.split('.').length + 1)} ${number} ${part.title}"`);
}

type Columns = Readonly<Record<string, Column<unknown>>>;

interface ColumnEntry {
  readonly key: string;
  readonly column: Column<unknown>;
}

interface FieldEntry {
  readonly key: string;
  readonly field: FieldDef<unknown>;
  /** Of a table. */
  readonly columns: readonly ColumnEntry[] | null;
}

const entries = new WeakMap<PartDef, readonly FieldEntry[]>();

/** Fields of a part, listed once and not for each service. */
function fieldsOf(part: PartDef): readonly FieldEntry[] {
  let known = entries.get(part);
  if (!known) {
    known = Object.entries<FieldDef<unknown>>(part.fields).map(([key, field]) => {
      const { columns } = field.kind as Kind<unknown> & { columns?: Columns };
      return { key, field, columns: columns ? columnsOf(columns) : null };
    });
    entries.set(part, known);
  }
  return known;
}

const columnsOf = (columns: Columns): readonly ColumnEntry[] => Object.entries(columns).map(([key, column]) => ({ key, column }));

type Cells = { readonly at: Span } & Readonly<Record<string, Leaf<unknown>>>;

/** Whether a field or cell says what it has to say. Most parts of most services are as they should be: no message is prepared for them, and a loop has no garbage. */
function isAnswered(leaf: Leaf<unknown> | undefined, optional: boolean): boolean {
  return leaf?.state === 'stated' || (leaf?.state === 'not-applicable' && (optional || leaf.decision !== undefined || leaf.settled === true));
}

function hasGaps(part: PartDef, fields: Written['fields']): boolean {
  const defined = fieldsOf(part);
  for (let i = 0; i < defined.length; i++) {
    const { key, field, columns } = defined[i]!;
    const leaf = fields[key];
    if (leaf?.state !== 'stated') {
      if (!isAnswered(leaf, field.orNot)) return true;
    } else if (columns && !isFull(leaf.value as readonly Cells[], columns)) return true;
  }
  return false;
}

/** Whether a table has rows, and an answer in each cell. */
function isFull(rows: readonly Cells[], columns: readonly ColumnEntry[]): boolean {
  for (let r = 0; r < rows.length; r++) {
    const row = rows[r]!;
    for (let c = 0; c < columns.length; c++) {
      const { key, column } = columns[c]!;
      const cell = row[key]!;
      if (cell.state !== 'stated' && !isAnswered(cell, column.optional)) return false;
    }
  }
  return rows.length > 0;
}

function* fieldGaps(part: PartDef, number: string, { fields, headingAt }: Written): Iterable<Gap> {
  for (const { key, field, columns } of fieldsOf(part)) {
    const leaf = fields[key];
    if (isAnswered(leaf, field.orNot) && (leaf!.state !== 'stated' || !columns)) continue;
    const where = `${number} "${field.label}"`;
    if (!leaf) yield { ...missing('missing-field', headingAt, `field ${where}`), advice: adviceFor(field) };
    else if (leaf.state === 'unreadable') yield unreadable(leaf, where, field.orNot ? 'Or write "Not applicable: reason".' : undefined);
    else if (leaf.state === 'not-applicable') yield mustApply(where, leaf.at);
    else if (columns) {
      const rows = leaf.value as readonly Cells[];
      if (rows.length === 0) yield { kind: 'unreadable', at: leaf.at, message: `Unexpected empty ${where}, expected at least one row`, advice: adviceFor(field) };
      yield* rowGaps(rows, columns, where, field.orNot);
    }
  }
}

function* rowGaps(rows: readonly { readonly at: Span }[], columns: readonly ColumnEntry[], table: string, orNot: boolean): Iterable<Gap> {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] as Cells;
    for (const { key, column } of columns) {
      const cell = row[key]!;
      if (isAnswered(cell, column.optional)) continue;
      const where = `"${column.header}" in row ${i + 1} of ${table}`;
      if (cell.state === 'unreadable') yield cell.text === '' ? { ...missing('missing-field', row.at, where), advice: `For example: ${column.kind.example}.` } : unreadable(cell, where, cellAdvice(column.optional, orNot));
      else if (cell.state === 'not-applicable') yield mustApply(where, cell.at, cell.reason);
    }
  }
}

function cellAdvice(optional: boolean, orNot: boolean): string {
  if (optional) return 'Or write "–", or "Not applicable: reason".';
  return `Or write "open (D-1)" where it waits for a row of 7.0${orNot ? ', or "Not applicable: reason" instead of the table' : ''}.`;
}

function adviceFor(field: FieldDef<unknown>): string {
  return `Write "**${field.label}:**" with ${field.kind.example}${field.orNot ? ', or "Not applicable: reason"' : ''}.`;
}

function unreadable(leaf: Unreadable, where: string, otherwise: string | undefined): Gap {
  const shown = leaf.text.length > 60 ? `${leaf.text.slice(0, 57)}…` : leaf.text;
  const message = leaf.problem ? `Unexpected value of ${where}: ${leaf.problem}` : `Unexpected value ${JSON.stringify(shown.replace(/\n/g, ' '))} of ${where}, expected a value such as: ${leaf.example}`;
  return { kind: 'unreadable', at: leaf.at, message, ...(otherwise === undefined ? {} : { advice: otherwise }) };
}

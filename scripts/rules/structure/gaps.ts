import type { Span } from '../../markdown/types.ts';
import { infrastructure, methodology, health, OPERATIONS, overview, PART_KEYS, registry, security, SECTIONS, SERVICE_PARTS, type FieldDef, type PartDef, type PartKey } from '../../spec/format.ts';
import type { Column, Unreadable } from '../../spec/kinds.ts';
import type { Section7 } from '../../spec/model.ts';
import { integrationSpecSchema } from '../../spec/schema.ts';

/** Why Section 7 does not satisfy the schema at one place. */
export interface Gap {
  readonly kind: 'missing-section' | 'missing-part' | 'missing-field' | 'must-apply' | 'unreadable' | 'format-comment';
  readonly at: Span;
  readonly message: string;
  readonly advice?: string;
}

type Path = readonly (string | number)[];

const known = new WeakMap<Section7, readonly Gap[]>();

/** The schema's complaints, each once, as what a reader can act on. The schema runs once a document. */
export function gapsOf(spec: Section7): readonly Gap[] {
  let gaps = known.get(spec);
  if (!gaps) known.set(spec, (gaps = findGaps(spec)));
  return gaps;
}

function findGaps(spec: Section7): Gap[] {
  const result = integrationSpecSchema().safeParse(spec);
  if (result.success) return [];
  const gaps: Gap[] = [];
  const seen = new Set<string>();
  for (const issue of result.error.issues) {
    const path = deepest(spec, issue.path as Path);
    const key = path.join('.');
    if (seen.has(key)) continue;
    seen.add(key);
    gaps.push(gapAt(spec, path));
  }
  return gaps;
}

/** The path down to the first thing that is absent, or to the leaf whose inside is wrong. */
function deepest(spec: Section7, path: Path): Path {
  let node: unknown = spec;
  for (let i = 0; i < path.length; i++) {
    node = (node as Record<string | number, unknown>)[path[i]!];
    if (node === undefined || node === null) return path.slice(0, i + 1);
    const { state } = node as { state?: unknown };
    if (state === 'unreadable' || state === 'not-applicable') return path.slice(0, i + 1);
  }
  return path;
}

function get(spec: Section7, path: Path): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<string | number, unknown> | undefined)?.[key], spec);
}

/** The place of the nearest thing around a path that has one: its heading where it has one, otherwise its range. */
function around(spec: Section7, path: Path): Span {
  for (let i = path.length; i >= 0; i--) {
    const node = get(spec, path.slice(0, i)) as { headingAt?: Span; at?: Span } | undefined;
    if (node?.headingAt ?? node?.at) return (node.headingAt ?? node.at)!;
  }
  return spec.headingAt;
}

const FIXED: Readonly<Record<string, { number: string; part?: PartDef }>> = {
  decisions: { number: '7.0' },
  overview: { number: '7.1', part: overview },
  infrastructure: { number: '7.2', part: infrastructure },
  registry: { number: '7.3', part: registry },
  security: { number: '7.4', part: security },
  testing: { number: '7.T' },
  operations: { number: '7.O' },
  references: { number: '7.R' },
};

function gapAt(spec: Section7, path: Path): Gap {
  const at = around(spec, path);
  const leaf = get(spec, path) as Unreadable | { state?: string; at: Span; reason?: string } | undefined;
  const [top, ...rest] = path as [string, ...Path];
  if (top === 'format') return formatGap(spec);
  if (top === 'services') return serviceGap(spec, path, leaf, at);
  const fixed = FIXED[top];
  const title = SECTIONS.find((s) => s.number === fixed?.number)?.title ?? '';
  if (rest.length === 0) return missing('missing-section', at, `section "### ${fixed?.number ?? top} ${title}"`);
  if (top === 'testing') {
    const part = rest[0] === 'methodology' ? methodology : health;
    const number = rest[0] === 'methodology' ? '7.T.1' : '7.T.2';
    if (rest.length === 1) return missing('missing-section', at, `section "#### ${number} ${part.title}"`);
    return fieldGap(part, number, rest.slice(1), leaf, at);
  }
  if (top === 'operations') {
    const index = Object.keys(OPERATIONS).indexOf(String(rest[0]));
    const number = `7.O.${index + 1}`;
    const name = Object.values(OPERATIONS)[index];
    return rest.length === 1
      ? missing('missing-section', at, `section "#### ${number} ${name}"`)
      : { kind: 'missing-field', at, message: `Unexpected empty section ${number}, expected its content` };
  }
  if (top === 'decisions') return { kind: 'missing-field', at, message: 'Unexpected content of 7.0, expected the table of decisions or "None."', advice: 'Columns: ID | Decision | Sources | Options | Recommendation | Owner | Blocks.' };
  if (top === 'overview' && rest[0] === 'diagram') return { kind: 'missing-field', at, message: 'Missing diagram in 7.1, expected a mermaid code block from features to services' };
  if (fixed?.part) return fieldGap(fixed.part, fixed.number, rest, leaf, at);
  return { kind: 'unreadable', at, message: `Unexpected value at ${path.join('.')}` };
}

function serviceGap(spec: Section7, path: Path, leaf: Parameters<typeof fieldGap>[3], at: Span): Gap {
  const service = spec.services[path[1] as number]!;
  const key = path[3] as PartKey | undefined;
  if (key === undefined) return { kind: 'missing-field', at, message: `Missing name of the service in the heading ${service.number}` };
  const part = SERVICE_PARTS[key];
  const number = `${service.number}.${PART_KEYS.indexOf(key) + 1}`;
  if (path.length > 4) return fieldGap(part, number, path.slice(4), leaf, at);
  if (leaf?.state === 'not-applicable') return mustApply(`section ${number} ${part.title}`, leaf.at);
  const gap = missing('missing-part', at, `part "##### ${number} ${part.title}"`);
  return part.orNot ? { ...gap, advice: 'Write the part, or the line "Not applicable: reason" below its heading.' } : gap;
}

function formatGap(spec: Section7): Gap {
  const at = spec.format?.at ?? spec.headingAt;
  const message = spec.format
    ? `Unexpected format version ${spec.format.version}, expected 1`
    : 'Missing format comment below the title, expected <!-- vibe-specs format=1 -->';
  return { kind: 'format-comment', at, message, advice: '`vibe-specs apply` writes it with the hash of the inputs.' };
}

function missing(kind: Gap['kind'], at: Span, what: string): Gap {
  return { kind, at, message: `Missing ${what}` };
}

function mustApply(what: string, at: Span): Gap {
  return { kind: 'must-apply', at, message: `Unexpected "Not applicable" for ${what}, expected a value` };
}

/** `path` starts at `fields` (or at the field's key for a leaf's inside). */
function fieldGap(part: PartDef, number: string, path: Path, leaf: Unreadable | { state?: string; at: Span } | undefined, at: Span): Gap {
  const field: FieldDef<unknown> | undefined = part.fields[String(path[1])];
  if (!field) return { kind: 'unreadable', at, message: `Unexpected content of ${number} ${part.title}` };
  const columns = (field.kind as { columns?: Record<string, Column<unknown>> }).columns;
  const row = path[3];
  const column = columns?.[String(path[4])];
  const where = column ? `"${column.header}" in row ${Number(row) + 1} of ${number} "${field.label}"` : `${number} "${field.label}"`;
  if (leaf?.state === 'unreadable') return unreadable(leaf as Unreadable, where, field);
  if (leaf?.state === 'not-applicable') return mustApply(where, leaf.at);
  if (leaf === undefined && column) return { kind: 'missing-field', at, message: `Missing ${where}`, advice: `For example: ${column.kind.example}.` };
  if (leaf === undefined) return { ...missing('missing-field', at, `field ${where}`), advice: adviceFor(field) };
  return { kind: 'unreadable', at, message: `Unexpected empty ${where}, expected at least one row`, advice: adviceFor(field) };
}

function adviceFor(field: FieldDef<unknown>): string {
  return `Write "**${field.label}:**" with ${field.kind.example}${field.orNot ? ', or "Not applicable: reason"' : ''}.`;
}

function unreadable(leaf: Unreadable, where: string, field: FieldDef<unknown>): Gap {
  const shown = leaf.text.length > 60 ? `${leaf.text.slice(0, 57)}…` : leaf.text;
  const message = leaf.problem ? `Unexpected value of ${where}: ${leaf.problem}` : `Unexpected value ${JSON.stringify(shown.replace(/\n/g, ' '))} of ${where}, expected a value such as: ${leaf.example}`;
  return field.orNot && !leaf.problem ? { kind: 'unreadable', at: leaf.at, message, advice: 'Or write "Not applicable: reason".' } : { kind: 'unreadable', at: leaf.at, message };
}

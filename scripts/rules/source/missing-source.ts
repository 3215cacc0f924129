import { SERVICE_PARTS, PART_KEYS, type FieldDef } from '../../spec/format.ts';
import type { Column, Leaf } from '../../spec/kinds.ts';
import type { Finding, Rule } from '../types.ts';

type Cells = Readonly<Record<string, Leaf<unknown>>> & { readonly at: { start: number; end: number } };
type Columns = Readonly<Record<string, Column<unknown>>>;

const sourcesOf = (leaf: Leaf<unknown>) => (leaf.state === 'stated' ? leaf.sources.length : 0);
const unverifiedIn = (leaf: Leaf<unknown>) => leaf.state === 'stated' && leaf.unverified;

/** What the rule has to know of a field, made of the format once. */
interface Stating {
  readonly name: string;
  readonly field: FieldDef<unknown>;
  /** Of a table: all columns, and those that state facts. */
  readonly columns: readonly string[] | null;
  readonly facts: readonly string[];
}

/** Fields that state facts, by the parts of the format. */
const STATING: readonly (readonly Stating[])[] = PART_KEYS.map((key) =>
  Object.entries<FieldDef<unknown>>(SERVICE_PARTS[key].fields).flatMap(([name, field]): Stating[] => {
    const { columns } = field.kind as { columns?: Columns };
    if (!columns) return field.fact ? [{ name, field, columns: null, facts: [] }] : [];
    const facts = Object.keys(columns).filter((c) => field.fact || columns[c]!.fact);
    return facts.length === 0 ? [] : [{ name, field, columns: Object.keys(columns), facts }];
  }),
);

export const missingSource: Rule = {
  id: 'source/missing-source',
  severity: 'error',
  summary: 'A fact about a provider was read somewhere, or nobody checked it: the reader must see which.',
  *check({ spec }) {
    for (const service of spec.services) {
      for (const [i, key] of PART_KEYS.entries()) {
        const part = service.parts[key];
        if (part?.state !== 'given') continue;
        for (const stating of STATING[i]!) {
          const leaf = (part.fields as Record<string, Leaf<unknown> | undefined>)[stating.name];
          if (leaf?.state === 'stated') for (const at of lacking(leaf, stating)) yield finding(at, `${service.number}.${i + 1} "${stating.field.label}"`);
        }
      }
    }
  },
};

/** Places that lack a source: the field, or rows of its table. */
function lacking(leaf: Leaf<unknown> & { state: 'stated' }, { columns: names, facts }: Stating): readonly Finding['at'][] {
  if (!names) return leaf.sources.length === 0 && !leaf.unverified && !isOurs(leaf) && !isUnpublished(leaf.value) ? [leaf.at] : NONE;
  const rows = leaf.value as readonly Cells[];
  // A footnote is known without reading the cells.
  const isCovered = (row: Cells) => names.some((c) => sourcesOf(row[c]!) > 0) || names.some((c) => unverifiedIn(row[c]!) || isOurs(row[c]!));
  const bare = rows.filter((row) => facts.some((c) => row[c]!.state === 'stated') && !isCovered(row));
  if (bare.length === 0) return NONE;
  const sources = rows.reduce((sum, row) => names.reduce((n, c) => n + sourcesOf(row[c]!), sum), 0);
  // What the whole field carries and no row does stands on the label's line: it covers every row.
  if (leaf.sources.length > sources || (leaf.unverified && !rows.some((row) => names.some((c) => unverifiedIn(row[c]!))))) return NONE;
  return bare.map((row) => row.at);
}

const NONE: readonly never[] = [];

/** A price or quota that the project's own documents state or a contract of ours fixes: they are the source, and the reader finds it there. */
const OURS = /\b(?:architecture document|Architekturdokument|(?:Section|Abschnitt) [3-6](?:\.\d+)*|our (?:own )?contract|unser Vertrag)\b/i;
const isOurs = (leaf: Leaf<unknown>) => leaf.state === 'stated' && OURS.test(leaf.text);

/** "Not published" is a remark about the provider that no source can prove. */
function isUnpublished(value: unknown): boolean {
  return Array.isArray(value) && value.every((v) => (v as { kind?: string }).kind === 'unpublished');
}

function finding(at: Finding['at'], where: string): Finding {
  return { at, message: `Missing source of ${where}, expected a footnote or the word unverified`, advice: 'Cite where you read it: [^id] with the URL and date in 7.R. What you only remember is unverified.' };
}

import { NONE } from '../../markdown/append.ts';
import { SERVICE_PARTS, PART_KEYS, type FieldDef } from '../../spec/format.ts';
import type { Column, Leaf } from '../../spec/kinds.ts';
import { given, type Service } from '../../spec/model.ts';
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
      if (runByUs(service)) continue;
      for (let i = 0; i < PART_KEYS.length; i++) {
        const part = service.parts[PART_KEYS[i]!];
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
function lacking(leaf: Leaf<unknown> & { state: 'stated' }, { columns, facts, field }: Stating): readonly Finding['at'][] {
  if (!columns) return leaf.sources.length === 0 && !leaf.unverified && !OURS.test(leaf.text) && !isUnpublished(leaf) && !(field.kind.name === 'duration' && OUR_CODE.test(leaf.text)) ? [leaf.at] : NONE;
  const rows = leaf.value as readonly Cells[];
  const bare = rows.filter((row) => statesFact(row, facts) && !isCovered(row, columns) && !(row.event?.state === 'stated' && isOwnStep(row.event.text)));
  if (bare.length === 0) return NONE;
  // What the whole field carries and no row does stands on the label's line: it covers every row.
  const none = bare.length === rows.length;
  if (leaf.unverified && (none || !rows.some((row) => columns.some((c) => unverifiedIn(row[c]!)))) || leaf.sources.length > (none ? 0 : sourcesIn(rows, columns))) return NONE;
  return bare.map((row) => row.at);
}

function statesFact(row: Cells, facts: readonly string[]): boolean {
  for (let i = 0; i < facts.length; i++) {
    const leaf = row[facts[i]!]!;
    if (leaf.state === 'stated' && !isUnpublished(leaf)) return true;
  }
  return false;
}

/** Loops, here and below: these are all cells of all services, and a closure for each row takes longer than what it does. */
function isCovered(row: Cells, columns: readonly string[]): boolean {
  for (let i = 0; i < columns.length; i++) {
    const leaf = row[columns[i]!]!;
    if (leaf.state !== 'stated') continue;
    if (leaf.sources.length > 0) return true;
    const { text } = leaf;
    if (text.length >= SHORTEST && (leaf.unverified || OURS.test(text))) return true;
  }
  return false;
}

function sourcesIn(rows: readonly Cells[], columns: readonly string[]): number {
  let count = 0;
  for (const row of rows) for (let i = 0; i < columns.length; i++) count += sourcesOf(row[columns[i]!]!);
  return count;
}

/**
 * A price or quota that the project's own documents state or a contract fixes: they are the source, and the reader finds it there. A limit that we keep to and
 * a check that our code makes are no statement about the provider.
 */
const OURS = /\b(?:architecture document|Architekturdokument|(?:Section|Abschnitt) [3-6](?:\.\d+)*|our (?:own )?contract|(?:as|by|per|in) (?:the |our )?(?:\w+ )?contract|laut Vertrag|unser Vertrag|(?:our|shared) (?:own )?(?:rate )?limit(?:er)?|unser(?:e[nrs]?)? (?:eigene[nrs]? )?(?:Limit|Grenze))\b/i;
/** "300 s (`fresh` in `webhooks/verify.ts`)": the age that our code allows. */
const OUR_CODE = /\b[\w-]+\/[\w.-]+\.(?:ts|js|kt|java|py|rb|go|cs|php)\b/i;
/** Characters of the shortest text that `OURS` or the word unverified stands in: "our limit". Most cells are shorter. */
const SHORTEST = 9;

/** A service that we run ourselves has no provider who could have been read. */
const OWN_SERVICE = /^(?:(?:our )?own\b|our\b|ourselves|no (?:third party|vendor|provider)|self-?hosted|eigene[nrsm]?\b|unsere?\b|selbst (?:betrieben|gehostet)|kein (?:Dritter|Anbieter))/i;

function runByUs({ parts }: Service): boolean {
  const leaf = given(parts, 'overview')?.provider;
  return leaf !== undefined && leaf.state !== 'not-applicable' && OWN_SERVICE.test(leaf.text);
}

/** A row of the events that is none of theirs: what we do with all others, and timers of our own. */
const isOwnStep = (event: string) => /^(?:unknown|any (?:other|unknown)|(?:everything|anything|all) else|(?:all )?others?\b|unbekannte?\w*|alle (?:anderen|übrigen)|sonstige)|(?:\+|after|nach)[ \u00a0]\d+[ \u00a0]?(?:s|min|h|days?|Tage?n?)\b[^|]{0,80}\b(?:without|no|ohne|kein\w*)\b/i.test(event);

/** "Not published" is a remark about the provider that no source can prove. */
function isUnpublished({ value }: Leaf<unknown> & { state: 'stated' }): boolean {
  if (!Array.isArray(value)) return isRemark(value);
  return value.length > 0 && value.every(isRemark);
}

const isRemark = (value: unknown) => (value as { kind?: string } | null)?.kind === 'unpublished';

function finding(at: Finding['at'], where: string): Finding {
  return { at, message: `Missing source of ${where}, expected a footnote or the word unverified`, advice: 'Cite where you read it: [^id] with the URL and date in 7.R. What you only remember is unverified.' };
}

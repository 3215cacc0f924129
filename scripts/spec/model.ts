import type { Code, Span } from '../markdown/types.ts';
import type { CategoryCode, FieldDef, Fields, PartDef, PartKey, infrastructure, overview, registry, security, SERVICE_PARTS, decisionsTable } from './format.ts';
import type { Kind, Leaf, NotApplicable, Row } from './kinds.ts';

/**
 * Section 7 as it was read: what is missing is `undefined`, what cannot be read says so. Rules work on this, so that one gap does not hide other findings;
 * `IntegrationSpec` (schema.ts) is the same thing with every gap excluded.
 */
export interface Section7 {
  /** Project-relative path of the document. */
  readonly file: string;
  /** The whole document. */
  readonly text: string;
  readonly at: Span;
  readonly headingAt: Span;
  readonly format: FormatComment | undefined;
  readonly decisions: Decisions | undefined;
  readonly overview: (Fielded<typeof overview> & { readonly diagram: Code | undefined }) | undefined;
  readonly infrastructure: Fielded<typeof infrastructure> | undefined;
  readonly registry: Fielded<typeof registry> | undefined;
  readonly security: Fielded<typeof security> | undefined;
  readonly categories: readonly Category[];
  /** All services of all categories, in document order. */
  readonly services: readonly Service[];
  readonly testing: Testing | undefined;
  readonly operations: Operations | undefined;
  readonly carriedOver: { readonly at: Span } | undefined;
  readonly references: References | undefined;
  /** Everything that is written in running text, cells and list items: for rules about words rather than fields. */
  readonly prose: readonly Prose[];
  readonly code: readonly CodeBlock[];
  /** Lines of the document in a range that are not blank. */
  readonly linesIn: (at: Span) => number;
  /** Places where the format itself was broken; reported by the structure rules. */
  readonly problems: readonly Problem[];
}

export interface FormatComment {
  readonly version: number;
  readonly inputs: string | null;
  readonly at: Span;
}

export type Field<D> = D extends FieldDef<infer T> ? Leaf<T> | undefined : never;
type Readings<F extends Fields> = { readonly [K in keyof F]: Field<F[K]> };

interface Placed {
  /** From the heading to the next one of its level. */
  readonly at: Span;
  readonly headingAt: Span;
  /** `7.1`, `7.P.1.6` … as the format numbers it. */
  readonly number: string;
}

export type Fielded<P extends PartDef> = Placed & { readonly state: 'given'; readonly fields: Readings<P['fields']> };
export type Part<P extends PartDef> = Fielded<P> | (Placed & NotApplicable);

export type ServiceParts = { readonly [K in PartKey]: Part<(typeof SERVICE_PARTS)[K]> | undefined };

/** The fields of a part; undefined where it is missing or not applicable. */
export function given<K extends PartKey>(parts: ServiceParts, key: K): Extract<ServiceParts[K], { state: 'given' }>['fields'] | undefined {
  const part = parts[key];
  return part?.state === 'given' ? (part as Extract<ServiceParts[K], { state: 'given' }>).fields : undefined;
}

export interface Category extends Placed {
  readonly code: CategoryCode;
  readonly name: string;
  readonly services: readonly Service[];
}

export interface Service extends Placed {
  readonly code: CategoryCode;
  readonly name: string;
  /** Position in `Section7.services`. */
  readonly index: number;
  readonly parts: ServiceParts;
}

export type RowOf<K> = K extends Kind<readonly Row<infer C>[]> ? Row<C> : never;
export type DecisionRow = RowOf<typeof decisionsTable>;

export interface Decisions extends Placed {
  /** Empty when the section says "None.". Undefined when it has neither the table nor "None.". */
  readonly rows: readonly DecisionRow[] | undefined;
}

/** A block of free content below a numbered heading or a label. */
export type Block = Placed & { readonly text: string };

export interface Testing extends Placed {
  readonly methodology: Fielded<typeof import('./format.ts').methodology> | undefined;
  readonly health: Fielded<typeof import('./format.ts').health> | undefined;
}

export interface Operations extends Placed {
  readonly configuration: Block | undefined;
  readonly apiKeys: Block | undefined;
  readonly webhooks: Block | undefined;
  readonly dashboard: Block | undefined;
  readonly incidents: Block | undefined;
}

export interface Footnote {
  readonly id: string;
  readonly url: string | null;
  /** ISO date, null when none is written. */
  readonly checked: string | null;
  readonly text: string;
  readonly at: Span;
}

export interface References extends Placed {
  readonly notes: readonly Footnote[];
}

/** One run of text a reader reads as one: a paragraph line, a list item's line, a table cell, a heading. */
export interface Prose {
  /** Number of the innermost numbered heading: `7.P.1.6`. */
  readonly section: string;
  /** Index into `services`, or null outside of one. */
  readonly service: number | null;
  readonly part: PartKey | null;
  /** Key of the field whose content it is, or null. */
  readonly field: string | null;
  /** Column header for a cell of a table. */
  readonly column: string | null;
  readonly kind: 'heading' | 'line' | 'cell';
  /** Plain text: markup, footnote references and comments removed. */
  readonly text: string;
  /** Source of the run. */
  readonly source: string;
  readonly at: Span;
  /** Offset in the document of an offset in `text`. */
  readonly locate: (offset: number) => number;
  /** Footnote ids it refers to, with places. */
  readonly references: readonly { readonly id: string; readonly at: Span }[];
}

export interface CodeBlock {
  readonly section: string;
  readonly service: number | null;
  readonly part: PartKey | null;
  readonly field: string | null;
  readonly block: Code;
}

export type ProblemKind =
  | 'missing-section'
  | 'duplicate-section'
  | 'misordered-section'
  | 'unknown-section'
  | 'duplicate-field'
  | 'misordered-field'
  | 'unknown-field'
  | 'unclosed-fence'
  | 'unclosed-comment'
  | 'not-interpreted';

export interface Problem {
  readonly kind: ProblemKind;
  readonly at: Span;
  readonly message: string;
  readonly related?: { readonly message: string; readonly at: Span };
}

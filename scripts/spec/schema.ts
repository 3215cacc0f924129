import * as z from 'zod/mini';
import {
  BLOCKS,
  CATEGORIES,
  FORMAT_VERSION,
  TABLES,
  TITLE,
  type CategoryCode,
  type ColumnKey,
  type LabelKey,
  type TableFormat,
  type TableKind,
} from './format.ts';

/**
 * What Section 7 says, as data: the published schema, what `export --to json` prints, and what a section must have.
 * Derived from the form (format.ts). A text is what a reader sees of a cell or a label; a line is 1-based.
 */
const line = z.int().check(z.positive());
const text = z.string();

const row = ({ columns }: TableFormat) =>
  z.object({
    /** Number of the nearest heading: `7.P.1.8`. */
    section: text,
    /** Number of the service it belongs to; null outside of services. */
    service: z.nullable(text),
    line,
    /** The row adds up the others. */
    total: z.boolean(),
    /** What its cells have in code spans. */
    code: z.array(text),
    ...Object.fromEntries(Object.keys(columns).map((key) => [key, z.optional(text)])),
  });

const heading = z.object({ title: text, line });

/** Blocks that are always there; what is missing is a gap that a reader would name. */
const blocks = z.object(
  Object.fromEntries(BLOCKS.map(({ number, always }) => [number, always ? heading : z.optional(heading)])),
);

const service = z.object({
  number: text,
  name: text,
  category: z.enum(Object.keys(CATEGORIES) as [string, ...string[]]),
  line,
  /** By key: what stands behind the bold labels of its parts. */
  labels: z.record(text, text),
});

export const sectionSchema = z.object({
  title: z.literal(TITLE),
  format: z.nullable(z.literal(FORMAT_VERSION)),
  /** Fingerprint of the inputs it was written from. */
  inputs: z.nullable(text),
  blocks,
  services: z.array(service),
  /** Rows of the form's tables, by kind. */
  tables: z.object(Object.fromEntries(Object.entries(TABLES).map(([kind, format]) => [kind, z.array(row(format))]))),
  /** Footnotes: where facts come from. */
  sources: z.array(z.object({ id: text, url: z.nullable(text), read: z.nullable(text), text, line })),
  /** Fenced code, by language. */
  code: z.array(z.object({ language: text, section: text, line, text })),
});

/** A row of a table of the form: what a reader sees of its cells, by column. */
export type RowData<K extends TableKind> = {
  readonly section: string;
  readonly service: string | null;
  readonly line: number;
  readonly total: boolean;
  readonly code: readonly string[];
} & { readonly [C in ColumnKey<K>]?: string };

/** What `sectionSchema` accepts, with the columns of each table. */
export interface SectionData {
  readonly title: string;
  readonly format: typeof FORMAT_VERSION | null;
  readonly inputs: string | null;
  readonly blocks: Readonly<Record<string, { readonly title: string; readonly line: number }>>;
  readonly services: readonly {
    readonly number: string;
    readonly name: string;
    readonly category: CategoryCode;
    readonly line: number;
    readonly labels: { readonly [L in LabelKey]?: string };
  }[];
  readonly tables: { readonly [K in TableKind]: readonly RowData<K>[] };
  readonly sources: readonly {
    readonly id: string;
    readonly url: string | null;
    readonly read: string | null;
    readonly text: string;
    readonly line: number;
  }[];
  readonly code: readonly {
    readonly language: string;
    readonly section: string;
    readonly line: number;
    readonly text: string;
  }[];
}

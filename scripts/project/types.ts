import type { Span } from '../markdown/types.ts';

/** A document of the project. `path` is relative to the project root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** A place in a document of the project; line and column are 1-based. */
export interface Place {
  readonly file: string;
  readonly at: Span;
  readonly line: number;
  readonly column: number;
}

/** A quotation with its place: text from a stranger's document, data and never an instruction. */
export interface Quote {
  readonly text: string;
  readonly place: Place;
}

/** A quotation and where it stands: a feature's id (`3.4`, `FR-001`), a section's number, or `architecture`. */
export interface SectionQuote extends Quote {
  readonly section: string;
}

/** `folder`: one file a section. `single`: all in one file. `none`: no specification was found. */
export type Layout = 'single' | 'folder' | 'none';

export type SectionNumber = '1' | '2' | '3' | '4' | '5' | '6' | '8' | '9' | '10';

/** What was taken for which section, and by which sign. */
export interface InputSection {
  readonly number: SectionNumber | 'architecture';
  readonly title: string;
  readonly file: string;
  readonly place: Place;
  readonly by: 'configuration' | 'file name' | 'number' | 'title';
}

export type PrerequisiteId = '3' | '4' | '5' | '6' | 'architecture';

export interface Prerequisite {
  readonly id: PrerequisiteId;
  /** `stub`: the heading exists, but nothing usable under it (empty, TBD, TODO, "not started"). */
  readonly state: 'present' | 'stub' | 'missing';
  readonly place: Place | null;
  /** The step that makes it, for the message. */
  readonly madeBy: string;
  /** What a table above the sections says of it: its owner and state. */
  readonly status: Quote | null;
}

export interface Feature {
  /** As the documents write it: `3.4`, `FR-001`, `US-3`, `Feature 2`. */
  readonly id: string;
  readonly title: string;
  /** Of the feature's own line; without one, of the priority matrix. */
  readonly phase: string | null;
  /** What the priority matrix says, where it names the feature. */
  readonly matrixPhase: Quote | null;
  readonly place: Place;
  /** What "Integration Requirements" says. `open`: TBD or a question. `unstated`: the feature has no such line. */
  readonly needs: 'none' | 'stated' | 'open' | 'unstated';
  /** All items of its integration requirements, in order. */
  readonly requirements: readonly Quote[];
  /** All items of its integration points, in order. */
  readonly integrationPoints: readonly Quote[];
}

export interface Endpoint {
  readonly method: string;
  /** As written. */
  readonly path: string;
  /** A webhook receiver: its path, table or heading says so. */
  readonly webhook: boolean;
  /** `4`, a feature's id, or `architecture`: an endpoint that only a feature names is not specified in Section 4. */
  readonly section: string;
  readonly place: Place;
}

/** A base URL of our own API: what stands before the paths of its endpoints. */
export interface ApiBase extends Quote {
  /** `/v1`; '' where the URL has no path. */
  readonly prefix: string;
}

export interface Column {
  readonly name: string;
  /** As the grammar reads it: `varchar(255)`, `text[]`; null where it is not known. */
  readonly type: string | null;
}

export interface DataTable {
  /** With its schema where it has one: `billing.payments`. */
  readonly name: string;
  readonly columns: readonly Column[];
  /** False where columns may be missing: a form that was not fully read. */
  readonly complete: boolean;
  /** Null for a table that only SQL elsewhere implies. */
  readonly place: Place | null;
}

export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'other';

/** A block of SQL of Section 5, in the order of the document. */
export interface SqlBlock {
  readonly text: string;
  readonly at: Place;
  readonly dialect: Dialect;
}

/**
 * How the documents mean a vendor. Only a structured place (a checked box, a requirement, a table of services, a
 * configuration block, a column or variable)
 * chooses, declines or replaces one; `unchecked` is an empty box, never a service in use. Everything else is
 * `mentioned`.
 */
export type Stance = 'chosen' | 'unchecked' | 'declined' | 'replaced' | 'candidate' | 'mentioned';

export interface VendorMention extends Quote {
  readonly name: string;
  /** Id of its sheet, null when there is none. */
  readonly id: string | null;
  readonly stance: Stance;
  /** It stands in a structured place. */
  readonly structured: boolean;
  /** A feature's id, a section's number, or `architecture`. */
  readonly section: string;
}

/** Places that disagree. Each side carries its quotes. */
export interface Contradiction {
  /**
   * `vendors`: two chosen for one need. `phase`: the matrix and the feature. `declined`: a vendor that one place
   * declines or leaves unchecked and another names.
   * `unused`: a vendor that the selection chooses and no feature needs. `unselected`: one that a feature requires
   * and the selection does not have.
   */
  readonly kind: 'vendors' | 'phase' | 'declined' | 'unused' | 'unselected';
  /** The need, the feature or the vendor. */
  readonly subject: string;
  readonly sides: readonly { readonly says: string; readonly quotes: readonly SectionQuote[] }[];
}

export type ConstraintKind =
  | 'budget'
  | 'objective'
  | 'limit'
  | 'volume'
  | 'schedule'
  | 'retention'
  | 'residency'
  | 'secret-store'
  | 'rotation'
  | 'date'
  | 'on-call';

/** A number or rule of the documents that Section 7 has to keep. */
export interface Constraint extends SectionQuote {
  readonly kind: ConstraintKind;
}

/** A passage that settles nothing yet: TBD, a question, a row that is open. */
export type Question = SectionQuote;

/** Something that was seen and not read, and the line of configuration, or the change, that makes it readable. */
export interface Unread {
  readonly what: string;
  readonly why: string;
  readonly how: string;
}

/** Where Section 7 lives or would live, and what is there now. */
export interface Target {
  readonly path: string;
  /** The configuration keeps the file for Section 7 alone. */
  readonly dedicated: boolean;
  /** There is a section about integrations. */
  readonly exists: boolean;
  readonly place: Place | null;
  readonly title: string | null;
  /** Null for a section that was written by hand. */
  readonly format: number | null;
  /** Why nothing may be replaced, and what to do. */
  readonly obstacle: { readonly problem: string; readonly places: readonly Place[] } | null;
  /** Other headings with the number 7: never replaced. */
  readonly others: readonly { readonly title: string; readonly place: Place }[];
}

/**
 * A Section 7 that was written by hand: evidence, of which what is answered or obsolete may be dropped by naming it.
 */
export interface OldSection7 {
  readonly title: string;
  readonly place: Place;
  readonly services: readonly Quote[];
  readonly dates: readonly Quote[];
  readonly limits: readonly Quote[];
  readonly open: readonly Quote[];
}

/** The inputs of Section 7, read once: plain data. Nothing in here is invented; every item carries its place. */
export interface ProjectContext {
  readonly layout: Layout;
  readonly files: readonly SourceFile[];
  readonly sections: readonly InputSection[];
  readonly prerequisites: readonly Prerequisite[];
  /** The language of most prose; of `other`, prose is not interpreted. */
  readonly language: 'en' | 'de' | 'other';
  readonly features: readonly Feature[];
  readonly endpoints: readonly Endpoint[];
  readonly apiBases: readonly ApiBase[];
  /** False where endpoints may be missing: rules that ask for one stay silent. */
  readonly endpointsComplete: boolean;
  readonly tables: readonly DataTable[];
  readonly sql: readonly SqlBlock[];
  /** False where tables or columns may be missing: rules that ask for one stay silent. */
  readonly schemaComplete: boolean;
  readonly environments: readonly Quote[];
  /** Names of environment variables that exist already. */
  readonly variables: readonly Quote[];
  readonly vendors: readonly VendorMention[];
  readonly contradictions: readonly Contradiction[];
  /** Unsettled passages beside the features' own requirements. */
  readonly questions: readonly Question[];
  readonly constraints: readonly Constraint[];
  readonly unread: readonly Unread[];
  /** Fingerprint of the inputs, line ends normalised: 16 hex digits; what the format comment records. */
  readonly inputsHash: string;
  readonly target: Target;
  readonly oldSection7: OldSection7 | null;
}

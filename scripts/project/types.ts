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

/** `folder`: docs/06-technical-specification/ with a file a section. `single`: docs/06-technical-specification.md. */
export type Layout = 'single' | 'folder' | 'none';

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
  /** As the documents write it: `3.4`. */
  readonly number: string;
  readonly title: string;
  readonly phase: string | null;
  readonly place: Place;
  /** What "Integration Requirements" says. `open`: TBD, undecided or a question. `unstated`: the feature has no such line. */
  readonly needs: 'none' | 'stated' | 'open' | 'unstated';
  readonly requirement: Quote | null;
}

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  /** A webhook receiver: its path or table says so. */
  readonly webhook: boolean;
  readonly place: Place;
}

/** A vendor or service that the documents name. `id` is that of its sheet, null when there is none. */
export interface VendorMention {
  readonly name: string;
  readonly id: string | null;
  readonly place: Place;
  /** The section it stands in: a feature number ("3.4"), "4", "5", "6" or "architecture". */
  readonly section: string;
  readonly quote: string;
  /** How the sentence means it. `declined`: "none", "not planned", "we do not want". `mentioned`: neither chosen nor declined. */
  readonly stance: 'chosen' | 'declined' | 'mentioned';
}

/** Two vendors chosen for one need by different sources. */
export interface Contradiction {
  readonly need: string;
  readonly sides: readonly { readonly vendor: string; readonly mentions: readonly VendorMention[] }[];
}

export interface Stipulation extends Quote {
  readonly kind: 'budget' | 'slo' | 'limit' | 'volume' | 'schedule' | 'retention' | 'residency' | 'secret-store' | 'rotation';
  /** The feature or section it stands in. */
  readonly section: string;
}

/** A passage that settles nothing yet: TBD, a question, "not decided". */
export interface Question extends Quote {
  /** The feature or section it stands in. */
  readonly section: string;
}

export interface DataTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly place: Place;
}

/** Where Section 7 lives or would live, and what is there now. */
export interface Target {
  readonly path: string;
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

/** Sections 3 to 6 and the architecture document, read once. Nothing in here is invented; every item carries its place. */
export interface ProjectContext {
  readonly layout: Layout;
  readonly files: readonly SourceFile[];
  readonly prerequisites: readonly Prerequisite[];
  readonly features: readonly Feature[];
  readonly endpoints: readonly Endpoint[];
  readonly tables: readonly DataTable[];
  readonly environments: readonly Quote[];
  readonly variables: readonly Quote[];
  readonly vendors: readonly VendorMention[];
  readonly contradictions: readonly Contradiction[];
  /** Unsettled passages beside the features' own requirements. */
  readonly questions: readonly Question[];
  readonly stipulations: readonly Stipulation[];
  /** The stipulations of the kinds `budget` and `slo`. */
  readonly promises: readonly Stipulation[];
  /** Fingerprint of the inputs (Sections 3-6 and the architecture document), line ends normalised: 16 hex digits; what the format comment records. */
  readonly inputsHash: string;
  readonly target: Target;
}

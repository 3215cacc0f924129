/**
 * The types of the package, as they are published. Everything is plain data; nothing is written. What rejects or throws
 * is an Error with the name "UserError" and one line for people where an input is missing, cannot be read or is not
 * understood; any other error is a fault of vibe-specs.
 */
export type Severity = 'error' | 'warning' | 'info';

/** What vibe-specs.config.json holds; schemas/config.schema.json names every rule and option. */
export interface Config {
  readonly rules?: Readonly<Record<string, Setting>>;
  readonly overrides?: readonly {
    readonly files: readonly string[];
    readonly rules?: Readonly<Record<string, Setting>>;
  }[];
  readonly inputs?: Readonly<Record<string, string | readonly string[]>>;
}
export type Setting = Severity | 'off' | readonly [Severity | 'off', Readonly<Record<string, number>>];

export interface LintOptions {
  /** Folder of the project; the current one unless given. */
  readonly project?: string;
  /** Paths or globs from the project's folder on; its own Section 7 unless given. */
  readonly files?: readonly string[];
  /** A document instead of files. */
  readonly text?: string;
  /** The path by which findings in `text` are named. */
  readonly file?: string;
  /** Instead of the project's vibe-specs.config.json. */
  readonly config?: Config;
  /** Run SQL and code as well, with the packages of the project. */
  readonly run?: boolean;
}

export interface Location {
  /** From the project's folder on, with forward slashes. */
  readonly file: string;
  /** 1-based; columns in UTF-16 units. The end lies just after the last character. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export interface Finding extends Location {
  readonly rule: string;
  readonly severity: Severity;
  /** Number of the section it stands in. */
  readonly section: string | null;
  readonly message: string;
  readonly advice: string | null;
  readonly url: string;
  readonly related: readonly (Location & { readonly message: string })[];
  /** The change that certainly mends it: UTF-16 offsets of the document, and the text that belongs there. */
  readonly fix?: { readonly at: { readonly start: number; readonly end: number }; readonly text: string };
}

export interface LintResult {
  readonly file: string;
  readonly diagnostics: readonly Finding[];
  readonly disabled: readonly { readonly diagnostic: Finding; readonly reason: string }[];
  /** What a rule would have judged and could not read. */
  readonly notChecked: readonly (Location & { readonly rule: string; readonly what: string })[];
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** Checks documents; one result for each, also where nothing is found. */
export declare function lint(options?: LintOptions): Promise<LintResult[]>;

/** Rows of a table of the form have a text by column, beside these. */
export interface Row {
  readonly section: string;
  readonly service: string | null;
  readonly line: number;
  readonly total: boolean;
  readonly code: readonly string[];
}

/** Section 7 as data; schemas/section-7.schema.json has its tables and columns. */
export interface Section {
  readonly title: string;
  readonly format: number | null;
  readonly inputs: string | null;
  readonly blocks: Readonly<Record<string, { readonly title: string; readonly line: number }>>;
  readonly services: readonly {
    readonly number: string;
    readonly name: string;
    readonly category: string;
    readonly line: number;
    readonly labels: Readonly<Record<string, string | undefined>>;
  }[];
  readonly tables: Readonly<Record<string, readonly Row[]>>;
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

/** Reads the Section 7 of a document; null where it has none. Never throws for what a document says. */
export declare function parseSection(text: string): Section | null;

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}
export interface Quote {
  readonly text: string;
  readonly place: Place;
}

/** What Section 7 is written from; `vibe-specs preflight --json` prints the same. */
export interface Preflight {
  readonly ready: boolean;
  readonly layout: 'single' | 'folder' | 'none';
  /** Paths of the documents that were read. */
  readonly files: readonly string[];
  readonly prerequisites: readonly {
    readonly id: string;
    readonly state: 'present' | 'stub' | 'missing';
    readonly place: Place | null;
  }[];
  readonly features: readonly {
    readonly id: string;
    readonly title: string;
    readonly place: Place;
    readonly requirements: readonly Quote[];
  }[];
  readonly endpoints: readonly {
    readonly method: string;
    readonly path: string;
    readonly webhook: boolean;
    readonly place: Place;
  }[];
  readonly tables: readonly {
    readonly name: string;
    readonly columns: readonly { readonly name: string; readonly type: string | null }[];
  }[];
  readonly vendors: readonly (Quote & { readonly name: string; readonly id: string | null; readonly stance: string })[];
  readonly contradictions: readonly { readonly kind: string; readonly subject: string }[];
  readonly questions: readonly Quote[];
  readonly constraints: readonly (Quote & { readonly kind: string })[];
  /** What was seen and not read, and how it becomes readable. */
  readonly unread: readonly { readonly what: string; readonly why: string; readonly how: string }[];
  readonly target: { readonly path: string; readonly exists: boolean };
}

/** Reads the inputs of a project: the current folder unless one is given. */
export declare function preflight(project?: string): Promise<Preflight>;

export interface Delivery {
  /** An object, or pairs, as `Headers` has them. Names are compared without case. */
  readonly headers:
    | Iterable<readonly [string, string]>
    | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The bytes as received: a parsed and re-serialised body does not verify. */
  readonly rawBody: string | Uint8Array;
  /** Shared secret, or the provider's public key, certificate or key set. Several while a secret is replaced. */
  readonly secret: string | readonly string[];
  /** Full URL as the provider called it, and the HTTP method, for schemes that sign them. */
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly webhookId?: string | undefined;
  /** Clock in seconds since 1970; numbers above 10¹¹ are milliseconds. The time of the call unless given. */
  readonly now?: number | Date | undefined;
}

/** `reason` is for programs, `message` for people; neither holds anything of a secret. */
export type Verdict =
  | { readonly valid: true }
  | { readonly valid: false; readonly reason: string; readonly message: string };

/**
 * Verifies one webhook delivery by the scheme of a service's sheet: `stripe`, or a family of a service that has several
 * (`adyen-payments`). Throws where there is no sheet or no scheme; what is wrong with a delivery is the reason.
 */
export declare function verifyWebhook(service: string, delivery: Delivery): Verdict;

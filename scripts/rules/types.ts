import type { CodeFault } from '../code/report.ts';
import type { Span } from '../markdown/types.ts';
import type { Place, ProjectContext } from '../project/types.ts';
import type { RunReport } from '../run/types.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { Section7 } from '../spec/model.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A second place that a finding is about. */
export interface Related {
  readonly message: string;
  /** In the checked document, or a place in another document of the project. */
  readonly at: Span | Place;
}

/** Replaces a range of the checked document. */
export interface Fix {
  readonly at: Span;
  readonly text: string;
}

export interface Finding {
  /** The range that the finding talks about, in the checked document. */
  readonly at: Span;
  /** One sentence: "Unexpected X, expected Y". */
  readonly message: string;
  /** What to do about it, when the message does not already say so. */
  readonly advice?: string;
  readonly related?: readonly Related[];
  /** The change that certainly mends it; `check --fix` makes it. */
  readonly fix?: Fix | undefined;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
}

/** Something that a rule would have judged and could not read: said once in the summary, never a reason to reword. */
export interface NotChecked {
  readonly at: Span;
  /** What was not judged: "the monthly cost of Stripe". */
  readonly notChecked: string;
}

/** A limit that a project may set otherwise: a whole number above 0. */
export interface RuleOption {
  readonly default: number;
  /** What it limits, with its unit. */
  readonly summary: string;
}

/** Values of the options of one rule, by name. */
export type Options = Readonly<Record<string, number>>;

/** A table of the database, from Section 5 and from 7.E on top of it. */
export interface KnownColumns {
  readonly name: string;
  readonly columns: readonly string[];
  /** False where columns may be missing from the list. */
  readonly complete: boolean;
}

export interface RuleInput {
  readonly section: Section7;
  /** Null when the project's Sections 3-6 could not be found: rules that need them stay silent. */
  readonly project: ProjectContext | null;
  /** Null when Section 5 has none that are read. Where `project.schemaComplete` is false, there may be others. */
  readonly tables: readonly KnownColumns[] | null;
  readonly catalog: ServiceCatalog;
  /** Of the rule that is asked; each option that it has is set. */
  readonly options: Options;
  /** What the parsers of its languages found in the fenced code. */
  readonly code: readonly CodeFault[];
  /** Where credentials stand. */
  readonly secrets: readonly Span[];
  /** What came out when code and SQL were run; null when they were not. */
  readonly run: RunReport | null;
  /** ISO date, UTC. */
  readonly today: string;
}

/** One rule: pure, over the model, never over raw text. */
export interface Rule {
  /** `group/name`: its folder is scripts/rules/<group>/<name>, its page docs/rules/<group>/<name>.md. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: why the rule exists. */
  readonly summary: string;
  readonly options?: Readonly<Record<string, RuleOption>>;
  readonly check: (input: RuleInput) => Iterable<Finding | NotChecked>;
}

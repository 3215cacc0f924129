import type { CodeFault } from '../code/report.ts';
import type { Span } from '../markdown/types.ts';
import type { Place, ProjectContext } from '../project/types.ts';
import type { Section7 } from '../spec/model.ts';
import type { ServiceCatalog } from '../services/catalog.ts';

export type Severity = 'error' | 'warning';

/** A second place that a finding is about. */
export interface Related {
  readonly message: string;
  /** In the checked document, or a place in another document of the project. */
  readonly at: Span | Place;
}

export interface Finding {
  /** The range that the finding talks about, in the checked document. */
  readonly at: Span;
  /** One sentence: "Unexpected X, expected Y". */
  readonly message: string;
  /** What to do about it, when the message does not already say so. */
  readonly advice?: string;
  readonly related?: readonly Related[];
}

export interface Options {
  /** Days after which a footnote's date is old. */
  readonly maxSourceAge: number;
}

export interface RuleInput {
  readonly spec: Section7;
  /** Null when the project's Sections 3-6 could not be found: rules that need them stay silent. */
  readonly project: ProjectContext | null;
  readonly catalog: ServiceCatalog;
  readonly options: Options;
  /** What the parsers of its languages found in the fenced code. */
  readonly code: readonly CodeFault[];
  /** ISO date, UTC. */
  readonly today: string;
}

/** One rule: pure, over the model, never over raw text. */
export interface Rule {
  /** `group/name`; its page is docs/rules/<group>/<name>.md. */
  readonly id: string;
  readonly severity: Severity;
  /** One sentence: why the rule exists. */
  readonly summary: string;
  /** What the rule does not judge, where a reader might think that it does: a paragraph of its page. */
  readonly silent?: string;
  readonly check: (input: RuleInput) => Iterable<Finding>;
}

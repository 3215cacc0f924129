import type { Span } from '../markdown/types.ts';
import type { Fix, Severity } from '../rules/types.ts';
import type { RunReport } from '../run/types.ts';

export interface Location {
  /** Relative to the project root, forward slashes. */
  readonly file: string;
  readonly at: Span;
  /** 1-based; columns in UTF-16 units. `endLine`, `endColumn` lie just after the last character. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One finding as every output shows it: text, JSON, SARIF, annotations, hook and MCP. */
export interface Diagnostic extends Location {
  readonly rule: string;
  readonly severity: Severity;
  /** Number of the section it stands in, `7.P.1.6`; null before the first numbered heading. */
  readonly section: string | null;
  readonly message: string;
  readonly advice: string | null;
  readonly url: string;
  readonly related: readonly (Location & { readonly message: string })[];
  /** The change that certainly mends it. */
  readonly fix?: Fix;
}

/** What `check` found in one document. Everything a reporter may print is in here. */
export interface CheckResult {
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
  /** Findings that an inline comment disabled, with the reason given there. */
  readonly disabled: readonly { readonly diagnostic: Diagnostic; readonly reason: string }[];
  /** What a rule would have judged and could not read. */
  readonly notChecked: readonly (Location & { readonly rule: string; readonly what: string })[];
  /** What was run and what was not; null when running was not asked for. */
  readonly run: Pick<RunReport, 'ran' | 'notRun'> | null;
  /** Length of the section, without code; null without one. */
  readonly words: number | null;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
}

/** How many findings there are of each severity. */
export function counted(diagnostics: readonly Diagnostic[]): Pick<CheckResult, 'errors' | 'warnings' | 'infos'> {
  const count = (severity: Severity) => diagnostics.filter((d) => d.severity === severity).length;
  return { errors: count('error'), warnings: count('warning'), infos: count('info') };
}

/** Of one rule in one document. A hostile document has a million, which no memory holds and nobody reads. */
export const MOST_FINDINGS = 1000;
/** Characters. A message names what the document says; a hostile name may be as long as the document. */
const LONGEST_MESSAGE = 800;

/** A message as long as anybody reads it. */
export const cut = (text: string) => (text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 1)}…` : text);

/**
 * What makes two findings the same from one run to the next: no line number, so that text added above changes nothing.
 */
export function identity({
  file,
  section,
  rule,
  message,
}: Pick<Diagnostic, 'file' | 'section' | 'rule' | 'message'>): string {
  return JSON.stringify([file, section, rule, message]);
}

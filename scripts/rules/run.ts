import type { CodeFault } from '../code/report.ts';
import { lastAtMost, position } from '../markdown/lines.ts';
import { outline, type OutlineSection } from '../markdown/sections.ts';
import type { MarkdownDocument, Span } from '../markdown/types.ts';
import { ruleUrl } from '../product.ts';
import type { Place, ProjectContext } from '../project/types.ts';
import type { CheckResult, Diagnostic, Location } from '../report/diagnostic.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import { parseSection7, type ParsedDocument } from '../spec/parse.ts';
import { severityOf, type Config } from './config.ts';
import { disablesByRule, disablesOf, faultsOf, type Disable } from './disable.ts';
import { RULES } from './index.ts';
import type { Finding, RuleInput, Severity } from './types.ts';

export interface CheckInput {
  readonly text: string;
  /** Relative to the project root. */
  readonly file: string;
  readonly project: ProjectContext | null;
  readonly catalog: ServiceCatalog;
  readonly config: Config;
  /** ISO date, UTC. */
  readonly today: string;
  /** The document when the caller has read it already. */
  readonly parsed?: ParsedDocument;
  /** What is wrong with the fenced code: parsers are loaded when there is some, which is asynchronous (document.ts). */
  readonly code: readonly CodeFault[];
}

/** What the engine says about its own comments and failures; they have pages like every rule. */
export const ENGINE_RULES: Readonly<Record<string, { severity: Severity; summary: string }>> = {
  'config/unknown-rule': { severity: 'error', summary: 'A comment that names no known rule disables nothing.' },
  'config/disable-without-reason': { severity: 'error', summary: 'Whoever reads a disabled finding needs to know why it may be ignored.' },
  'config/unused-disable': { severity: 'warning', summary: 'A comment that disables nothing hides the next real finding.' },
  'internal/rule-failed': { severity: 'error', summary: 'A rule of this program failed; its findings are missing.' },
};

/** Of one rule in one document. A hostile document has a million, which no memory holds and nobody reads. */
const MOST_FINDINGS = 1000;

/** Every id that a finding can carry, for lists and reports. */
export function allRules(): { id: string; severity: Severity; summary: string; silent?: string }[] {
  const engine = Object.entries(ENGINE_RULES).map(([id, rule]) => ({ id, ...rule }));
  return [...RULES.map(({ id, severity, summary, silent }) => ({ id, severity, summary, ...(silent ? { silent } : {}) })), ...engine];
}

/** Checks one document. Pure; a document without Section 7 is a finding, not an error. */
export function check(input: CheckInput): CheckResult {
  const { doc, section } = input.parsed ?? parseSection7(input.text, input.file);
  const places = placesIn(doc, input.file);
  const raw: { rule: string; severity: Severity; finding: Finding }[] = [];
  if (!section) {
    const message = 'Missing Section 7, expected a heading "## 7. External Service Integration Architecture"';
    raw.push({ rule: 'structure/missing-section', severity: 'error', finding: { at: { start: 0, end: 0 }, message } });
  } else {
    const ruleInput: RuleInput = { spec: section, project: input.project, catalog: input.catalog, options: input.config, code: input.code, today: input.today };
    for (const rule of RULES) {
      const severity = severityOf(input.config, rule.id, rule.severity);
      if (severity === 'off') continue;
      try {
        for (const finding of atMost(rule.check(ruleInput))) raw.push({ rule: rule.id, severity, finding });
      } catch (error) {
        const message = `The rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`;
        raw.push({ rule: 'internal/rule-failed', severity: 'error', finding: { at: section.headingAt, message, advice: 'This is a fault of vibe-specs; please report it with the document.' } });
      }
    }
  }
  const disables = disablesOf(doc);
  // Without Section 7 there is one finding, and no comment may hide it.
  const disabling = disablesByRule(section ? disables : []);
  const used = new Set<Disable>();
  const diagnostics: Diagnostic[] = [];
  const disabled: { diagnostic: Diagnostic; reason: string }[] = [];
  for (const { rule, severity, finding } of raw) {
    const diagnostic = toDiagnostic(rule, severity, finding, places);
    const by = disabling(rule, finding.at.start);
    if (by) {
      used.add(by);
      disabled.push({ diagnostic, reason: by.reason });
    } else diagnostics.push(diagnostic);
  }
  for (const { rule, ...finding } of atMost(faultsOf(disables, RULES.map((r) => r.id), used))) {
    const severity = severityOf(input.config, rule, ENGINE_RULES[rule]!.severity);
    if (severity !== 'off') diagnostics.push(toDiagnostic(rule, severity, finding, places));
  }
  diagnostics.sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  const errors = diagnostics.filter((d) => d.severity === 'error').length;
  return { file: input.file, diagnostics, disabled, errors, warnings: diagnostics.length - errors };
}

function* atMost<F extends Finding>(findings: Iterable<F>): Iterable<F> {
  let n = 0;
  for (const finding of findings) {
    if (++n <= MOST_FINDINGS) yield finding;
    else return yield { ...finding, advice: undefined, related: undefined, message: `Unexpected number of findings: this rule stops after ${MOST_FINDINGS}, and the rest of the document is not judged by it` };
  }
}

interface Places {
  readonly of: (at: Span | Place) => Location;
  readonly sectionAt: (offset: number) => string | null;
}

/** Lines, columns and section numbers of findings. */
function placesIn(doc: MarkdownDocument, file: string): Places {
  let headings: OutlineSection[] | undefined;
  let headingStarts: number[] | undefined;
  return {
    of(at) {
      if ('file' in at) return { file: at.file, at: at.at, line: at.line, column: at.column, endLine: at.line, endColumn: at.column };
      const start = position(doc.lines, at.start);
      const end = position(doc.lines, at.end);
      return { file, at, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    },
    sectionAt(offset) {
      headings ??= outline(doc).filter((s) => s.number !== null);
      headingStarts ??= headings.map((s) => s.heading.at.start);
      return headings[lastAtMost(headingStarts, offset)]?.number ?? null;
    },
  };
}

function toDiagnostic(rule: string, severity: Severity, { at, message, advice, related }: Finding, places: Places): Diagnostic {
  return {
    ...places.of(at),
    rule,
    severity,
    section: places.sectionAt(at.start),
    message: cut(message),
    advice: advice === undefined ? null : cut(advice),
    url: ruleUrl(rule),
    related: (related ?? []).map((r) => ({ ...places.of(r.at), message: cut(r.message) })),
  };
}

/** Characters. A message names what the document says; a hostile name may be as long as the document. */
const LONGEST_MESSAGE = 800;

const cut = (text: string) => (text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE - 1)}…` : text);

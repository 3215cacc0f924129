import { DRIFT_RULES } from './drift.ts';
import type { CodeFault } from '../code/report.ts';
import { lastAtMost, linesAndColumns } from '../markdown/lines.ts';
import { outline } from '../markdown/sections.ts';
import type { MarkdownDocument, Span } from '../markdown/types.ts';
import { ruleUrl } from '../product.ts';
import type { Place, ProjectContext } from '../project/types.ts';
import { counted, cut, MOST_FINDINGS, type CheckResult, type Diagnostic, type Location } from '../report/diagnostic.ts';
import { printable, redactor } from '../report/redact.ts';
import type { RunReport } from '../run/types.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { ParsedDocument } from '../spec/model.ts';
import { wordsOf } from '../spec/words.ts';
import { groupOf, settingsFor, type Config } from './config.ts';
import { disablesByRule, disablesOf, faultsOf, type Disable } from './disable.ts';
import { RULES } from './index.ts';
import type { Finding, KnownColumns, NotChecked, Rule, RuleInput, Severity } from './types.ts';

export interface CheckInput {
  /** Relative to the project root. */
  readonly file: string;
  readonly parsed: ParsedDocument;
  readonly project: ProjectContext | null;
  readonly tables: readonly KnownColumns[] | null;
  readonly catalog: ServiceCatalog;
  readonly config: Config;
  readonly code: readonly CodeFault[];
  readonly secrets: readonly Span[];
  readonly run: RunReport | null;
  /** ISO date, UTC. */
  readonly today: string;
}

/** What the engine says about its own comments and failures; they have pages like every rule. */
export const ENGINE_RULES: Readonly<Record<string, { severity: Severity; summary: string }>> = {
  'structure/missing-section': { severity: 'error', summary: 'Without Section 7 there is nothing to check.' },
  'config/unknown-rule': { severity: 'error', summary: 'A comment that names no known rule disables nothing.' },
  'config/disable-without-reason': {
    severity: 'error',
    summary: 'Whoever reads a disabled finding needs to know why it may be ignored.',
  },
  'config/unused-disable': {
    severity: 'warning',
    summary: 'A comment that disables nothing hides the next real finding.',
  },
  'internal/rule-failed': { severity: 'error', summary: 'A rule of this program failed; its findings are missing.' },
};

/** Every id that a finding can carry, for lists and reports. */
export function allRules(): Pick<Rule, 'id' | 'severity' | 'summary' | 'options'>[] {
  const engine = Object.entries(ENGINE_RULES).map(([id, rule]) => ({ id, ...rule }));
  const rules = RULES.map(({ check: _, ...rule }) => rule);
  return [...rules, ...DRIFT_RULES, ...engine].sort((a, b) => (a.id < b.id ? -1 : 1));
}

interface Raw {
  readonly rule: string;
  readonly severity: Severity;
  readonly finding: Finding;
}

/**
 * Checks one document. Pure; a document without Section 7 is a finding, not an error. `rules` are those of the product
 * unless a test names its own.
 */
export function check(input: CheckInput, rules: readonly Rule[] = RULES): CheckResult {
  const { doc, section } = input.parsed;
  const places = placesIn(doc, input.file);
  const settingOf = settingsFor(input.config, input.file);
  const { raw, notChecked } = section
    ? findingsOf({ ...input, section }, settingOf, rules)
    : { raw: [MISSING], notChecked: [] };
  const disables = disablesOf(doc);
  // Without Section 7 there is one finding, and no comment may hide it.
  const disabling = disablesByRule(section ? disables : []);
  const used = new Set<Disable>();
  const redact = redactor(doc.text, input.secrets);
  const diagnostics: Diagnostic[] = [];
  const disabled: { diagnostic: Diagnostic; reason: string }[] = [];
  for (const { rule, severity, finding } of raw) {
    const diagnostic = printable(toDiagnostic(rule, severity, finding, places), redact);
    const by = disabling(rule, finding.at.start);
    if (by) {
      used.add(by);
      disabled.push({ diagnostic, reason: redact(by.reason) });
    } else diagnostics.push(diagnostic);
  }
  const known = new Map(allRules().map((rule) => [rule.id, rule]));
  // Whether a rule of `drift` finds something, only `drift` knows; of `run` nobody, where something was not run.
  const isHere = (id: string) => groupOf(id) !== 'drift' && (input.run?.notRun.length === 0 || groupOf(id) !== 'run');
  const isJudged = (id: string) => isHere(id) && settingOf(known.get(id)!).level !== 'off';
  for (const { rule, ...finding } of atMost(faultsOf(disables, [...known.keys()], used, isJudged))) {
    const { level } = settingOf({ id: rule, severity: ENGINE_RULES[rule]!.severity });
    if (level !== 'off') diagnostics.push(printable(toDiagnostic(rule, level, finding, places), redact));
  }
  diagnostics.sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  return {
    file: input.file,
    diagnostics,
    disabled,
    notChecked: notChecked.map(({ rule, item }) => ({
      ...places.of(item.at),
      rule,
      what: cut(redact(item.notChecked)),
    })),
    run: input.run && {
      ran: input.run.ran.map(redact),
      notRun: input.run.notRun.map((n) => ({ ...n, what: redact(n.what), why: redact(n.why) })),
    },
    words: section && wordsOf(section).withoutCode,
    ...counted(diagnostics),
  };
}

const MISSING: Raw = {
  rule: 'structure/missing-section',
  severity: 'error',
  finding: {
    at: { start: 0, end: 0 },
    message: 'Missing Section 7, expected a heading "## 7. External Service Integration Architecture"',
  },
};

function findingsOf(
  input: Omit<RuleInput, 'options'>,
  settingOf: ReturnType<typeof settingsFor>,
  rules: readonly Rule[],
) {
  const raw: Raw[] = [];
  const notChecked: { rule: string; item: NotChecked }[] = [];
  for (const rule of rules) {
    const { level, options } = settingOf(rule);
    if (level === 'off') continue;
    const configured = level !== rule.severity;
    try {
      for (const item of atMost(rule.check({ ...input, options }))) {
        if ('notChecked' in item) notChecked.push({ rule: rule.id, item });
        else raw.push({ rule: rule.id, severity: configured ? level : (item.severity ?? level), finding: item });
      }
    } catch (error) {
      const message = `The rule ${rule.id} failed: ${error instanceof Error ? error.message : String(error)}`;
      const advice = 'This is a fault of vibe-specs; please report it with the document.';
      raw.push({
        rule: 'internal/rule-failed',
        severity: 'error',
        finding: { at: input.section.headingAt, message, advice },
      });
    }
  }
  return { raw, notChecked };
}

function* atMost<F extends Finding | NotChecked>(findings: Iterable<F>): Iterable<F> {
  let n = 0;
  for (const finding of findings) {
    if (++n <= MOST_FINDINGS) yield finding;
    else
      return yield {
        ...finding,
        advice: undefined,
        related: undefined,
        message: `Unexpected number of findings: this rule stops after ${MOST_FINDINGS}, and the rest of the document is not judged by it`,
      };
  }
}

interface Places {
  readonly of: (at: Span | Place) => Location;
  readonly sectionAt: (offset: number) => string | null;
}

/** Lines, columns and section numbers of findings. */
function placesIn(doc: MarkdownDocument, file: string): Places {
  const headings = outline(doc).filter((s) => s.number !== null);
  const starts = headings.map((s) => s.heading.at.start);
  return {
    of(at) {
      if ('file' in at)
        return { file: at.file, at: at.at, line: at.line, column: at.column, endLine: at.line, endColumn: at.column };
      return { file, at, ...linesAndColumns(doc.lines, at) };
    },
    sectionAt: (offset) => headings[lastAtMost(starts, offset)]?.number ?? null,
  };
}

function toDiagnostic(rule: string, severity: Severity, finding: Finding, places: Places): Diagnostic {
  const { at, message, advice, related, fix } = finding;
  return {
    ...places.of(at),
    rule,
    severity,
    section: places.sectionAt(at.start),
    message,
    advice: advice ?? null,
    url: ruleUrl(rule),
    related: (related ?? []).map((r) => ({ ...places.of(r.at), message: r.message })),
    ...(fix ? { fix } : {}),
  };
}

import { append } from '../append.ts';
import { lastAtMost, linesAndColumns, lineStarts } from '../markdown/lines.ts';
import type { Span } from '../markdown/types.ts';
import { ruleUrl } from '../product.ts';
import { counted, MOST_FINDINGS, type CheckResult, type Diagnostic, type Location } from '../report/diagnostic.ts';
import { settingsFor, type Config } from '../rules/config.ts';
import { disablesByRule, disablesOf } from '../rules/disable.ts';
import type { ParsedDocument, Section7 } from '../spec/model.ts';
import { compareAlerts } from './compare/alerts.ts';
import { comparePackages } from './compare/packages.ts';
import { compareRoutes } from './compare/routes.ts';
import { compareSchema } from './compare/schema.ts';
import { crept, isWritten, sheetsOfName, unbuilt } from './compare/services.ts';
import { compareVariables } from './compare/variables.ts';
import { evidenceOf, type Evidence } from './evidence.ts';
import { isPackageOf, sheetsOfHost } from './evidence/vendors.ts';
import { isNamedAfter, knownOf, prefixesOf, type KnownService } from './known.ts';
import { DRIFT_RULES, type DriftRuleId } from '../rules/drift.ts';
import type { DriftFinding, DriftInput, FilePlace, NotCompared } from './types.ts';

type Raw = DriftFinding | NotCompared;

/**
 * Holds a repository against Section 7: pure, one result for Section 7 and one for each file with a finding. The texts
 * are as long as they are, and quote: redact.ts makes them fit to print.
 */
export function drift(input: DriftInput, doc: ParsedDocument['doc'], config: Config): CheckResult[] {
  const known = knownOf(input.section, input.catalog);
  const evidence = evidenceOf(input.repository, input.parsers);
  const built = new Set(known.services.filter((one) => isBuilt(one, input, evidence)));
  const found: Readonly<Record<DriftRuleId, () => Iterable<Raw>>> = {
    'drift/variables': () => compareVariables(input, known, evidence, built),
    'drift/routes': () => compareRoutes(input, known, evidence),
    'drift/packages': () => comparePackages(input, known, evidence),
    'drift/services': () => [...unbuilt(known, built), ...crept(input, known, evidence)],
    'drift/alerts': () => compareAlerts(input, evidence),
    'drift/schema': () => compareSchema(input, evidence),
  };
  const report = new Report(input.section, doc);
  const settingOf = settingsFor(config, input.section.file);
  for (const { id, severity: own } of DRIFT_RULES) {
    const severity = settingOf({ id, severity: own }).level;
    if (severity === 'off') continue;
    for (const raw of found[id]()) {
      if ('notCompared' in raw) report.notCompared(id, raw.notCompared);
      else report.add({ ...raw, rule: id, severity: severity === own ? (raw.severity ?? own) : severity });
    }
  }
  for (const what of input.repository.left) report.notCompared('drift/services', `not read: ${what}`);
  return report.results();
}

/** Whether the repository has anything of a service; where variables are shared, those named after it count. */
function isBuilt(
  { sheets, variables, ...one }: KnownService,
  { catalog, section }: DriftInput,
  evidence: Evidence,
): boolean {
  const own = variables.filter(({ name }) => sheets.some((sheet) => isNamedAfter(name, sheet)));
  const text = section.text.slice(one.service.at.start, one.service.at.end);
  const prefixes = [...prefixesOf({ sheets, variables, ...one }, catalog)];
  return (
    (own.length > 0 ? own : variables).some(({ name }) => evidence.names.has(name)) ||
    evidence.variables.some(({ name }) => prefixes.some((prefix) => name.startsWith(prefix))) ||
    evidence.packages.some(
      (use) =>
        sheets.some((sheet) => isPackageOf(use, sheet)) ||
        sheetsOfName(use.name, sheets).length > 0 ||
        // Its own text names the package, in whatever language it is.
        (use.direct && use.name.length > 3 && isWritten(text, use.name)),
    ) ||
    evidence.hosts.some(
      ({ host, path }) =>
        text.includes(host) || sheetsOfHost(catalog, host, path).sheets.some((sheet) => sheets.includes(sheet)),
    )
  );
}

type Judged = DriftFinding & { readonly rule: DriftRuleId; readonly severity: Diagnostic['severity'] };

class Report {
  readonly #section: Section7;
  /** Where its headings begin. */
  readonly #headings: readonly number[];
  readonly #disabling: ReturnType<typeof disablesByRule>;
  readonly #starts = new Map<string, readonly number[]>();
  readonly #diagnostics: Diagnostic[] = [];
  readonly #disabled: { diagnostic: Diagnostic; reason: string }[] = [];
  readonly #notChecked: CheckResult['notChecked'][number][] = [];
  readonly #counts = new Map<string, number>();

  constructor(section: Section7, doc: ParsedDocument['doc']) {
    this.#section = section;
    this.#headings = section.headings.map(({ at }) => at.start);
    this.#disabling = disablesByRule(disablesOf(doc));
  }

  add({ at, message, advice, related = [], rule, severity }: Judged): void {
    const count = (this.#counts.get(rule) ?? 0) + 1;
    this.#counts.set(rule, count);
    if (count > MOST_FINDINGS) return;
    const diagnostic: Diagnostic = {
      ...this.#location(at),
      rule,
      severity,
      section: 'file' in at ? null : this.#numberAt(at),
      message,
      advice: advice ?? null,
      url: ruleUrl(rule),
      related: related.map((r) => ({ ...this.#location(r.at), message: r.message })),
    };
    const places = [at, ...related.map((r) => r.at)].filter((place): place is Span => !('file' in place));
    const by = places.map(({ start }) => this.#disabling(rule, start)).find((disable) => disable !== null);
    if (by) this.#disabled.push({ diagnostic, reason: by.reason });
    else this.#diagnostics.push(diagnostic);
  }

  notCompared(rule: DriftRuleId, what: string): void {
    this.#notChecked.push({ ...this.#location(this.#section.headingAt), rule, what });
  }

  results(): CheckResult[] {
    const files = new Map<string, Diagnostic[]>([[this.#section.file, []]]);
    for (const diagnostic of this.#diagnostics) {
      append(files, diagnostic.file, diagnostic);
    }
    return [...files].map(([file, own]) => ({
      file,
      diagnostics: own.sort((a, b) => a.at.start - b.at.start),
      disabled: file === this.#section.file ? this.#disabled : [],
      notChecked: file === this.#section.file ? this.#notChecked : [],
      run: null,
      words: null,
      ...counted(own),
    }));
  }

  #location(place: FilePlace | Span): Location {
    const [file, text, at] =
      'file' in place ? [place.file.path, place.file.text, place.at] : [this.#section.file, this.#section.text, place];
    let starts = this.#starts.get(file);
    if (!starts) this.#starts.set(file, (starts = lineStarts(text)));
    return { file, at: { start: at.start, end: at.end }, ...linesAndColumns(starts, at) };
  }

  #numberAt({ start }: Span): string | null {
    return this.#section.headings[lastAtMost(this.#headings, start)]?.number ?? null;
  }
}

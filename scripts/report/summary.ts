import type { ProjectContext } from '../project/types.ts';
import { toData } from '../spec/data.ts';
import type { Section7 } from '../spec/model.ts';
import type { RowData, SectionData } from '../spec/schema.ts';
import { wordsOf } from '../spec/words.ts';
import type { BlockNumber } from '../spec/format.ts';
import type { CheckResult } from './diagnostic.ts';
import { plural, visible } from './text.ts';

/** What a Section 7 holds, counted from the file; nothing is claimed that it does not say. */
export interface Summary {
  readonly file: string;
  /** The section's own words for its readers: its first paragraph. */
  readonly opening: string;
  readonly services: readonly {
    readonly number: string;
    readonly name: string;
    readonly status: string;
    readonly cost: string;
    readonly budget: string;
  }[];
  readonly features: { readonly total: number; readonly withService: number; readonly without: number };
  readonly decisions: readonly {
    readonly id: string;
    readonly decision: string;
    readonly default: string;
    readonly owner: string;
    readonly by: string;
  }[];
  readonly corrections: number;
  readonly toConfirm: readonly { readonly id: string; readonly fact: string; readonly by: string }[];
  readonly webhooks: number;
  readonly jobs: number;
  readonly tests: number;
  readonly changes: { readonly endpoints: number; readonly sqlBlocks: number };
  readonly sources: number;
  readonly words: { readonly all: number; readonly withoutCode: number };
  readonly check: {
    readonly errors: number;
    readonly warnings: number;
    readonly infos: number;
    readonly disabled: readonly { readonly rule: string; readonly line: number; readonly reason: string }[];
    /** Findings about sums that do not hold. */
    readonly sums: readonly { readonly line: number; readonly message: string }[];
    readonly notChecked: readonly { readonly line: number; readonly what: string }[];
    /** Null when nothing was run. */
    readonly ran: readonly string[] | null;
    readonly notRun: readonly { readonly what: string; readonly why: string }[];
  };
}

export function summarize(section: Section7, result: CheckResult, project: ProjectContext | null): Summary {
  const data = toData(section);
  const { tables } = data;
  const withService = tables.coverage.filter(
    ({ services = '' }) => !/^(?:none\b.*|keine?[rs]?\b.*|[–—-]?)$/iu.test(services),
  );
  return {
    file: section.file,
    opening: openingOf(section),
    services: data.services.map((service) => ({
      number: service.number,
      name: service.name,
      ...costsOf(data, service),
    })),
    features: {
      total: project?.features.length ?? tables.coverage.length,
      withService: withService.length,
      without: tables.coverage.length - withService.length,
    },
    decisions: tables.decisions.map((row) => ({
      id: row.id ?? '',
      decision: row.decision ?? '',
      default: row.default ?? '',
      owner: row.owner ?? '',
      by: row.by ?? '',
    })),
    // The options of decisions stand in a list of their own above it.
    corrections: tables.corrections.length || lastListBelow(section, '7.0').length,
    toConfirm:
      tables.toConfirm.length > 0
        ? tables.toConfirm.map(({ id = '', fact = '', by = '' }) => ({ id, fact, by }))
        : itemsBelow(section, '7.Q').map((fact) => ({ id: '', fact, by: '' })),
    // A row may hold several.
    webhooks: tables.webhookEndpoints.reduce((n, { endpoint = '' }) => n + Math.max(1, pathsIn(endpoint)), 0),
    jobs: tables.jobs.length,
    tests: tables.tests.length,
    changes: {
      endpoints:
        tables.endpointChanges.length || itemsBelow(section, '7.E').filter((text) => ENDPOINT.test(text)).length,
      sqlBlocks: data.code.filter((code) => code.section.startsWith('7.E') && code.language.includes('sql')).length,
    },
    sources: data.sources.length,
    words: wordsOf(section),
    check: {
      errors: result.errors,
      warnings: result.warnings,
      infos: result.infos,
      disabled: result.disabled.map(({ diagnostic, reason }) => ({
        rule: diagnostic.rule,
        line: diagnostic.line,
        reason,
      })),
      sums: result.diagnostics
        .filter(({ rule }) => rule.startsWith('numbers/'))
        .map((d) => ({ line: d.line, message: d.message })),
      notChecked: result.notChecked.map((n) => ({ line: n.line, what: n.what })),
      ran: result.run?.ran ?? null,
      notRun: result.run?.notRun.map(({ what, why }) => ({ what, why })) ?? [],
    },
  };
}

function costsOf({ tables }: SectionData, { number, labels }: SectionData['services'][number]) {
  const row: RowData<'registry'> | undefined = tables.registry.find((r) => (r.section ?? '').trim() === number);
  return { status: row?.status ?? labels.status ?? '', cost: row?.cost ?? '', budget: row?.budget ?? '' };
}

/** The small form has lists where the other has tables. */
const itemsBelow = (section: Section7, number: BlockNumber): string[] =>
  linesBelow(section, number).flatMap(({ isItem, text }) => (isItem ? [text] : []));

function lastListBelow(section: Section7, number: BlockNumber): string[] {
  const lines = linesBelow(section, number);
  const end = lines.findLastIndex(({ isItem }) => isItem) + 1;
  const start = lines.slice(0, end).findLastIndex(({ isItem }) => !isItem) + 1;
  return lines.slice(start, end).map(({ text }) => text);
}

const linesBelow = ({ runs, text }: Section7, number: BlockNumber) =>
  runs
    .filter(({ kind, section }) => kind === 'line' && (section === number || section.startsWith(`${number}.`)))
    .map(({ piece }) => ({
      isItem: ITEM.test(text.slice(text.lastIndexOf('\n', piece.start - 1) + 1, piece.start)),
      text: piece.plain.trim(),
    }));

const pathsIn = (text: string) => text.split(/[\s,`]+/).filter((word) => /^\/[\w{]/.test(word)).length;

const ITEM = /^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s{1,4}$/;
const ENDPOINT = /(?:GET|POST|PUT|PATCH|DELETE) \//;

function openingOf({ runs, labels }: Section7): string {
  const map = labels.find(({ key }) => key === 'map')?.at.start ?? Infinity;
  const lines = runs.filter((run) => run.section === '7' && run.kind === 'line' && run.piece.start < map);
  return lines
    .map((run) => run.piece.plain.trim())
    .join(' ')
    .slice(0, 1200);
}

/** The summary for people, in at most one screen and a half. */
export function describeSummary(summary: Summary): string {
  const { services, features, decisions, toConfirm, check, changes, words } = summary;
  const shown = (text: string) => visible(text);
  const lines = [
    `# Section 7 in ${shown(summary.file)}`,
    '',
    ...(summary.opening ? [shown(summary.opening), ''] : []),
    `${plural(services.length, 'service')}, ${plural(features.total, 'feature')} (${features.withService} with a service), ${plural(summary.webhooks, 'webhook endpoint')}, ` +
      `${plural(summary.jobs, 'job')}, ${plural(summary.tests, 'test')}, ${plural(summary.sources, 'source')}; ${words.withoutCode} words without code.`,
    '',
    ...services.map(
      ({ number, name, status, cost, budget }) =>
        `- ${number} ${shown(name)}${part('', status)}${part('cost ', cost)}${part('budget ', budget)}`,
    ),
    '',
    `## To decide: ${decisions.length}`,
    ...decisions.map(
      ({ id, decision, owner, by, default: kept }) =>
        `- ${id} (${shown(owner) || 'no owner'}, ${shown(by) || 'no day'}): ${shown(decision)} Until then: ${shown(kept)}`,
    ),
    '',
    `${plural(summary.corrections, 'correction')} to earlier sections, ` +
      `${plural(changes.endpoints, 'endpoint')} and ${plural(changes.sqlBlocks, 'SQL block')} in 7.E.`,
    '',
    `## To confirm: ${toConfirm.length}`,
    ...toConfirm.map(({ id, fact, by }) => `- ${id === '' ? '' : `${id}${part('by ', by)}: `}${shown(fact)}`),
    '',
    `## Check: ${plural(check.errors, 'error')}, ${plural(check.warnings, 'warning')}`,
    ...check.sums.map(({ line, message }) => `- sum, line ${line}: ${shown(message)}`),
    ...check.disabled.map(({ rule, line, reason }) => `- disabled, line ${line}: ${rule} (${shown(reason)})`),
    ...check.notChecked.map(({ line, what }) => `- not checked, line ${line}: ${shown(what)}`),
    ...(check.ran === null
      ? ['- code and SQL were not run for this summary (vibe-specs check --run runs them)']
      : check.ran.map((what) => `- ran: ${shown(what)}`)),
    ...check.notRun.map(({ what, why }) => `- not run: ${shown(what)}: ${shown(why)}`),
  ];
  return `${lines.join('\n')}\n`;
}

const part = (name: string, value: string) => (value === '' ? '' : `, ${name}${visible(value)}`);

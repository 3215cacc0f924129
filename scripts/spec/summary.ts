import type { ProjectContext } from '../project/types.ts';
import { formatMoney, ZERO, type Ratio } from '../quantities/index.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { monthly, plannedIn, together } from './costs.ts';
import { CATEGORIES, type SERVICE_PARTS } from './format.ts';
import { valueOf } from './kinds.ts';
import { given, type Field, type Prose, type Section7, type Service } from './model.ts';

/** What is in a Section 7, counted from the file. Nothing is claimed that the file does not hold. */
export interface Summary {
  readonly file: string;
  readonly errors: number;
  readonly warnings: number;
  /** Findings that a comment of the document disables. */
  readonly disabled: number;
  readonly categories: readonly { readonly code: string; readonly name: string; readonly services: readonly { readonly section: string; readonly name: string; readonly status: string | null }[] }[];
  readonly features: { readonly total: number | null; readonly withServices: number; readonly withoutNeed: number };
  readonly webhooks: { readonly signed: number; readonly unsigned: number; readonly none: number };
  readonly decisions: readonly string[];
  readonly footnotes: number;
  readonly unverified: number;
  /** Where they stand: the number of a service, or of another section. */
  readonly unverifiedIn: readonly { readonly section: string; readonly count: number }[];
  /** Sum of the readable monthly costs, by currency; lines without a cost are counted apart. */
  readonly costs: readonly { readonly currency: string; readonly monthly: string }[];
  /** Services with a budget in the currency of their costs, a month. */
  readonly budgets: readonly { readonly service: string; readonly monthly: string; readonly budget: string; readonly exceeded: boolean }[];
  readonly linesWithoutCost: number;
  readonly sections: readonly string[];
}

export function summarize(section: Section7, result: CheckResult, project: ProjectContext | null): Summary {
  const rows = valueOf(section.registry?.fields.coverage) ?? [];
  const needsNone = rows.filter((row) => valueOf(row.services)?.length === 0);
  const { costs, budgets, without } = costsOf(section.services);
  const marked = section.prose.flatMap((p) => (p.source.match(/\bunverified\b/gi) ?? []).map(() => p));
  return {
    file: result.file,
    errors: result.errors,
    warnings: result.warnings,
    disabled: result.disabled.length,
    categories: section.categories.map(({ code, services }) => ({
      code,
      name: CATEGORIES[code],
      services: services.map((s) => ({ section: s.number, name: s.name, status: statusOf(s) })),
    })),
    features: { total: project ? project.features.length : null, withServices: rows.length - needsNone.length, withoutNeed: needsNone.length },
    webhooks: webhooksOf(section.services),
    decisions: (section.decisions?.rows ?? []).map((row) => `${valueOf(row.id) ?? '?'} ${valueOf(row.decision) ?? ''}`.trim()),
    footnotes: section.references?.notes.length ?? 0,
    unverified: marked.length,
    unverifiedIn: byPlace(section, marked),
    costs,
    budgets,
    linesWithoutCost: without,
    sections: [section.decisions, section.overview, section.infrastructure, section.registry, section.security, ...section.categories, section.testing, section.operations, section.references]
      .flatMap((s) => (s ? [s.number] : [])),
  };
}

function statusOf({ parts }: Service): string | null {
  return valueOf(given(parts, 'overview')?.status) ?? null;
}

function webhooksOf(services: readonly Service[]): Summary['webhooks'] {
  let [signed, unsigned, none] = [0, 0, 0];
  for (const { parts } of services) {
    if (parts.webhook?.state !== 'given') none++;
    else if (isSigned(parts.webhook.fields.signature)) signed++;
    else unsigned++;
  }
  return { signed, unsigned, none };
}

/** A table whose algorithm is "none, a shared token" verifies no signature. */
function isSigned(signature: Field<typeof SERVICE_PARTS.webhook.fields.signature>): boolean {
  return (valueOf(signature) ?? []).some((row) => !/^(?:none|no\b|[–—-]|kein|(?:shared|static|fixed) (?:secret|token)|basic|bearer)/i.test(valueOf(row.algorithm) ?? '–'));
}

function byPlace(section: Section7, marked: readonly Prose[]): Summary['unverifiedIn'] {
  const counts = new Map<string, number>();
  for (const { service, section: number } of marked) {
    const place = service === null ? number.split('.').slice(0, 2).join('.') : section.services[service]!.number;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].map(([place, count]) => ({ section: place, count }));
}

function costsOf(services: readonly Service[]): Pick<Summary, 'costs' | 'budgets'> & { without: number } {
  const total = new Map<string, Ratio>();
  const budgets: Summary['budgets'][number][] = [];
  let without = 0;
  for (const { name, parts } of services) {
    const part = given(parts, 'cost');
    const budget = valueOf(part?.budget);
    const own = new Map<string, Ratio>();
    for (const row of together(valueOf(part?.estimate) ?? [], budget?.currency ?? null).lines) {
      const money = valueOf(row.monthly);
      // In the currency of the budget, where the line says it.
      const planned = money && budget?.currency ? plannedIn(money, budget.currency) : null;
      const currency = planned === null ? money?.currency : budget!.currency;
      if (currency) for (const sums of [own, total]) sums.set(currency, (sums.get(currency) ?? ZERO).add(planned ?? monthly(money!)));
      else if (!money?.free) without++;
    }
    const cost = budget?.currency ? own.get(budget.currency) : undefined;
    if (cost) budgets.push({ service: name, monthly: formatMoney(cost, budget!.currency!), budget: formatMoney(monthly(budget!), budget!.currency!), exceeded: cost.cmp(monthly(budget!)) > 0 });
  }
  return { costs: [...total].map(([currency, amount]) => ({ currency, monthly: formatMoney(amount, currency) })), budgets, without };
}

const counted = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

export function describeSummary(s: Summary): string {
  const count = s.categories.reduce((n, c) => n + c.services.length, 0);
  const verdict = s.errors === 0 ? (s.warnings === 0 ? 'no findings' : `no errors, ${counted(s.warnings, 'warning')}`) : `${counted(s.errors, 'error')}, ${counted(s.warnings, 'warning')}: not complete`;
  const disabled = s.disabled > 0 ? `, ${s.disabled} disabled by comments` : '';
  const lines = [
    `Section 7 in ${s.file}: ${verdict}${disabled}`,
    `Services: ${count}`,
    ...s.categories.map((c) => `- ${c.name}: ${c.services.map((x) => `${x.name} (${x.section}, ${x.status ?? 'no status'})`).join(', ') || 'none'}`),
    `Features: ${s.features.withServices} with services, ${s.features.withoutNeed} without need${s.features.total === null ? '' : `, of ${s.features.total} in Section 3`}`,
    `Webhooks: ${s.webhooks.signed} with a signature, ${s.webhooks.unsigned} without, ${counted(s.webhooks.none, 'service')} without webhooks`,
    `Open decisions: ${s.decisions.length}`,
    ...s.decisions.map((d) => `- ${d}`),
    `Monthly cost: ${s.costs.map((c) => c.monthly).join(' + ') || 'none stated'}${s.linesWithoutCost > 0 ? `; ${counted(s.linesWithoutCost, 'line')} without a cost` : ''}`,
    ...s.budgets.map((b) => `- ${b.service}: ${b.monthly} of ${b.budget} budgeted${b.exceeded ? ' (EXCEEDED)' : ''}`),
    `Sources: ${counted(s.footnotes, 'footnote')}; ${counted(s.unverified, 'statement')} marked unverified${s.unverified > 0 ? ` (${s.unverifiedIn.map((p) => `${p.section}: ${p.count}`).join(', ')})` : ''}`,
    `Sections: ${s.sections.join(', ')}`,
  ];
  return `${lines.join('\n')}\n`;
}

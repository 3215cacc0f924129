import type { ProjectContext } from '../project/types.ts';
import { Ratio, formatMoney, type Money } from '../quantities/index.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { CATEGORIES } from './format.ts';
import { valueOf } from './kinds.ts';
import type { Section7, Service } from './model.ts';

/** What is in a Section 7, counted from the file. Nothing is claimed that the file does not hold. */
export interface Summary {
  readonly file: string;
  readonly errors: number;
  readonly warnings: number;
  readonly categories: readonly { readonly code: string; readonly name: string; readonly services: readonly { readonly section: string; readonly name: string; readonly status: string | null }[] }[];
  readonly features: { readonly total: number | null; readonly withServices: number; readonly withoutNeed: number };
  readonly webhooks: { readonly signed: number; readonly unsigned: number; readonly none: number };
  readonly decisions: readonly string[];
  readonly footnotes: number;
  readonly unverified: number;
  /** Sum of the readable monthly costs, by currency; lines without a cost are counted apart. */
  readonly costs: readonly { readonly currency: string; readonly monthly: string }[];
  readonly linesWithoutCost: number;
  readonly sections: readonly string[];
}

export function summarize(section: Section7, result: CheckResult, project: ProjectContext | null): Summary {
  const rows = valueOf(section.registry?.fields.coverage) ?? [];
  const needsNone = rows.filter((row) => valueOf(row.services)?.length === 0);
  const { costs, without } = costsOf(section.services);
  return {
    file: result.file,
    errors: result.errors,
    warnings: result.warnings,
    categories: section.categories.map(({ code, services }) => ({
      code,
      name: CATEGORIES[code],
      services: services.map((s) => ({ section: s.number, name: s.name, status: statusOf(s) })),
    })),
    features: { total: project ? project.features.length : null, withServices: rows.length - needsNone.length, withoutNeed: needsNone.length },
    webhooks: webhooksOf(section.services),
    decisions: (section.decisions?.rows ?? []).map((row) => `${valueOf(row.id) ?? '?'} ${valueOf(row.decision) ?? ''}`.trim()),
    footnotes: section.references?.notes.length ?? 0,
    unverified: section.prose.filter((p) => /\bunverified\b/i.test(p.source)).length,
    costs,
    linesWithoutCost: without,
    sections: [section.decisions, section.overview, section.infrastructure, section.registry, section.security, ...section.categories, section.testing, section.operations, section.references]
      .flatMap((s) => (s ? [s.number] : [])),
  };
}

function statusOf({ parts }: Service): string | null {
  return parts.overview?.state === 'given' ? (valueOf(parts.overview.fields.status) ?? null) : null;
}

function webhooksOf(services: readonly Service[]): Summary['webhooks'] {
  let [signed, unsigned, none] = [0, 0, 0];
  for (const { parts } of services) {
    if (parts.webhook?.state !== 'given') none++;
    else if (parts.webhook.fields.signature?.state === 'stated') signed++;
    else unsigned++;
  }
  return { signed, unsigned, none };
}

function costsOf(services: readonly Service[]): { costs: Summary['costs']; without: number } {
  const sums = new Map<string, Ratio>();
  let without = 0;
  for (const { parts } of services) {
    const estimate = parts.cost?.state === 'given' ? parts.cost.fields.estimate : undefined;
    for (const row of valueOf(estimate) ?? []) {
      if (/^(?:total|sum|summe)\b/i.test(valueOf(row.driver) ?? '')) continue;
      const money: Money | undefined = valueOf(row.monthly);
      if (money?.currency) sums.set(money.currency, (sums.get(money.currency) ?? Ratio.of(0n)).add(money.amount));
      else if (!money?.free) without++;
    }
  }
  return { costs: [...sums].map(([currency, amount]) => ({ currency, monthly: formatMoney(amount, currency) })), without };
}

const counted = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

export function describeSummary(s: Summary): string {
  const count = s.categories.reduce((n, c) => n + c.services.length, 0);
  const verdict = s.errors === 0 ? (s.warnings === 0 ? 'no findings' : `no errors, ${counted(s.warnings, 'warning')}`) : `${counted(s.errors, 'error')}, ${counted(s.warnings, 'warning')}: not complete`;
  const lines = [
    `Section 7 in ${s.file}: ${verdict}`,
    `Services: ${count}`,
    ...s.categories.map((c) => `- ${c.name}: ${c.services.map((x) => `${x.name} (${x.section}, ${x.status ?? 'no status'})`).join(', ') || 'none'}`),
    `Features: ${s.features.withServices} with services, ${s.features.withoutNeed} without need${s.features.total === null ? '' : `, of ${s.features.total} in Section 3`}`,
    `Webhooks: ${s.webhooks.signed} with a signature, ${s.webhooks.unsigned} without, ${counted(s.webhooks.none, 'service')} without webhooks`,
    `Open decisions: ${s.decisions.length}`,
    ...s.decisions.map((d) => `- ${d}`),
    `Monthly cost: ${s.costs.map((c) => c.monthly).join(' + ') || 'none stated'}${s.linesWithoutCost > 0 ? `; ${counted(s.linesWithoutCost, 'line')} without a cost` : ''}`,
    `Sources: ${counted(s.footnotes, 'footnote')}; ${counted(s.unverified, 'statement')} marked unverified`,
    `Sections: ${s.sections.join(', ')}`,
  ];
  return `${lines.join('\n')}\n`;
}

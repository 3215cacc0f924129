import { parser } from '@prometheus-io/lezer-promql';
import { parseAllDocuments } from 'yaml';
import { lineStarts } from '../../markdown/lines.ts';
import { toData } from '../../spec/data.ts';
import { alertQueries } from '../../export/prometheus.ts';
import type { Evidence } from '../evidence.ts';
import { isYaml } from '../kinds.ts';
import type { DriftFinding, DriftInput, FilePlace, NotCompared, RepoFile } from '../types.ts';

/** Alert rows that have a query against the rules of Prometheus files, by the metrics that they ask for. */
export function* compareAlerts({ section }: DriftInput, { files }: Evidence): Iterable<DriftFinding | NotCompared> {
  const queries = alertQueries(toData(section));
  if (queries.length === 0) return;
  const rules = files
    .filter(({ path, text }) => (isYaml(path) || /\.json$/.test(path)) && /\bexpr["']?\s*:/.test(text))
    .flatMap(rulesOf);
  if (rules.length === 0) {
    yield { notCompared: 'alerts: the repository has no file of Prometheus rules' };
    return;
  }
  const recorded = new Map(
    rules.flatMap(({ record, metrics }) => (record === null ? [] : [[record, metrics] as const])),
  );
  const alerts = rules
    .filter(({ record }) => record === null)
    .map(({ metrics }) => new Set([...metrics].flatMap((metric) => [metric, ...(recorded.get(metric) ?? [])])));
  const starts = lineStarts(section.text);
  for (const { line, condition, expression } of queries) {
    const metrics = [...metricsOf(expression)];
    if (metrics.length === 0 || alerts.some((own) => metrics.every((metric) => own.has(metric)))) continue;
    const start = starts[line - 1] ?? section.at.start;
    yield {
      at: { start, end: (starts[line] ?? section.text.length + 1) - 1 },
      message: `Unexpected alert "${condition.slice(0, 120)}": no rule of Prometheus asks for ${metrics.join(' and ')}`,
      advice: 'vibe-specs export --to prometheus writes its rule.',
      related: [{ message: 'the rules of the repository', at: rules[0]!.place }],
    };
  }
}

interface FileRule {
  readonly record: string | null;
  readonly metrics: ReadonlySet<string>;
  readonly place: FilePlace;
}

interface Group {
  readonly rules?: unknown;
}

/** `groups` of a rule file, or of a `PrometheusRule` of its operator. A template that is no YAML yet has none. */
function rulesOf(file: RepoFile): FileRule[] {
  try {
    const documents = parseAllDocuments(file.text, { prettyErrors: false, logLevel: 'silent', strict: false });
    return (Array.isArray(documents) ? documents : []).flatMap((document) => {
      const data = document.toJS({ maxAliasCount: 100 }) as { groups?: unknown; spec?: { groups?: unknown } } | null;
      const groups = data?.groups ?? data?.spec?.groups;
      return (Array.isArray(groups) ? (groups as Group[]) : []).flatMap((group) =>
        (Array.isArray(group?.rules) ? (group.rules as Record<string, unknown>[]) : []).flatMap((rule) => {
          if (typeof rule?.expr !== 'string') return [];
          const at = Math.max(0, file.text.indexOf(String(rule.alert ?? rule.record ?? 'groups')));
          const place = { file, at: { start: at, end: at + 1 } };
          return [
            { record: typeof rule.record === 'string' ? rule.record : null, metrics: metricsOf(rule.expr), place },
          ];
        }),
      );
    });
  } catch {
    return [];
  }
}

/** Names of metrics, by the grammar of PromQL. */
function metricsOf(expression: string): Set<string> {
  const names = new Set<string>();
  if (expression.length > 20_000) return names;
  parser.parse(expression).iterate({
    enter: ({ type, node, from, to }) => {
      if (type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector')
        names.add(expression.slice(from, to));
    },
  });
  return names;
}

import { valueOf } from '../spec/kinds.ts';
import type { RowOf, Service } from '../spec/model.ts';
import type { SERVICE_PARTS } from '../spec/format.ts';
import { alertExpression, promDuration, type Metric } from './expression.ts';
import type { Export, ExportScope } from './types.ts';
import { toYaml, type Yaml } from './yaml.ts';

type AlertRow = RowOf<(typeof SERVICE_PARTS)['monitoring']['fields']['alerts']['kind']>;

/** Alerting rules: a group for each service, a rule for each threshold. A threshold that names no metric is a gap. */
export const prometheus: Export = ({ services }, scope) => toYaml({ groups: services.flatMap((service) => group(service, scope)) });

function group(service: Service, scope: ExportScope): Yaml[] {
  const { monitoring } = service.parts;
  if (monitoring?.state !== 'given') return [];
  const metrics = metricsOf(valueOf(monitoring.fields.metrics) ?? []);
  const taken = new Map<string, number>();
  const rules = (valueOf(monitoring.fields.alerts) ?? []).flatMap((row) => rule(row, { service, metrics, number: monitoring.number, taken, scope }));
  return rules.length > 0 ? [{ name: `${service.number} ${service.name}`, rules }] : [];
}

function metricsOf(rows: readonly RowOf<(typeof SERVICE_PARTS)['monitoring']['fields']['metrics']['kind']>[]): Map<string, Metric> {
  return new Map(rows.flatMap((row) => {
    const name = valueOf(row.metric)?.trim() ?? '';
    if (!/^[a-zA-Z_:][\w:]*$/.test(name)) return [];
    const type = /^[a-z]+/i.exec(valueOf(row.type) ?? '')?.[0].toLowerCase() ?? '';
    return [[name, { name, type, labels: new Set(valueOf(row.labels)?.match(/[a-zA-Z_]\w*/g)) }]];
  }));
}

interface Scope {
  readonly service: Service;
  readonly metrics: ReadonlyMap<string, Metric>;
  /** Of the part: `7.P.1.7`. */
  readonly number: string;
  /** How often a name was used in the group. */
  readonly taken: Map<string, number>;
  readonly scope: ExportScope;
}

function rule(row: AlertRow, { service, metrics, number, taken, scope }: Scope): Yaml[] {
  const condition = valueOf(row.condition);
  const action = valueOf(row.action);
  if (condition === undefined || action === undefined) return [];
  const built = alertExpression(condition, metrics);
  const severity = severityOf(action);
  if (typeof built === 'string') scope.gap(row.condition.at, built);
  if (severity === null) scope.gap(row.action.at, `Unexpected action "${action}" without a severity, expected a word such as "page", "person on call", "ticket", "critical", "warning" or "info"`);
  if (typeof built === 'string' || severity === null) return [];
  const name = pascal(service.name) + pascal(built.metric) || 'Alert';
  const uses = (taken.get(name) ?? 0) + 1;
  taken.set(name, uses);
  return [{
    alert: uses === 1 ? name : `${name}${uses}`,
    expr: built.expr,
    ...(built.hold === null ? {} : { for: promDuration(built.hold) }),
    labels: { severity, service: literal(service.name) },
    annotations: { summary: literal(`${service.name}: ${condition.text}`), action: literal(action), spec: literal(`${number}, ${scope.place(row.condition.at)}`) },
  }];
}

/** The first word of an action that says how urgent it is. "page" counts at the beginning of the action or of a clause only: there are status pages. */
const URGENCY = /(?<![\w-])(?:((?<=^|[,;] )pages?|pager|paged|on[- ]call|rufbereitschaft|bereitschaft)|(tickets?)|(critical|warning|info))(?![\w-])/i;

function severityOf(action: string): string | null {
  const [, page, ticket, other] = URGENCY.exec(action) ?? [];
  return page !== undefined ? 'page' : ticket !== undefined ? 'ticket' : (other?.toLowerCase() ?? null);
}

function pascal(text: string): string {
  return (text.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? []).map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

/** Prometheus runs labels and annotations as templates: the document's text is not one. */
function literal(text: string): string {
  return text.replace(/\{\{/g, '{{"{{"}}');
}

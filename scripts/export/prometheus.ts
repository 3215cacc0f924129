import { parser } from '@prometheus-io/lezer-promql';
import { stringify } from 'yaml';
import type { RowData, SectionData } from '../spec/schema.ts';
import { serviceOf } from './formats.ts';
import type { Export } from './types.ts';

/**
 * Alerting rules: an alert row whose condition is PromQL in a code span becomes a rule, as it is written; all others are named as left. The grammar is Prometheus' own.
 */
export const prometheus: Export = (data, file) => {
  const left: string[] = [];
  const groups = new Map<string, object[]>();
  const names = new Set<string>();
  for (const row of data.tables.alerts) {
    const rule = ruleOf(row, data, file, names);
    if (typeof rule === 'string') left.push(rule);
    else {
      const group = serviceOf(data, row.service)?.name ?? 'Integrations';
      groups.set(group, [...(groups.get(group) ?? []), rule]);
    }
  }
  return { text: stringify({ groups: [...groups].map(([name, rules]) => ({ name, rules })) }, { lineWidth: 0 }), left };
};

function ruleOf(row: RowData<'alerts'>, data: SectionData, file: string, names: Set<string>): object | string {
  const condition = row.condition ?? '';
  const expression = row.code.find(isComparison);
  if (expression === undefined) return `line ${row.line}: "${condition}" holds no PromQL comparison in a code span`;
  const hold = /\bfor (\d+) ?(s|m|min|h)\b/.exec(condition.replace(expression, ' '));
  const service = serviceOf(data, row.service)?.name ?? 'Integration';
  return {
    alert: unique(service.replace(/[^A-Za-z0-9]+/g, ''), names),
    expr: expression,
    ...(hold ? { for: `${hold[1]}${hold[2] === 'min' ? 'm' : hold[2]}` } : {}),
    labels: { severity: literal(row.level || 'unspecified') },
    annotations: { summary: literal(condition), description: literal(row.action ?? ''), source: literal(`${file}:${row.line}`) },
  };
}

/** Labels and annotations are templates, and the document's text is none. */
const literal = (text: string) => text.replaceAll('{{', '{{"{{"}}');

/** A whole expression without a fault that compares something: a rule that compares nothing always fires. */
function isComparison(text: string): boolean {
  if (text.length > 2000) return false;
  let compares = false;
  let faulty = false;
  parser.parse(text).iterate({
    enter: ({ type }) => {
      if (type.isError) faulty = true;
      if (/^(?:Gtr|Gte|Lss|Lte|Eql|EqlC|Neq)$/.test(type.name)) compares = true;
      if (type.name === 'FunctionCallBody' || type.name === 'absent') compares ||= /^absent/.test(text.trim());
    },
  });
  return compares && !faulty;
}

function unique(name: string, names: Set<string>): string {
  let free = name || 'Alert';
  for (let n = 2; names.has(free); n++) free = `${name}${n}`;
  names.add(free);
  return free;
}

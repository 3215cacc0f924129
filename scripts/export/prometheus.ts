import { append } from '../append.ts';
import { parser } from '@prometheus-io/lezer-promql';
import { stringify } from 'yaml';
import type { RowData, SectionData } from '../spec/schema.ts';
import { serviceOf } from './formats.ts';
import type { Export } from './types.ts';

/**
 * Alerting rules: an alert row whose condition is PromQL, in a code span or in the fence below its table, becomes a
 * rule, as it is written; all others are named as left. The grammar is Prometheus' own.
 */
export const prometheus: Export = (data, file) => {
  const left: string[] = [];
  const groups = new Map<string, object[]>();
  const names = new Set<string>();
  const fenced = fencedOf(data);
  for (const row of data.tables.alerts) {
    const rule = ruleOf(row, row.code.find(isComparison) ?? fenced.get(row), data, file, names);
    if (typeof rule === 'string') left.push(rule);
    else {
      const group = serviceOf(data, row.service)?.name ?? 'Integrations';
      append(groups, group, rule);
    }
  }
  return { text: stringify({ groups: [...groups].map(([name, rules]) => ({ name, rules })) }, { lineWidth: 0 }), left };
};

/** The alert rows whose condition is PromQL, with it. */
export function alertQueries(data: SectionData): { line: number; condition: string; expression: string }[] {
  const fenced = fencedOf(data);
  return data.tables.alerts.flatMap((row) => {
    const expression = row.code.find(isComparison) ?? fenced.get(row);
    return expression === undefined ? [] : [{ line: row.line, condition: row.condition ?? '', expression }];
  });
}

/** Expressions of `promql` fences, one a line, where there are as many as rows of alerts under the same heading. */
function fencedOf({ tables, code }: SectionData): ReadonlyMap<RowData<'alerts'>, string> {
  const bySection = new Map<string, { rows: RowData<'alerts'>[]; lines: string[] }>();
  const of = (section: string) => {
    const found = bySection.get(section) ?? { rows: [], lines: [] };
    bySection.set(section, found);
    return found;
  };
  for (const row of tables.alerts) of(row.section).rows.push(row);
  for (const { language, section, text } of code) {
    if (language === 'promql')
      of(section).lines.push(
        ...text
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== '' && !line.startsWith('#')),
      );
  }
  const pairs = [...bySection.values()].filter(({ rows, lines }) => rows.length === lines.length);
  return new Map(
    pairs
      .flatMap(({ rows, lines }) => rows.map((row, i) => [row, lines[i]!] as const))
      .filter(([, line]) => isComparison(line)),
  );
}

function ruleOf(
  row: RowData<'alerts'>,
  expression: string | undefined,
  data: SectionData,
  file: string,
  names: Set<string>,
): object | string {
  const condition = row.condition ?? '';
  if (expression === undefined)
    return `line ${row.line}: "${condition}" holds no PromQL comparison, in a code span or as its line of a promql fence`;
  const hold = /\bfor (\d+) ?(s|m|min|h)\b/.exec(condition.replace(expression, ' '));
  const service = serviceOf(data, row.service)?.name ?? 'Integration';
  return {
    alert: unique(service.replace(/[^A-Za-z0-9]+/g, ''), names),
    expr: expression,
    ...(hold ? { for: `${hold[1]}${hold[2] === 'min' ? 'm' : hold[2]}` } : {}),
    labels: { severity: literal(row.level || 'unspecified') },
    annotations: {
      summary: literal(condition),
      description: literal(row.action ?? ''),
      source: literal(`${file}:${row.line}`),
    },
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

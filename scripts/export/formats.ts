import { shortName } from '../words.ts';
import type { RowData, SectionData } from '../spec/schema.ts';
import type { Export } from './types.ts';

/** The data itself, as schemas/section-7.schema.json describes it. */
export const json: Export = (data) => ({ text: `${JSON.stringify(data, null, 2)}\n`, left: [] });

/**
 * `.env.example`: variables by service, without values. A cell may name several; what is kept under a path of a secret
 * store is no variable.
 */
export const env: Export = ({ services, tables }) => {
  const seen = new Set<string>();
  const left: string[] = [];
  const blocks = services.flatMap(({ number, name }) => {
    const lines = tables.credentials
      .filter(({ service }) => service === number)
      .flatMap((row) => {
        const variables = (row.variable ?? '').match(/(?<![\w/.-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w/-])/g) ?? [];
        if (variables.length === 0)
          left.push(`line ${row.line}: "${row.variable ?? ''}" names no environment variable`);
        return variables
          .filter((variable) => !seen.has(variable) && seen.add(variable))
          .flatMap((variable) => [`# ${oneLine(described(row))}`, `${variable}=`]);
      });
    return lines.length > 0 ? [`# ${oneLine(`${name} (${number})`)}\n${lines.join('\n')}\n`] : [];
  });
  return { text: blocks.join('\n'), left };
};

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ');

function described({ rights, kept, rotation }: RowData<'credentials'>): string {
  return (
    [rights, kept && `kept in ${kept}`, rotation && `rotation: ${rotation}`].filter((part) => part).join('; ') ||
    'see Section 7'
  );
}

/** Features to services, as the coverage table maps them. */
export const mermaid: Export = ({ services, tables }) => {
  const label = (text: string) => oneLine(text).replaceAll('"', "'");
  const id = (prefix: string, text: string) => `${prefix}${text.replace(/[^A-Za-z0-9]+/g, '_')}`;
  const nodes = services.map(({ number, name }) => `  ${id('S', number)}["${label(name)}"]`);
  const edges = tables.coverage.flatMap(({ feature = '', title = '', services: named = '' }) => {
    const used = services.filter(
      ({ number, name }) => named.includes(number) || named.toLowerCase().includes(shortName(name).toLowerCase()),
    );
    return [
      `  ${id('F', feature)}["${label(`${feature} ${title}`)}"]`,
      ...used.map(({ number }) => `  ${id('F', feature)} --> ${id('S', number)}`),
    ];
  });
  return { text: `${['flowchart LR', ...nodes, ...edges].join('\n')}\n`, left: [] };
};

/** Costs, budgets and quotas as one table for a spreadsheet. */
export const csv: Export = ({ services, tables }) => {
  const rows: string[][] = [
    ['service', 'kind', 'what', 'volume or limit', 'unit price or demand', 'monthly cost or headroom'],
  ];
  for (const { number, name } of services) {
    for (const row of tables.costs)
      if (row.service === number)
        rows.push([name, row.total ? 'total' : 'cost', ...of(row.driver, row.volume, row.price, row.cost)]);
    for (const row of tables.registry)
      if (row.section === number && row.budget) rows.push([name, 'budget', '', '', '', row.budget]);
    for (const row of tables.quotas)
      if (row.service === number) rows.push([name, 'quota', ...of(row.quota, row.limit, row.demand, row.headroom)]);
  }
  return { text: `${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`, left: [] };
};

const of = (...cells: (string | undefined)[]) => cells.map((cell) => cell ?? '');

/** A cell that a spreadsheet would run as a formula is marked as text; a negative number is none. */
function csvCell(content: string): string {
  const safe =
    /^\s*[=+\-@\t\r\n＝＋－＠]/.test(content) && !/^-\d[\d.,]*(?: ?%)?$/.test(content) ? `'${content}` : content;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Services by their number, for what hangs on one. */
export const serviceOf = ({ services }: SectionData, number: string | null) =>
  services.find((service) => service.number === number);

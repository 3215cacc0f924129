import { valueOf, type Leaf, type NotApplicable } from '../spec/kinds.ts';
import { given, type Service } from '../spec/model.ts';
import type { Export } from './types.ts';

/** The typed model as JSON; the document, running text and places of code are left out. */
export const json: Export = ({ text: _text, prose: _prose, code: _code, problems: _problems, ...model }) => `${JSON.stringify(model, null, 2)}\n`;

function credentials({ parts }: Service) {
  return valueOf(given(parts, 'authentication')?.credentials) ?? [];
}

/** `.env.example`: the variables by service, without values. */
export const env: Export = ({ services }) => {
  const seen = new Set<string>();
  const blocks = services.flatMap((service) => {
    const lines = credentials(service).flatMap((row) => (valueOf(row.variable) ?? []).flatMap((name) => {
      // What is kept under a path of a secret store is no environment variable.
      if (!/^[A-Z][A-Z0-9_]*$/.test(name) || seen.has(name)) return [];
      seen.add(name);
      return [`# ${comment(`${valueOf(row.kind)}; kept in ${valueOf(row.kept)}; rotation: ${valueOf(row.rotation)}`)}`, `${name}=`];
    }));
    return lines.length > 0 ? [`# ${comment(`${service.name} (${service.number})`)}\n${lines.join('\n')}\n`] : [];
  });
  return blocks.join('\n');
};

const comment = (text: string) => text.replace(/[\r\n]+/g, ' ');

/** Features → services. */
export const mermaid: Export = ({ registry, services }) => {
  const rows = valueOf(registry?.fields.coverage) ?? [];
  const label = (text: string) => text.replace(/["\r\n]/g, "'");
  const id = (prefix: string, number: string) => `${prefix}${number.replace(/[^A-Za-z0-9]/g, '_')}`;
  const lines = ['flowchart LR'];
  for (const service of services) lines.push(`  ${id('S', service.number)}["${label(service.name)}"]`);
  for (const row of rows) {
    for (const number of valueOf(row.feature) ?? []) {
      lines.push(`  ${id('F', number)}["${label(`${number} ${valueOf(row.title)}`)}"]`);
      for (const service of services) {
        const supports = valueOf(given(service.parts, 'overview')?.features) ?? [];
        if (supports.includes(number)) lines.push(`  ${id('F', number)} --> ${id('S', service.number)}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
};

/** Cost, budget and quota lines as one table; a reason where the section says that a field does not apply. */
export const csv: Export = ({ services }) => {
  const rows: string[][] = [['service', 'kind', 'what', 'volume or limit', 'unit price or demand', 'monthly cost or headroom']];
  for (const { name, parts } of services) {
    if (parts.cost?.state !== 'given') continue;
    const { estimate, budget, quota } = parts.cost.fields;
    const add = (kind: string, ...cells: string[]) => rows.push([name, kind, ...cells]);
    for (const row of valueOf(estimate) ?? []) add('cost', text(row.driver), text(row.volume), text(row.unitPrice), text(row.monthly));
    if (estimate?.state === 'not-applicable') add('cost', reason(estimate), '', '', '');
    if (budget?.state === 'stated') add('budget', '', '', '', budget.text);
    else if (budget?.state === 'not-applicable') add('budget', reason(budget), '', '', '');
    for (const row of valueOf(quota) ?? []) add('quota', text(row.quota), text(row.limit), text(row.demand), text(row.headroom));
    if (quota?.state === 'not-applicable') add('quota', reason(quota), '', '', '');
  }
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
};

const text = (leaf: Leaf<unknown> | undefined) => (leaf?.state === 'stated' ? leaf.text : '');
const reason = ({ reason: why }: NotApplicable) => `not applicable: ${why}`;

/** A cell that a spreadsheet would run as a formula is marked as text; a negative number is none. */
function cell(content: string): string {
  const safe = /^\s*[=+\-@\t\r\n＝＋－＠]/.test(content) && !/^-\d[\d.,]*(?: ?%)?$/.test(content) ? `'${content}` : content;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

import { valueOf } from '../spec/kinds.ts';
import type { Section7, Service } from '../spec/model.ts';

/** One export: pure, from a Section 7 without errors. */
export type Export = (section: Section7) => string;

/** The typed model as JSON; running text and places of code are left out. */
export const json: Export = ({ prose: _prose, code: _code, problems: _problems, ...model }) => `${JSON.stringify(model, null, 2)}\n`;

function credentials({ parts }: Service) {
  return parts.authentication?.state === 'given' ? (valueOf(parts.authentication.fields.credentials) ?? []) : [];
}

/** `.env.example`: the variables by service, without values. */
export const env: Export = ({ services }) => {
  const seen = new Set<string>();
  const blocks = services.flatMap((service) => {
    const lines = credentials(service).flatMap((row) => {
      const name = valueOf(row.variable);
      // What is kept under a path of a secret store is no environment variable.
      if (name === undefined || !/^[A-Z][A-Z0-9_]*$/.test(name) || seen.has(name)) return [];
      seen.add(name);
      return [`# ${comment(`${valueOf(row.kind)}; kept in ${valueOf(row.kept)}; rotation: ${valueOf(row.rotation)}`)}`, `${name}=`];
    });
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
        const { overview } = service.parts;
        const supports = overview?.state === 'given' ? (valueOf(overview.fields.features) ?? []) : [];
        if (supports.includes(number)) lines.push(`  ${id('F', number)} --> ${id('S', service.number)}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
};

/** Cost and quota lines as one table. Cells that a spreadsheet would run as a formula are quoted as text. */
export const csv: Export = ({ services }) => {
  const rows: string[][] = [['service', 'kind', 'what', 'volume or limit', 'unit price or demand', 'monthly cost or headroom']];
  for (const { name, parts } of services) {
    if (parts.cost?.state !== 'given') continue;
    const text = (leaf: { state: string; text?: string } | undefined) => (leaf?.state === 'stated' ? leaf.text! : '');
    for (const row of valueOf(parts.cost.fields.estimate) ?? []) rows.push([name, 'cost', text(row.driver), text(row.volume), text(row.unitPrice), text(row.monthly)]);
    for (const row of valueOf(parts.cost.fields.quota) ?? []) rows.push([name, 'quota', text(row.quota), text(row.limit), text(row.demand), text(row.headroom)]);
  }
  return `${rows.map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
};

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

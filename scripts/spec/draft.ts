import type { ProjectContext } from '../project/types.ts';
import type { ServiceSheet } from '../services/sheet.ts';
import { CATEGORIES, FORMAT_VERSION, TABLES, titleOf, TITLE, type CategoryCode, type TableFormat, type TableKind } from './format.ts';

/** A service that the draft begins a section for. */
export interface DraftService {
  readonly name: string;
  readonly code: CategoryCode;
  readonly sheet: ServiceSheet | null;
}

/**
 * A short start of Section 7: the blocks that are always there, the tables that what the documents state goes into, and of each service what is certain. No blanks: what is
 * not known yet is not written. Values come from the documents, so they are written as code or cell text, never as markup.
 */
export function draftOf(services: readonly DraftService[], project: ProjectContext, today: string): string {
  const numbered = numberServices(services);
  const notes = new Map<string, string>();
  const parts = [
    heading('7', 2),
    `<!-- vibe-specs format=${FORMAT_VERSION} inputs=${project.inputsHash} -->`,
    heading('7.0', 3),
    heading('7.0.1', 4),
    tableOf('decisions', ['id', 'decision', 'default', 'blocks', 'owner', 'by'], []),
    heading('7.1', 3),
    heading('7.2', 3),
    heading('7.3', 3),
    tableOf('registry', ['section', 'service', 'category', 'features', 'pattern', 'status', 'data', 'contract', 'cost', 'budget'], numbered.map(({ number, name, code }) => [number, name, CATEGORIES[code]])),
    '**Feature Coverage:**',
    tableOf('coverage', ['feature', 'title', 'services', 'why'], project.features.map(({ id, title }) => [id, title])),
    heading('7.4', 3),
    ...webhookTable(project),
    ...categories(numbered, project, today, notes),
    heading('7.T', 3),
    heading('7.O', 3),
    heading('7.E', 3),
    heading('7.R', 3),
    ...(notes.size > 0 ? [[...notes.values()].join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

interface Numbered extends DraftService {
  readonly number: string;
}

function numberServices(services: readonly DraftService[]): Numbered[] {
  const counts = new Map<string, number>();
  const order = Object.keys(CATEGORIES);
  return [...services].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code)).map((service) => {
    const n = (counts.get(service.code) ?? 0) + 1;
    counts.set(service.code, n);
    return { ...service, number: `7.${service.code}.${n}` };
  });
}

const heading = (number: string, level: number, title = titleOf(number) ?? TITLE) => `${'#'.repeat(level)} ${number}${number === '7' ? '.' : ''} ${title}`;

/** A cell of text that came from a document: no markup, one line. */
const cell = (text: string) => text.replace(/[\r\n]+/g, ' ').replace(/[\\|<>`*_[\]]/g, '\\$&').trim();

function tableOf(kind: TableKind, keys: readonly string[], rows: readonly (readonly string[])[]): string {
  const { columns }: TableFormat = TABLES[kind];
  const headers = keys.map((key) => columns[key]!.split('|')[0]!);
  const line = (cells: readonly string[]) => `| ${headers.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  return [line(headers), `|${headers.map(() => '---|').join('')}`, ...rows.map((row) => line(row.map(cell)))].join('\n');
}

/** Receivers that Section 4 has. */
function webhookTable({ endpoints }: ProjectContext): string[] {
  const webhooks = endpoints.filter(({ webhook }) => webhook);
  if (webhooks.length === 0) return [];
  const { columns } = TABLES.webhookEndpoints;
  const headers = Object.values(columns);
  const rows = webhooks.map(({ method, path }) => `| \`${`${method} ${path}`.replace(/[`|\r\n]/g, '')}\` ${'| '.repeat(headers.length - 1)}|`);
  return [[`| ${headers.join(' | ')} |`, `|${headers.map(() => '---|').join('')}`, ...rows].join('\n')];
}

function categories(services: readonly Numbered[], project: ProjectContext, today: string, notes: Map<string, string>): string[] {
  const codes = [...new Set(services.map(({ code }) => code))];
  return codes.flatMap((code) => [
    heading(`7.${code}`, 3),
    ...services.filter((service) => service.code === code).flatMap((service) => serviceBlocks(service, project, notes)),
  ]);
}

function serviceBlocks({ number, name, sheet }: Numbered, project: ProjectContext, notes: Map<string, string>): string[] {
  const blocks = [heading(number, 4, cell(name))];
  if (sheet) {
    blocks.push(`**Service Provider:** ${sheet.name}, ${sheet.docs}`);
  }
  const variables = project.variables.filter(({ text }) => belongsTo(text, name, sheet));
  if (variables.length > 0) blocks.push(tableOf('credentials', ['variable', 'rights', 'kept', 'rotation'], variables.map(({ text }) => [text])));
  if (notes.size > 500) notes.clear();
  return blocks;
}

/** A variable that begins with the service's name: `STRIPE_SECRET_KEY`. */
function belongsTo(variable: string, name: string, sheet: ServiceSheet | null): boolean {
  const first = (text: string) => text.toUpperCase().split(/[^A-Z0-9]+/)[0]!;
  const prefixes = new Set([first(name), ...(sheet ? [first(sheet.id), ...sheet.variables.map((v) => v.split('_')[0]!)] : [])]);
  return prefixes.has(variable.split('_')[0]!);
}

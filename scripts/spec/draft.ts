import type { ProjectContext } from '../project/types.ts';
import type { StatedFact } from '../services/select.ts';
import type { Source } from '../services/source.ts';
import { withCarriedOver } from './carry.ts';
import {
  CATEGORIES,
  FORMAT_VERSION,
  PART_LABELS,
  TABLES,
  titleOf,
  TITLE,
  type CategoryCode,
  type TableFormat,
  type TableKind,
} from './format.ts';

/** A service that the draft begins a section for. */
export interface DraftService {
  readonly name: string;
  readonly code: CategoryCode;
  /** What is certain of it, for the product and language in question, each with a page; empty without a sheet. */
  readonly facts: readonly StatedFact[];
  /** Beginnings of its variables beside its name: `STRIPE`. */
  readonly prefixes: readonly string[];
}

/**
 * A short start of Section 7: the blocks that are always there, the tables that what the documents state goes into, and
 * of each service what is certain. No blanks: what is not known yet is not written. Values come from the documents, so
 * they are written as code or cell text, never as markup.
 */
export function draftOf(services: readonly DraftService[], project: ProjectContext): string {
  const numbered = numberServices(services);
  const notes = new Map<string, string>();
  // One or two services that nothing calls back: the small form of templates/section-7.md.
  const small = numbered.length > 0 && numbered.length < 3 && !project.endpoints.some(({ webhook }) => webhook);
  const decisions = ['id', 'decision', 'default', ...(small ? [] : ['blocks']), 'owner', 'by'];
  const parts = [
    heading('7', 2),
    `<!-- vibe-specs format=${FORMAT_VERSION} inputs=${project.inputsHash} -->`,
    heading('7.0', 3),
    ...(small ? [] : [heading('7.0.1', 4)]),
    tableOf(
      'decisions',
      decisions,
      openBefore(project).map((text, i) => [`D-${i + 1}`, text]),
    ),
    heading('7.1', 3),
    heading('7.2', 3),
    ...environmentTable(numbered, project),
    heading('7.3', 3),
    tableOf(
      'registry',
      ['section', 'service', 'pattern', 'status', 'contract', 'cost', 'budget'],
      numbered.map(({ number, name }) => [number, cell(name)]),
    ),
    '**Feature Coverage:**',
    tableOf('coverage', ['feature', 'title', 'services', 'why'], coverageRows(project)),
    heading('7.4', 3),
    ...webhookTable(project),
    ...categories(numbered, project, notes, small ? LINES.filter(({ label }) => !OF_WEBHOOKS.has(label)) : LINES),
    heading('7.T', 3),
    heading('7.O', 3),
    heading('7.E', 3),
    heading('7.R', 3),
    ...(notes.size > 0 ? [[...notes.values()].join('\n')] : []),
  ];
  const { dates = [], limits = [] } = project.oldSection7 ?? {};
  return withCarriedOver(
    `${parts.join('\n\n')}\n`,
    [...dates, ...limits].slice(0, MOST_OF_BEFORE).map(({ text }) => text),
  );
}

const MOST_OF_BEFORE = 40;

/** What a former, hand-written section leaves open, and services that it alone names: somebody decides. */
function openBefore({ oldSection7: old, vendors }: ProjectContext): string[] {
  if (!old) return [];
  const known = new Set(vendors.filter(({ structured }) => structured).map(({ name }) => name));
  const services = old.services.filter(({ text }) => !known.has(text));
  const asked = [
    ...services.map(({ text }) => `${cell(text)} is named by the former Section 7 alone: is it used?`),
    ...old.open.map(({ text }) => `Open in the former Section 7: ${cell(text)}`),
  ];
  return asked.slice(0, MOST_OF_BEFORE);
}

/** Features that need no service, as the documents say, share the last row. */
function coverageRows({ features }: ProjectContext): string[][] {
  const alone = features.filter(({ needs }) => needs !== 'none');
  const others = features.filter(({ needs }) => needs === 'none');
  const joined = (values: readonly string[]) => cell(values.join(', '));
  return [
    ...alone.map(({ id, title }) => [cell(id), cell(title)]),
    ...(others.length > 0
      ? [[joined(others.map(({ id }) => id)), joined(others.map(({ title }) => title)), 'none']]
      : []),
  ];
}

interface Numbered extends DraftService {
  readonly number: string;
}

function numberServices(services: readonly DraftService[]): Numbered[] {
  const counts = new Map<string, number>();
  const order = Object.keys(CATEGORIES);
  return [...services]
    .sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code))
    .map((service) => {
      const n = (counts.get(service.code) ?? 0) + 1;
      counts.set(service.code, n);
      return { ...service, number: `7.${service.code}.${n}` };
    });
}

const heading = (number: string, level: number, title = titleOf(number) ?? TITLE) =>
  `${'#'.repeat(level)} ${number}${number === '7' ? '.' : ''} ${title}`;

/** A cell of text that came from a document: no markup, one line. */
const cell = (text: string) =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[\\|<>`*_[\]]/g, '\\$&')
    .trim();

/** A name of the documents in a code span. */
const code = (text: string) => `\`${text.replace(/[`|\r\n]/g, '')}\``;

function tableOf(kind: TableKind, keys: readonly string[], rows: readonly (readonly string[])[]): string {
  const { columns }: TableFormat = TABLES[kind];
  const headers = keys.map((key) => columns[key]!.split('|')[0]!);
  const line = (cells: readonly string[]) => `| ${headers.map((_, i) => cells[i] ?? '').join(' | ')} |`;
  return [line(headers), `|${headers.map(() => '---|').join('')}`, ...rows.map(line)].join('\n');
}

/** What each service has in each environment of the documents; a small section says it with its one service. */
function environmentTable(services: readonly Numbered[], { environments }: ProjectContext): string[] {
  if (services.length < 3 || environments.length === 0) return [];
  const headers = [TABLES.testModes.columns.service!, ...environments.map(({ text }) => cell(text))];
  return [
    heading('7.2.5', 4),
    openTable(
      headers,
      services.map(({ name }) => cell(name)),
    ),
  ];
}

/** A table whose rows have their first cell, and the others to be written. */
function openTable(headers: readonly string[], firsts: readonly string[]): string {
  const rows = firsts.map((first) => `| ${first} ${'| '.repeat(headers.length - 1)}|`);
  return [`| ${headers.join(' | ')} |`, `|${headers.map(() => '---|').join('')}`, ...rows].join('\n');
}

/** Receivers that Section 4 has. */
function webhookTable({ endpoints }: ProjectContext): string[] {
  const webhooks = endpoints.filter(({ webhook }) => webhook);
  if (webhooks.length === 0) return [];
  return [
    openTable(
      Object.values(TABLES.webhookEndpoints.columns),
      webhooks.map(({ method, path }) => code(`${method} ${path}`)),
    ),
  ];
}

function categories(
  services: readonly Numbered[],
  project: ProjectContext,
  notes: Map<string, string>,
  lines: typeof LINES,
): string[] {
  const codes = [...new Set(services.map(({ code }) => code))];
  return codes.flatMap((code) => [
    heading(`7.${code}`, 3),
    ...services
      .filter((service) => service.code === code)
      .flatMap((service) => serviceBlocks(service, project, notes, lines)),
  ]);
}

function serviceBlocks(
  { number, name, facts, prefixes }: Numbered,
  project: ProjectContext,
  notes: Map<string, string>,
  asked: typeof LINES,
): string[] {
  const variables = project.variables.filter(({ text }) => prefixes.includes(text.split('_')[0]!));
  const lines = asked.flatMap(({ label, matches }) => {
    // Several ways of delivering may say the same.
    const found = [...new Map(facts.filter(matches).map((fact) => [said(fact), fact])).values()];
    return found.length > 0
      ? [`**${label}:** ${found.map((fact) => `${said(fact)}${marks(fact.sources, name, notes)}`).join('; ')}`]
      : [];
  });
  const docs = facts.find(({ fact }) => fact === 'docs');
  return [
    heading(number, 4, cell(name)),
    ...(docs ? [`**Service Provider:** ${cell(name)}, ${String(docs.value)}`] : []),
    ...lines,
    ...(variables.length > 0
      ? [
          tableOf(
            'credentials',
            ['variable', 'rights', 'kept', 'rotation'],
            variables.map(({ text }) => [code(text)]),
          ),
        ]
      : []),
  ];
}

/** Which facts stand behind which label. */
const LINES: readonly { readonly label: string; readonly matches: (fact: StatedFact) => boolean }[] = [
  { label: PART_LABELS[2].method, matches: ({ fact }) => fact === 'auth' },
  { label: PART_LABELS[3].baseUrl, matches: ({ path }) => path === 'production.0' },
  { label: PART_LABELS[3].version, matches: ({ fact }) => fact === 'apiVersion' },
  { label: PART_LABELS[3].rateLimits, matches: ({ fact }) => fact === 'quotas' },
  { label: 'Idempotency', matches: ({ fact }) => fact === 'idempotency' },
  {
    label: PART_LABELS[5].signature,
    matches: ({ path }) => /^webhooks\.[^.]+\.(?:header|algorithm|content|key|verify\.\w+|replay)$/.test(path),
  },
  { label: 'Redelivery', matches: ({ path }) => /^webhooks\.[^.]+\.(?:redelivery|acknowledge|dedupe)$/.test(path) },
  { label: 'Ends', matches: ({ fact }) => fact === 'deprecations' },
];

/** What a vendor can send back is left out of a small section: the documents have no receiver. */
const OF_WEBHOOKS = new Set([PART_LABELS[5].signature, 'Redelivery']);

/** A fact in words: its text, or the parts of a record. */
function said({ path, value }: StatedFact): string {
  const part = /^webhooks\.[^.]+\.([a-z]+)/.exec(path)?.[1];
  const text =
    typeof value === 'object' && value !== null
      ? Object.values(value)
          .filter((v) => typeof v === 'string')
          .join(', ')
      : String(value);
  return `${part ? `${part} ` : ''}${cell(text)}`;
}

const ageOf = ({ dated, copy }: Source) =>
  dated === null ? (copy ? 'copy of unknown age, ' : '') : `page of ${dated}, `;

/** Footnote marks of a fact's sources; their definitions are gathered for 7.R. */
function marks(sources: readonly Source[], name: string, notes: Map<string, string>): string {
  return sources
    .filter(({ read }) => read !== null)
    .slice(0, 2)
    .map((source) => {
      const id = `${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}-${source.key}`;
      notes.set(id, `[^${id}]: ${cell(name)}. ${source.url ?? ''} (${ageOf(source)}read ${source.read})`);
      return `[^${id}]`;
    })
    .join('');
}

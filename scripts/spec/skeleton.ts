import type { ProjectContext } from '../project/types.ts';
import type { Fact, ServiceSheet } from '../services/sheet.ts';
import { CATEGORIES, type CategoryCode } from './format.ts';
import { prefillOverview, prefillService, type Numbered } from './prefill.ts';

/** The templates of templates/sections, by name. */
export interface Templates {
  readonly overview: string;
  readonly service: string;
  readonly testing: string;
  readonly operations: string;
  readonly references: string;
}

export interface Wanted {
  readonly code: CategoryCode;
  readonly name: string;
  readonly sheet: ServiceSheet | null;
}

/** A draft of Section 7: the templates, with the services numbered, and what the project's documents and the sheets state filled in. What is left to write stands in ‹…›. */
export function skeleton(templates: Templates, services: readonly Wanted[], today: string, project: ProjectContext | null = null): string {
  const numbered = (Object.keys(CATEGORIES) as CategoryCode[]).flatMap((code) => services.filter((s) => s.code === code).map((service, i) => numberOf(service, i + 1)));
  const parts = [project ? prefillOverview(templates.overview.trim(), numbered, project) : templates.overview.trim()];
  const notes: string[] = [];
  for (const [i, service] of numbered.entries()) {
    if (numbered[i - 1]?.code !== service.code) parts.push(`### 7.${service.code} ${CATEGORIES[service.code]}`);
    const cited = new Footnotes(service.sheet, today);
    parts.push(fill(project ? prefillService(templates.service, service, project) : templates.service, service.number, service, cited));
    notes.push(...cited.lines());
  }
  parts.push(templates.testing.trim(), templates.operations.trim());
  const references = templates.references.trim();
  parts.push(notes.length > 0 ? `${references.split('\n')[0]}\n\n${notes.join('\n')}` : references);
  return `${parts.join('\n\n')}\n`;
}

function numberOf(service: Wanted, n: number): Wanted & Numbered {
  return { ...service, number: `7.${service.code}.${n}`, id: service.sheet?.id ?? null, variables: service.sheet?.variables ?? [] };
}

function fill(template: string, number: string, { name, code, sheet }: Wanted, notes: Footnotes): string {
  let text = template.trim().replaceAll('‹7.P.1›', number).replaceAll('‹Service›', name).replace('‹category›', CATEGORIES[code]);
  if (!sheet) return text;
  const put = (hole: string, value: string | null | undefined) => {
    if (value) text = text.replace(hole, () => value);
  };
  put('‹name, https URL of the documentation›', `${sheet.name}, ${sheet.docs}`);
  put('**Authentication Method:** ‹method, scopes, least privilege› ‹[^source]›', `**Authentication Method:** ‹choose: ${sheet.auth.join('; ')}› ${notes.cite('auth')}`);
  put('| ‹`NAME`› | ‹secret key, public key, webhook secret, id› | ‹the project\'s store and path› | ‹period and trigger› |', sheet.variables.map((v) => `| \`${v}\` | ‹kind› | ‹the project's store and path› | ‹period and trigger› |`).join('\n'));
  put('**Base URL:** ‹`https://…`› ‹[^source]›', sheet.production.length > 0 ? `**Base URL:** ${sheet.production.map((u) => `\`${u}\``).join('; ')} ${notes.cite('production')}` : null);
  put('**API Version:** ‹version, where it is pinned› ‹[^source]›', sheet.apiVersion && `**API Version:** ${sheet.apiVersion} ${notes.cite('apiVersion')}`);
  put('**Rate Limits:** ‹100 requests per second; 10,000 units/day› ‹[^source]›', sheet.quotas.length > 0 ? `**Rate Limits:** ${sheet.quotas.map((q) => q.limit).join('; ')} ${notes.cite('quotas')}` : null);
  return webhook(text, sheet, notes);
}

function webhook(text: string, sheet: ServiceSheet, notes: Footnotes): string {
  const [first] = sheet.webhooks;
  if (!first) return text.replace(/(##### \S+\.5 Webhook Implementation\n)[\s\S]*?\n(?=##### )/, (_, heading: string) => `${heading}Not applicable: ‹confirm that ${sheet.name} sends no webhooks; its sheet knows none›\n\n`);
  const note = notes.cite('webhooks');
  const withEvents = events(text, sheet, notes);
  if (!first.signed) return withEvents.replace(/\*\*Signature Verification:\*\*[^\n]*\n\n\|[\s\S]*?\|\n\n/, () => `**Signature Verification:** Not applicable: ${sheet.name} does not sign this delivery; ${first.instead ?? 'see its sheet'} ${note}\n`);
  const cells = [first.header ?? '‹header›', first.algorithm ?? '‹algorithm›', first.encoding ?? '‹encoding›', first.content ?? '‹signed content›', first.verify.node ?? '‹function of the official SDK›'].map((c) => c.replace(/\|/g, '\\|'));
  const row = `| \`${cells[0]}\` | ${cells[1]} | ${cells[2]} | \`${cells[3]}\` | ‹\`VARIABLE\`› | ${cells[4]} |`;
  return withEvents
    .replace('**Signature Verification:** ‹[^source]›', () => `**Signature Verification:** ${note}`)
    .replace('| ‹`Header`› | ‹HMAC-SHA256› | ‹hex› | ‹`{timestamp}.{rawBody}`› | ‹`VARIABLE`› | ‹function of the official SDK› |', () => row);
}

/** The events that the sheet knows to matter, each with its meaning; what we do on it is left to write. */
function events(text: string, sheet: ServiceSheet, notes: Footnotes): string {
  if (!sheet.events) return text;
  const rows = sheet.events.map(({ name, means }) => `| \`${name}\` | ‹${means}: what we do› |`).join('\n');
  return text.replace('**Event Types:** ‹[^source]›', () => `**Event Types:** ${notes.cite('events')}`).replace('| ‹`event.name`› | ‹what we do; what is ignored› |', () => rows);
}

interface Note {
  readonly id: string;
  readonly url: string;
  readonly checked: string | null;
  /** Releases of SDKs that bear out what the note is cited for. */
  readonly releases: Set<string>;
}

/** The footnotes of one service: a page is cited where it shows the fact, and stands once. */
class Footnotes {
  private readonly sheet: ServiceSheet | null;
  private readonly today: string;
  private readonly notes = new Map<string, Note>();

  constructor(sheet: ServiceSheet | null, today: string) {
    this.sheet = sheet;
    this.today = today;
  }

  /** The reference to the page that shows a fact; empty where there is none. */
  cite(fact: Fact): string {
    const { id, cited, sources } = this.sheet!;
    const paths = Object.keys(cited).filter((path) => path.split('.')[0] === fact);
    const covering = [...new Set(paths.flatMap((path) => cited[path]!))].map((key) => sources[key]!);
    const page = covering.find((source) => source.package === null);
    const sdk = covering.find((source) => source.package !== null);
    const url = page?.url ?? sdk?.url;
    if (!url) return '';
    const note = this.notes.get(url) ?? { id: this.notes.size === 0 ? id : `${id}-${SUBJECTS[fact] ?? fact.toLowerCase()}`, url, checked: (page ?? sdk)!.read, releases: new Set() };
    this.notes.set(url, note);
    if (sdk?.package) note.releases.add(`${sdk.package.name} ${sdk.package.version}`);
    return `[^${note.id}]`;
  }

  lines(): string[] {
    return [...this.notes.values()].map(({ id, url, checked, releases }) => {
      const borneOut = releases.size > 0 ? `; verified with ${[...releases].join(' and ')}` : '';
      return `[^${id}]: ${this.sheet!.name}, documentation${borneOut}. ${url} (${checked === null ? `sheet read ${this.today}; not checked` : `checked ${checked}`})`;
    });
  }
}

/** What a footnote about a fact is called, where the fact's own name says less. */
const SUBJECTS: Partial<Record<Fact, string>> = { production: 'api', apiVersion: 'version', quotas: 'limits' };

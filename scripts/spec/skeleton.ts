import type { ProjectContext } from '../project/types.ts';
import type { ServiceSheet } from '../services/sheet.ts';
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
    parts.push(fill(project ? prefillService(templates.service, service, project) : templates.service, service.number, service));
    if (service.sheet) notes.push(footnote(service.sheet, today));
  }
  parts.push(templates.testing.trim(), templates.operations.trim());
  const references = templates.references.trim();
  parts.push(notes.length > 0 ? `${references.split('\n')[0]}\n\n${notes.join('\n')}` : references);
  return `${parts.join('\n\n')}\n`;
}

function numberOf(service: Wanted, n: number): Wanted & Numbered {
  return { ...service, number: `7.${service.code}.${n}`, id: service.sheet?.id ?? null, variables: service.sheet?.variables ?? [] };
}

function fill(template: string, number: string, { name, code, sheet }: Wanted): string {
  let text = template.trim().replaceAll('‹7.P.1›', number).replaceAll('‹Service›', name).replace('‹category›', CATEGORIES[code]);
  if (!sheet) return text;
  const note = `[^${sheet.id}]`;
  const put = (hole: string, value: string | null | undefined) => {
    if (value) text = text.replace(hole, () => value);
  };
  put('‹name, https URL of the documentation›', `${sheet.name}, ${sheet.docs}`);
  put('**Authentication Method:** ‹method, scopes, least privilege› ‹[^source]›', `**Authentication Method:** ‹choose: ${sheet.auth.join('; ')}› ${note}`);
  put('| ‹`NAME`› | ‹secret key, public key, webhook secret, id› | ‹the project\'s store and path› | ‹period and trigger› |', sheet.variables.map((v) => `| \`${v}\` | ‹kind› | ‹the project's store and path› | ‹period and trigger› |`).join('\n'));
  put('**Base URL:** ‹`https://…`› ‹[^source]›', sheet.production.length > 0 ? `**Base URL:** ${sheet.production.map((u) => `\`${u}\``).join('; ')} ${mark(sheet, 'production', note)}` : null);
  put('**API Version:** ‹version, where it is pinned› ‹[^source]›', sheet.apiVersion && `**API Version:** ${sheet.apiVersion} ${mark(sheet, 'apiVersion', note)}`);
  put('**Rate Limits:** ‹100 requests per second; 10,000 units/day› ‹[^source]›', sheet.quotas.length > 0 ? `**Rate Limits:** ${sheet.quotas.map((q) => q.limit).join('; ')} ${mark(sheet, 'quotas', note)}` : null);
  return webhook(text, sheet, note);
}

function webhook(text: string, sheet: ServiceSheet, note: string): string {
  const [first] = sheet.webhooks;
  if (!first) return text.replace(/(##### \S+\.5 Webhook Implementation\n)[\s\S]*?\n(?=##### )/, (_, heading: string) => `${heading}Not applicable: ‹confirm that ${sheet.name} sends no webhooks; its sheet knows none›\n\n`);
  if (!first.signed) return text.replace(/\*\*Signature Verification:\*\*[^\n]*\n\n\|[\s\S]*?\|\n\n/, () => `**Signature Verification:** Not applicable: ${sheet.name} does not sign this delivery; ${first.instead ?? 'see its sheet'} ${note}\n`);
  const cells = [first.header ?? '‹header›', first.algorithm ?? '‹algorithm›', first.encoding ?? '‹encoding›', first.content ?? '‹signed content›'].map((c) => c.replace(/\|/g, '\\|'));
  const row = `| \`${cells[0]}\` | ${cells[1]} | ${cells[2]} | \`${cells[3]}\` | ‹\`VARIABLE\`› | ‹function of the official SDK› |`;
  return text
    .replace('**Signature Verification:** ‹[^source]›', () => `**Signature Verification:** ${mark(sheet, 'webhooks', note)}`)
    .replace('| ‹`Header`› | ‹HMAC-SHA256› | ‹hex› | ‹`{timestamp}.{rawBody}`› | ‹`VARIABLE`› | ‹function of the official SDK› |', () => row);
}

/** The sheet's footnote, or the word `unverified` for a fact that nobody checked. */
function mark(sheet: ServiceSheet, fact: ServiceSheet['evidence'][number]['facts'][number], note: string): string {
  const how = sheet.evidence.find((e) => e.facts.includes(fact))?.how;
  return how === undefined || how === 'memory' ? `unverified ${note}` : note;
}

function footnote({ id, name, docs, evidence }: ServiceSheet, today: string): string {
  const best = evidence.find((e) => e.how !== 'memory');
  const when = best?.checked ? `checked ${best.checked}` : `sheet read ${today}; not checked`;
  return `[^${id}]: ${name}, vibe-specs sheet${best ? ` after ${best.source}` : ''}. ${docs} (${when})`;
}

import type { ProjectContext, VendorMention } from '../project/types.ts';
import { CATEGORIES, type CategoryCode } from './format.ts';

/** A service of the draft with its place in it. */
export interface Numbered {
  /** `7.P.1` */
  readonly number: string;
  readonly code: CategoryCode;
  readonly name: string;
  /** Id of its sheet, null without one. */
  readonly id: string | null;
  /** Variables that its sheet knows. */
  readonly variables: readonly string[];
}

const HOLE = { names: '‹names, or "none"›', why: '‹what for, or why nothing is needed›', pattern: '‹real-time API, webhook›', status: '‹decided, proposed or open›' };

/** The overview with the features, services and their links that the documents state. What they do not state stays a hole. */
export function prefillOverview(template: string, services: readonly Numbered[], project: ProjectContext): string {
  const cell = (text: string) => text.replace(/\|/g, '\\|').replace(/[‹›]/g, '');
  const registry = services.map((s) => `| ${s.number} | ${cell(s.name)} | ${CATEGORIES[s.code]} | ${featuresOf(s, project).join(', ') || '‹3.2, 3.4›'} | ${HOLE.pattern} | ${HOLE.status} |`);
  const coverage = project.features.map((feature) => {
    const own = services.filter((s) => featuresOf(s, project).includes(feature.number)).map((s) => s.name);
    const names = own.length > 0 ? cell(own.join(', ')) : feature.needs === 'none' ? 'none' : HOLE.names;
    return `| ${feature.number} | ${cell(feature.title)} | ${names} | ${HOLE.why} |`;
  });
  const label = (text: string) => text.replace(/["‹›[\]{}<>|#;]/g, "'");
  const links = project.features.flatMap((feature) =>
    services.flatMap((s, i) => (featuresOf(s, project).includes(feature.number) ? [`  F${feature.number.replace(/\D/g, '_')}["${feature.number} ${label(feature.title)}"] --> S${i + 1}["${label(s.name)}"]`] : [])));
  const holes: readonly (readonly [hole: RegExp, rows: readonly string[]])[] = [[/^\| ‹7\.P\.1› .*$/m, registry], [/^\| ‹3\.2› .*$/m, coverage], [/^ {2}F1\[.*$/m, links]];
  return holes.reduce((text, [hole, rows]) => (rows.length > 0 ? text.replace(hole, () => rows.join('\n')) : text), template);
}

/** A service's block with its features, environments, variables and endpoint as the documents name them. */
export function prefillService(template: string, service: Numbered, project: ProjectContext): string {
  let text = template;
  const put = (hole: string, value: string) => {
    if (value !== '') text = text.replace(hole, () => value);
  };
  put('**Features Supported:** ‹3.2, 3.4›', project.features.length > 0 && featuresOf(service, project).length > 0 ? `**Features Supported:** ${featuresOf(service, project).join(', ')}` : '');
  put('| ‹each of the project\'s own› | ‹host, sandbox, test account› | ‹what differs› |', project.environments.map((e) => `| ${e.text.replace(/[|‹›]/g, '')} | ‹host, sandbox, test account› | ‹what differs› |`).join('\n'));
  put('| ‹`NAME`› | ‹secret key, public key, webhook secret, id› | ‹the project\'s store and path› | ‹period and trigger› |', variablesOf(service, project).map((v) => `| \`${v}\` | ‹kind› | ‹the project's store and path› | ‹period and trigger› |`).join('\n'));
  const endpoint = project.endpoints.find((e) => e.webhook && e.method === 'POST' && wordsOf(service).some((word) => e.path.toLowerCase().includes(word)));
  put('**Webhook Endpoint:** ‹`POST /webhooks/…`, as in Section 4›', endpoint ? `**Webhook Endpoint:** \`POST ${endpoint.path}\`` : '');
  return text;
}

/** Features whose own lines choose the service. Documents may call it by the first word of its name ("HERE", "DHL"). */
function featuresOf({ name, id }: Numbered, { features, vendors }: ProjectContext): string[] {
  const first = (text: string) => text.toLowerCase().split(/[^\p{L}\d]+/u)[0];
  const isOwn = (v: VendorMention) => v.id !== null && v.id === id || v.id === null && first(v.name) === first(name);
  const sections = new Set(vendors.filter((v) => v.stance === 'chosen' && isOwn(v)).map((v) => v.section));
  return features.filter((f) => sections.has(f.number)).map((f) => f.number);
}

/** Variables that the documents give the service; without any, those of its sheet. */
function variablesOf(service: Numbered, { variables }: ProjectContext): readonly string[] {
  const own = variables.map((v) => v.text).filter((v) => wordsOf(service).some((word) => v.toLowerCase().startsWith(`${word}_`)));
  return own.length > 0 ? own : service.variables;
}

/** By which variables and paths name a service: the first word of its name, id and variables. */
function wordsOf({ name, id, variables }: Numbered): string[] {
  const words = [name.split(/[ .(]/)[0]!, id?.split('-')[0] ?? '', ...variables.map((v) => v.split('_')[0]!)];
  return [...new Set(words.map((word) => word.toLowerCase().replace(/[^a-z0-9]/g, '')))].filter((word) => word.length > 2);
}

import { CATEGORIES } from '../spec/format.ts';
import type { Fact, ServiceSheet, WebhookFacts } from './sheet.ts';

/** About 400 tokens, at four characters each. */
export const BUDGET = 1600;

/** Characters that sources may take of the budget; the sheet names the most telling ones first. */
const SOURCES = 200;

/** What goes before what when there is no room for all: the costliest trap stands first in a sheet. */
const RANKS = { idempotency: 0, firstTrap: 1, events: 2, secondTrap: 3, endpoints: 4, limits: 5, families: 6, traps: 7, retired: 8, status: 9 } as const;

/** A line of the report, at its place. `rank`: lines with one are left out when there is no room, the highest first. */
interface Line {
  readonly text: string;
  /** What it says where the whole has no room. */
  readonly short?: string;
  readonly rank?: number;
  /** What a line that is left out is counted as. */
  readonly kind?: string;
}

/**
 * A sheet as text for a person or a model, within `BUDGET` characters: facts with their evidence, "(unverified)" behind what nobody checked. What does not
 * fit is left out, and the last line says what that was.
 */
export function describeSheet(sheet: ServiceSheet): string {
  const sources = shortSources(sheet);
  const lines = linesOf(sheet, sourcesOf(sources)).filter(({ text }) => text !== '');
  const kept = new Map<Line, string>(lines.filter(({ rank }) => rank === undefined).map((line) => [line, line.text]));
  const print = () => {
    const more = leftOut(lines.filter((line) => !kept.has(line)), checkedSources(sheet).length - sources.length);
    return `${[...lines.flatMap((line) => kept.get(line) ?? []), ...(more === '' ? [] : [`More: facts --full ${sheet.id} (${more})`])].join('\n')}\n`;
  };
  for (const line of lines.filter(({ rank }) => rank !== undefined).sort((a, b) => a.rank! - b.rank!)) {
    const fits = [line.text, line.short].some((text) => text !== undefined && kept.set(line, text) && print().length <= BUDGET);
    if (!fits) kept.delete(line);
  }
  return print();
}

/** What a report leaves out: "limits, 4 traps, 2 sources". */
function leftOut(lines: readonly Line[], sources: number): string {
  const counts = new Map<string, number>();
  for (const { kind } of lines) counts.set(kind!, (counts.get(kind!) ?? 0) + 1);
  if (sources > 0) counts.set('source', sources);
  return [...counts].map(([kind, n]) => (n > 1 ? `${n} ${kind}s` : kind)).join(', ');
}

/** Everything that the sheet holds, however long. */
export function describeFully(sheet: ServiceSheet): string {
  const schemes = sheet.webhooks.filter((w) => w.scheme).map((w) => `Scheme ${w.id}: ${JSON.stringify(w.scheme)}`);
  const lines = linesOf(sheet, '').flatMap(({ text, kind }) => (text === '' || kind === 'trap' ? [] : [text]));
  const sources = checkedSources(sheet).map((e) => `Source of ${e.facts.join(', ')}: ${sourcesOf([e])}`);
  return `${[...lines, ...sources, ...schemes, ...sheet.traps.map((t) => `- ${t}`)].join('\n')}\n`;
}

const checkedSources = (sheet: ServiceSheet) => sheet.evidence.filter((e) => e.how !== 'memory');

/** The first sources of the sheet, as many as have room; at least one. */
function shortSources(sheet: ServiceSheet): ServiceSheet['evidence'] {
  const all = checkedSources(sheet);
  const over = all.findIndex((_, i) => i > 0 && sourcesOf(all.slice(0, i + 1)).length > SOURCES);
  return over < 0 ? all : all.slice(0, over);
}

function linesOf(sheet: ServiceSheet, sources: string): Line[] {
  const { production, sandboxHost, sandbox, sdk } = sheet;
  const [first, ...others] = sheet.webhooks;
  return [
    { text: `${sheet.name} [${sheet.id}] · ${CATEGORIES[sheet.category]}` },
    fact(sheet, 'docs', 'Docs', sheet.docs),
    fact(sheet, 'auth', 'Auth', sheet.auth.join('; ')),
    fact(sheet, 'production', 'Base URL', production.join(' , ')),
    { ...fact(sheet, 'endpoints', 'Endpoints', (sheet.endpoints ?? []).map((e) => `${e.what} ${e.url}`).join('; ')), rank: RANKS.endpoints, kind: 'endpoints' },
    fact(sheet, 'sandboxHost', 'Sandbox URL', sandboxHost ?? ''),
    fact(sheet, 'sandbox', 'Sandbox', sandbox ?? ''),
    fact(sheet, 'apiVersion', 'API version', sheet.apiVersion ?? ''),
    fact(sheet, 'variables', 'Variables', sheet.variables.join(', ')),
    fact(sheet, 'sdk', 'SDK', sdk ? `${sdk.package}${sdk.retries === null ? '' : `, itself retries ${sdk.retries} times by default`}` : ''),
    fact(sheet, 'quotas', 'Quotas', sheet.quotas.map((q) => q.limit + (q.scope ? ` (${q.scope})` : '')).join('; ')),
    { ...fact(sheet, 'limits', 'Limits', (sheet.limits ?? []).join('; ')), rank: RANKS.limits, kind: 'limits' },
    { ...fact(sheet, 'idempotency', 'Idempotency', sheet.idempotency ?? ''), rank: RANKS.idempotency, kind: 'idempotency' },
    ...(first ? [{ text: webhook(sheet, first).join('\n') }] : []),
    ...others.map((w): Line => ({ text: webhook(sheet, w).join('\n'), rank: RANKS.families, kind: 'webhook' })),
    { ...fact(sheet, 'events', 'Events', (sheet.events ?? []).map((e) => `${e.name} (${e.means})`).join('; ')), short: `Events: ${(sheet.events ?? []).map((e) => e.name).join(', ')}`, rank: RANKS.events, kind: 'events' },
    { ...fact(sheet, 'retired', 'Retired', sheet.retired.map((r) => `${r.pattern} (${r.what}) → ${r.instead}`).join('; ')), rank: RANKS.retired, kind: 'retired' },
    { ...fact(sheet, 'status', 'Status', sheet.status ?? ''), rank: RANKS.status, kind: 'status' },
    { text: sources === '' ? (checkedSources(sheet).length > 0 ? '' : 'Source: none: all of this is unverified') : `Source: ${sources}` },
    { text: sheet.unverified.length > 0 ? `Unverified besides: ${sheet.unverified.join(', ')}` : '' },
    ...sheet.traps.map((trap, i): Line => ({ text: `- ${trap}`, rank: [RANKS.firstTrap, RANKS.secondTrap][i] ?? RANKS.traps, kind: 'trap' })),
  ];
}

function webhook(sheet: ServiceSheet, w: WebhookFacts): string[] {
  const mark = unverified(sheet, 'webhooks') ? ' (unverified)' : '';
  const rest = [
    w.replay && `replay: ${w.replay}`,
    w.acknowledge && `acknowledge within ${w.acknowledge}`,
    w.redelivery && `redelivery: ${w.redelivery}`,
    w.dedupe && `deduplicate on ${w.dedupe}`,
    w.verify && `verify: ${w.verify}`,
  ].filter((part) => part);
  const first = w.signed ? `Webhook ${w.id}${mark}: ${w.header}; ${w.algorithm}, ${w.encoding}; signs ${w.content}; key: ${w.key}` : `Webhook ${w.id}${mark}: not signed. ${w.instead}`;
  return [first, ...(rest.length > 0 ? [`  ${rest.join('; ')}`] : [])];
}

/** Sources, those of one kind and day together. */
function sourcesOf(entries: ServiceSheet['evidence']): string {
  const groups = new Map<string, string[]>();
  for (const { source, how, checked } of entries) {
    const group = `(${how}, ${checked ?? 'date not recorded'})`;
    groups.set(group, [...(groups.get(group) ?? []), source]);
  }
  return [...groups].map(([group, sources]) => `${sources.join(', ')} ${group}`).join('; ');
}

/** A line of the report; empty when the sheet does not know the fact. */
function fact(sheet: ServiceSheet, key: Fact, label: string, text: string): Line {
  return { text: text === '' ? '' : `${label}: ${text}${unverified(sheet, key) ? ' (unverified)' : ''}` };
}

/** Whether nothing but memory stands behind a fact of the sheet. */
export function unverified(sheet: ServiceSheet, key: Fact): boolean {
  return !sheet.evidence.some((e) => e.how !== 'memory' && e.facts.includes(key));
}

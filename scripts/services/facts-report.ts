import { CATEGORIES } from '../spec/format.ts';
import type { ServiceSheet, WebhookFacts } from './sheet.ts';

/** About 400 tokens, at four characters each. */
export const BUDGET = 1600;

/**
 * A sheet as text for a person or a model, within `BUDGET` characters: facts with their evidence, "(unverified)" behind what nobody checked. Traps that do
 * not fit are left out, and the last line counts them.
 */
export function describeSheet(sheet: ServiceSheet): string {
  const facts = [...head(sheet), ...sheet.webhooks.flatMap((w) => webhook(sheet, w)), ...tail(sheet)];
  const traps: string[] = [];
  let left = BUDGET - facts.join('\n').length - 60;
  for (const trap of sheet.traps) {
    if (trap.length + 3 > left) continue;
    left -= trap.length + 3;
    traps.push(`- ${trap}`);
  }
  const missing = sheet.traps.length - traps.length;
  const more = missing > 0 ? [`${missing} more trap${missing > 1 ? 's' : ''}: facts --full ${sheet.id}`] : [];
  return `${[...facts, ...traps, ...more].join('\n')}\n`;
}

/** Everything that the sheet holds, however long. */
export function describeFully(sheet: ServiceSheet): string {
  const schemes = sheet.webhooks.filter((w) => w.scheme).map((w) => `Scheme ${w.id}: ${JSON.stringify(w.scheme)}`);
  const facts = [...head(sheet), ...sheet.webhooks.flatMap((w) => webhook(sheet, w)), ...tail(sheet)];
  return `${[...facts, ...schemes, ...sheet.traps.map((t) => `- ${t}`)].join('\n')}\n`;
}

function head(sheet: ServiceSheet): string[] {
  const { production, sandboxHost, sandbox, sdk } = sheet;
  return [
    `${sheet.name} [${sheet.id}] · ${CATEGORIES[sheet.category]}`,
    fact(sheet, 'docs', 'Docs', sheet.docs),
    fact(sheet, 'auth', 'Auth', sheet.auth.join('; ')),
    fact(sheet, 'production', 'Base URL', production.join(' , ')),
    fact(sheet, 'sandboxHost', 'Sandbox URL', sandboxHost ?? ''),
    fact(sheet, 'sandbox', 'Sandbox', sandbox ?? ''),
    fact(sheet, 'apiVersion', 'API version', sheet.apiVersion ?? ''),
    fact(sheet, 'variables', 'Variables', sheet.variables.join(', ')),
    fact(sheet, 'sdk', 'SDK', sdk ? `${sdk.package}${sdk.retries === null ? '' : `, itself retries ${sdk.retries} times by default`}` : ''),
    fact(sheet, 'quotas', 'Quotas', sheet.quotas.map((q) => q.limit + (q.scope ? ` (${q.scope})` : '')).join('; ')),
  ].filter((line) => line !== '');
}

function webhook(sheet: ServiceSheet, w: WebhookFacts): string[] {
  const mark = unverified(sheet, 'webhooks') ? ' (unverified)' : '';
  const rest = [
    w.replay && `replay: ${w.replay}`,
    w.acknowledge && `acknowledge within ${w.acknowledge}`,
    w.redelivery && `redelivery: ${w.redelivery}`,
    w.dedupe && `deduplicate on ${w.dedupe}`,
  ].filter((part) => part);
  const first = w.signed ? `Webhook ${w.id}${mark}: ${w.header}; ${w.algorithm}, ${w.encoding}; signs ${w.content}; key: ${w.key}` : `Webhook ${w.id}${mark}: not signed. ${w.instead}`;
  return [first, ...(rest.length > 0 ? [`  ${rest.join('; ')}`] : [])];
}

function tail(sheet: ServiceSheet): string[] {
  const known = sheet.evidence.filter((e) => e.how !== 'memory').map((e) => `${e.source} (${e.how}, ${e.checked ?? 'date not recorded'})`);
  return [
    fact(sheet, 'retired', 'Retired', sheet.retired.map((r) => `${r.pattern} (${r.what}) → ${r.instead}`).join('; ')),
    fact(sheet, 'status', 'Status', sheet.status ?? ''),
    `Source: ${known.length > 0 ? known.join('; ') : 'none: all of this is unverified'}`,
    ...(sheet.unverified.length > 0 ? [`Unverified besides: ${sheet.unverified.join(', ')}`] : []),
  ].filter((line) => line !== '');
}

/** A line of the report; empty when the sheet does not know the fact. */
function fact(sheet: ServiceSheet, key: ServiceSheet['evidence'][number]['facts'][number], label: string, text: string): string {
  return text === '' ? '' : `${label}: ${text}${unverified(sheet, key) ? ' (unverified)' : ''}`;
}

/** Whether nothing but memory stands behind a fact of the sheet. */
export function unverified(sheet: ServiceSheet, key: ServiceSheet['evidence'][number]['facts'][number]): boolean {
  return !sheet.evidence.some((e) => e.how !== 'memory' && e.facts.includes(key));
}

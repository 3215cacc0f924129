import { TITLE, type SERVICE_PARTS } from '../spec/format.ts';
import { valueOf, type Leaf } from '../spec/kinds.ts';
import type { Fielded, RowOf, Service } from '../spec/model.ts';
import type { Export, ExportScope } from './types.ts';
import { toYaml, type Yaml } from './yaml.ts';

type Webhook = Fielded<(typeof SERVICE_PARTS)['webhook']>;
type Signature = RowOf<(typeof SERVICE_PARTS)['webhook']['fields']['signature']['kind']>;
type Entries = { [key: string]: Yaml };

/**
 * AsyncAPI 3.0: what we receive. A channel and an operation for each webhook endpoint, a message for each event, a security scheme for each signature. Hosts and payloads
 * are not part of Section 7, so the document names none.
 */
export const asyncapi: Export = ({ services, format, headingAt }, scope) => {
  if (!format?.inputs) scope.gap(format?.at ?? headingAt, 'Unexpected format comment without inputs=…, which is the version of what is exported, expected one such as vibe-specs apply writes');
  const document: Record<'channels' | 'operations' | 'schemes', Entries> = { channels: {}, operations: {}, schemes: {} };
  for (const service of services) {
    const { webhook } = service.parts;
    if (webhook?.state === 'given') add(service, webhook, document, scope);
  }
  const { channels, operations, schemes } = document;
  return toYaml({
    asyncapi: '3.0.0',
    info: { title: TITLE, version: format?.inputs ?? '', description: `Webhooks that we receive, made from ${scope.place(headingAt)}` },
    channels,
    operations,
    ...(Object.keys(schemes).length > 0 ? { components: { securitySchemes: schemes } } : {}),
  });
};

function add(service: Service, webhook: Webhook, { channels, operations, schemes }: Record<'channels' | 'operations' | 'schemes', Entries>, scope: ExportScope): void {
  const { endpoint, signature, events } = webhook.fields;
  const messages = messagesOf(valueOf(events) ?? []);
  const security = (valueOf(signature) ?? []).flatMap((row) => {
    const scheme = schemeOf(row);
    return scheme === null ? [] : [{ $ref: `#/components/securitySchemes/${put(schemes, `${idOf(service.name)}Signature`, scheme)}` }];
  });
  const byPath = new Map<string, string>();
  for (const { method, path } of valueOf(endpoint) ?? []) {
    if (/[?#]/.test(path)) scope.gap(endpoint!.at, `Unexpected endpoint "${path}" with a query, expected a path: a channel's address has none`);
    const channel = byPath.get(path) ?? put(channels, idOf(service.name), { address: path, title: service.name, ...parametersOf(path), messages });
    byPath.set(path, channel);
    put(operations, `receive-${channel}`, {
      action: 'receive',
      channel: { $ref: `#/channels/${channel}` },
      summary: `${method} ${path} of ${service.name} (${webhook.number})`,
      description: describe(webhook),
      ...(security.length > 0 ? { security } : {}),
      bindings: { http: { method, bindingVersion: '0.3.0' } },
      // A call without a body, such as the provider's test of the address, carries no event.
      ...(method === 'GET' ? { messages: [] } : {}),
    });
  }
}

function messagesOf(rows: Iterable<{ readonly event: Leaf<string>; readonly effect: Leaf<string> }>): Entries {
  const messages: Entries = {};
  for (const row of rows) {
    const event = valueOf(row.event);
    if (event !== undefined) put(messages, idOf(event), { name: event, summary: said(row.effect) });
  }
  return messages;
}

/** A signature in a header; null for one elsewhere, which AsyncAPI has no scheme for. The description tells it in any case. */
function schemeOf(row: Signature): Entries | null {
  const header = /^[\w!#$%&'*+.^|~-]+(?=[,;]|\s+(?:and|or|und|oder)\s|$)/.exec(said(row.header))?.[0];
  return header === undefined ? null : { type: 'httpApiKey', in: 'header', name: header, description: signatureText(row) };
}

const signatureText = (row: Signature) => `${said(row.header)}: ${said(row.algorithm)}, ${said(row.encoding)}, of ${said(row.content)}; key: ${said(row.key)}; verified by ${said(row.verifier)}`;

function describe({ fields: { signature, replayWindow, acknowledgeWithin, deduplicationKey, processing } }: Webhook): string {
  const rows = valueOf(signature);
  const how = rows ? rows.map(signatureText).join('\n') : said(signature);
  return `${said(processing)}\nSignature: ${how}\nReplay window: ${said(replayWindow)}\nAcknowledge within: ${said(acknowledgeWithin)}\nDeduplication key: ${said(deduplicationKey)}`;
}

/** What the section says, a reason included. */
function said(leaf: Leaf<unknown> | undefined): string {
  return leaf?.state === 'stated' ? leaf.text : leaf?.state === 'not-applicable' ? `not applicable: ${leaf.reason}` : '';
}

/** AsyncAPI wants each `{parameter}` of an address to be declared. */
function parametersOf(path: string): { parameters?: Entries } {
  const names = [...path.matchAll(/\{([\w-]+)\}/g)].map((m) => m[1]!);
  return names.length > 0 ? { parameters: Object.fromEntries(names.map((name) => [name, {}])) } : {};
}

/** Adds under a key that nothing has yet, and returns the key. */
function put(entries: Entries, key: string, value: Yaml): string {
  let free = key;
  for (let n = 2; Object.hasOwn(entries, free); n++) free = `${key}-${n}`;
  entries[free] = value;
  return free;
}

/** A name as AsyncAPI wants keys: letters, digits, `.`, `-` and `_`. */
function idOf(name: string): string {
  const ascii = name.normalize('NFKD').replace(/\p{M}/gu, '').replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '');
  return /[A-Za-z0-9]/.test(ascii) ? ascii : 'webhook';
}

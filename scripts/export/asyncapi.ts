import { shortName } from '../words.ts';
import { stringify } from 'yaml';
import { TITLE } from '../spec/format.ts';
import type { RowData, SectionData } from '../spec/schema.ts';
import type { Export } from './types.ts';

type Entries = Record<string, unknown>;

const ENDPOINT = /\b(GET|POST|PUT|PATCH)\s+(\/[^\s?#,;]*)(?=$|[\s,;])/;

/**
 * AsyncAPI 3.0 of what we receive: a channel and an operation for each webhook endpoint of 7.4, a message for each
 * event of the service it belongs to. Hosts and payloads are no part of Section 7, so the document names none.
 */
export const asyncapi: Export = (data, file) => {
  const left: string[] = [];
  const channels: Entries = {};
  const operations: Entries = {};
  const schemes: Entries = {};
  for (const row of data.tables.webhookEndpoints) {
    const endpoint = ENDPOINT.exec(row.endpoint ?? '');
    if (!endpoint) {
      left.push(`line ${row.line}: "${row.endpoint ?? ''}" names no method and path`);
      continue;
    }
    const [, method, path] = endpoint as unknown as [string, string, string];
    const owners = data.services.filter((service) => belongs(service, row, path));
    const id = put(channels, idOf(row.from ?? path), {
      address: path,
      title: row.from ?? path,
      ...parametersOf(path),
      messages: messagesOf(
        data,
        owners.map(({ number }) => number),
      ),
    });
    const scheme = put(schemes, `${id}Signature`, {
      type: 'httpApiKey',
      in: 'header',
      name: headerOf(row.scheme ?? ''),
      description: row.scheme ?? '',
    });
    put(operations, `receive-${id}`, {
      action: 'receive',
      channel: { $ref: `#/channels/${id}` },
      summary: `${method} ${path} from ${row.from ?? 'the provider'}`,
      description: [
        row.scheme && `Signature: ${row.scheme}`,
        row.replay && `Replay: ${row.replay}`,
        row.key && `Key against duplicates: ${row.key}`,
      ]
        .filter(Boolean)
        .join('\n'),
      security: [{ $ref: `#/components/securitySchemes/${scheme}` }],
      bindings: { http: { method, bindingVersion: '0.3.0' } },
    });
  }
  const document = {
    asyncapi: '3.0.0',
    info: { title: TITLE, version: data.inputs ?? '0', description: `Webhooks that we receive, made from ${file}` },
    channels,
    operations,
    components: { securitySchemes: schemes },
  };
  return { text: stringify(document, { lineWidth: 0 }), left };
};

function belongs(
  { name, labels }: SectionData['services'][number],
  { from = '' }: RowData<'webhookEndpoints'>,
  path: string,
): boolean {
  const short = shortName(name).toLowerCase();
  return (labels.endpoint ?? '').includes(path) || from.toLowerCase().includes(short);
}

function messagesOf({ tables }: SectionData, services: readonly string[]): Entries {
  const messages: Entries = {};
  for (const { service, event, effect } of tables.events) {
    if (service !== null && services.includes(service) && event)
      put(messages, idOf(event), { name: event, summary: effect ?? '' });
  }
  return messages;
}

/** The header's name, or what stands there when it is none. */
const headerOf = (scheme: string) => /[A-Za-z][\w-]*-[\w-]+|Authorization/.exec(scheme)?.[0] ?? 'Authorization';

/** AsyncAPI wants each `{parameter}` of an address to be declared. */
function parametersOf(path: string): Entries {
  const names = [...path.matchAll(/\{([\w-]+)\}/g)].map((m) => m[1]!);
  return names.length > 0 ? { parameters: Object.fromEntries(names.map((name) => [name, {}])) } : {};
}

/** Adds under a key that nothing has yet, and returns the key. */
function put(entries: Entries, key: string, value: unknown): string {
  let free = key;
  for (let n = 2; Object.hasOwn(entries, free); n++) free = `${key}-${n}`;
  entries[free] = value;
  return free;
}

/** A name as AsyncAPI wants keys: letters, digits, `.`, `-` and `_`. */
function idOf(name: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return /[A-Za-z0-9]/.test(ascii) ? ascii : 'webhook';
}

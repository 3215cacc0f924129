import { isMethod } from './paths-of-api.ts';

/** What an OpenAPI document says that Section 7 needs. */
export interface OpenApi {
  readonly servers: readonly { readonly url: string; readonly description: string; readonly line: number }[];
  readonly endpoints: readonly { readonly method: string; readonly path: string; readonly line: number }[];
  /** Names of webhooks that it describes. */
  readonly webhooks: readonly string[];
}

/** Whether a text looks like one, so that nothing is loaded for other YAML and JSON. */
export function looksLikeOpenApi(text: string): boolean {
  return /^\s*(?:\{\s*)?["']?(?:openapi|swagger)["']?\s*:/m.test(text.slice(0, 4000));
}

/** The value of a text, and the line (from 0) of what a path in it leads to. Throws for what cannot be parsed. */
export type ParseYaml = (text: string) => {
  readonly value: unknown;
  readonly lineOf: (path: readonly string[]) => number;
};

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const string = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Longer ones take the parser seconds. */
const LONGEST = 2_000_000;

/** Reads an OpenAPI or Swagger document; null where the text cannot be parsed. */
export function readOpenApi(text: string, parse: ParseYaml): OpenApi | null {
  if (text.length > LONGEST) return null;
  let read: ReturnType<ParseYaml>;
  try {
    read = parse(text);
  } catch {
    return null;
  }
  const { value, lineOf } = read;
  if (!isRecord(value)) return null;
  const servers = Array.isArray(value.servers)
    ? value.servers.flatMap((s, i) =>
        isRecord(s) && string(s.url) !== ''
          ? [{ url: string(s.url), description: string(s.description), line: lineOf(['servers', String(i)]) }]
          : [],
      )
    : [];
  const base = string(value.basePath).replace(/\/+$/, '');
  const endpoints = Object.entries(isRecord(value.paths) ? value.paths : {}).flatMap(([path, item]) =>
    isRecord(item)
      ? Object.keys(item)
          .filter((k) => isMethod(k.toUpperCase()))
          .map((k) => ({ method: k.toUpperCase(), path: base + path, line: lineOf(['paths', path, k]) }))
      : [],
  );
  return { servers, endpoints, webhooks: Object.keys(isRecord(value.webhooks) ? value.webhooks : {}) };
}

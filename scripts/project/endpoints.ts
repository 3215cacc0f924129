import type { InputCode, InputLine } from './documents.ts';
import { isMethod, METHODS, routeOf } from './paths-of-api.ts';
import type { ApiBase, Endpoint, Place } from './types.ts';
import { wholly } from '../words.ts';

const METHOD = `(?:${METHODS.join('|')})`;
/** A path may hold alternatives (`accept|decline`) and a host of our own before it. */
const CALL = new RegExp(
  `(?<![\\w-])(${METHOD}(?:\\s?[/,|]\\s?${METHOD}){0,4})[\\s\`:|]{1,6}((?:https?://[^\\s\`/|),]{1,200})?/[^\\s\`,)]{0,300})`,
  'g',
);
const PATH = /^(?:https?:\/\/[^\s/]{1,200})?(\/[^\s]{0,300})$/;
const WEBHOOK = wholly(
  `
    (?:web)?hooks?|callbacks?-events|(?:[a-z0-9-]+[-_])?(?:itn|ipn)|[a-z0-9-]+[-_]webhooks?|
    webhooks?[-_](?!endpoint|subscription|deliver|config|setting|secret|log)[a-z0-9-]+
  `,
  'i',
);
/** A heading of calls that others make. */
const INBOUND =
  /\b(?:incoming|inbound|eingehende?|receivers?|receiving|callbacks?)\b|\bwebhooks? (?:in|from|handlers?|receivers?|von)\b/i;
const RECEIVES = /\b(?:webhooks?|callbacks?)\b|ウェブフック/i;
const OUTGOING = /\b(?:outgoing|ausgehend|outbound)/i;

const CHANGES = /^(?:POST|PUT|PATCH)$/;

/** A path that a webhook arrives at: a segment says so. Only what changes something is a delivery. */
export function isWebhookPath(method: string, path: string): boolean {
  return CHANGES.test(method) && path.split(/[/?]/).some((segment) => WEBHOOK.test(segment));
}

interface Source {
  readonly section: string;
  readonly place: Place;
}

/** Endpoints of lines and fences as written, before those of one meaning are put together. */
export class EndpointReader {
  readonly found: Endpoint[] = [];
  /** Rows with a path and no method. */
  readonly doubtful: InputLine[] = [];
  readonly #hosts: ReadonlySet<string>;

  constructor(bases: readonly ApiBase[]) {
    this.#hosts = new Set(bases.map((b) => hostOf(b.text)).filter((host) => host !== ''));
  }

  add(method: string, written: string, source: Source, webhook = false): void {
    const host = hostOf(written);
    // Another host is the provider's.
    if (host !== '' && !this.#hosts.has(host)) return;
    const path = (PATH.exec(written)?.[1] ?? '').replace(/[.;:*"'”]+$/, (end) =>
      end.startsWith('*') && /\/$/.test(written.slice(0, -end.length)) ? '*' : '',
    );
    if (path === '' || path.startsWith('//')) return;
    for (const each of alternatives(path)) {
      const receives = (webhook && CHANGES.test(method)) || isWebhookPath(method, each);
      this.found.push({ method, path: each, webhook: receives, section: source.section, place: source.place });
    }
  }

  calls(text: string, source: Source, webhook = false): boolean {
    let any = false;
    for (const [, methods, written] of text.matchAll(CALL)) {
      any = true;
      for (const method of methods!.split(/[^A-Z]+/)) if (method !== '') this.add(method, written!, source, webhook);
    }
    return any;
  }

  line(line: InputLine): void {
    const webhook = RECEIVES.test(line.label) && !OUTGOING.test(line.titles.join(' '));
    // Without a slash there is no path.
    if (!line.source.includes('/')) return;
    if (line.cells) this.#row(line);
    else if (!this.calls(line.text, line, webhook)) this.#reversed(line);
  }

  /** `/path` (POST) in a line of its own. */
  #reversed(line: InputLine): void {
    const match = /^(\/[\w{}:/.-]{1,200})\s*[(–—-]\s*(GET|POST|PUT|PATCH|DELETE)\b/.exec(line.text);
    if (match) this.add(match[2]!, match[1]!, line);
  }

  #row(line: InputLine): void {
    const cells = line.cells!;
    const inbound = INBOUND.test(line.titles[0] ?? '') && !OUTGOING.test(line.titles[0]!);
    if (this.calls(cells.join(' | '), line, inbound)) return;
    const method = cells.findIndex((c) => c.split(/[\s,/|]+/).every(isMethod) && c !== '');
    const path = cells.findIndex((c) => PATH.test(c.split(/\s/)[0] ?? ''));
    if (path < 0) return;
    const written = cells[path]!.split(/[\s,]+/)[0]!;
    if (method >= 0) for (const each of cells[method]!.split(/[\s,/|]+/)) this.add(each, written, line, inbound);
    else if (inbound) this.add('POST', written, line, true);
    else if (line.section === '4' && !/base|prefix/i.test(line.header![path] ?? '')) this.doubtful.push(line);
  }

  /** Lines of a fence that begin with a method: HTTP examples and lists of routes. */
  code({ text, ...source }: InputCode): void {
    for (const line of text.split('\n')) if (/^\s*(?:GET|POST|PUT|PATCH|DELETE)\b/.test(line)) this.calls(line, source);
  }
}

function hostOf(url: string): string {
  return /^https?:\/\/([^/\s:]{1,200})/i.exec(url)?.[1]?.toLowerCase() ?? '';
}

/** `/bookings/{id}/accept|decline` are two paths. */
function alternatives(path: string): string[] {
  if (!path.includes('|')) return [path];
  const cut = path.lastIndexOf('/');
  const ends = path
    .slice(cut + 1)
    .split('|')
    .filter((end) => /^[\w{}.-]{1,60}$/.test(end));
  return ends.length > 1 ? ends.map((end) => path.slice(0, cut + 1) + end) : [path.split('|')[0]!];
}

const BASE = /^(?:base[- ]?ur[li]|basis-?url|api[- ]?base|url base|server(?: url)?s?|host)$/i;

/** `**Base URL:** …` of the API's section. */
export function apiBasesOf(lines: readonly InputLine[]): ApiBase[] {
  return lines.flatMap((line) => {
    const column = line.header?.findIndex((h) => BASE.test(h)) ?? -1;
    const text = BASE.test(line.label) ? line.value : column >= 0 ? (line.cells?.[column] ?? '') : '';
    return text === '' ? [] : [...text.matchAll(/https?:\/\/[^\s`,;)|]+/g)].map(([url]) => apiBase(url, line.place));
  });
}

export function apiBase(url: string, place: Place): ApiBase {
  const prefix = url
    .replace(/^https?:\/\/[^/]*/i, '')
    .replace(/[/?#]+$/, '')
    .replace(/\?.*$/, '');
  return { text: url, place, prefix };
}

/** Each endpoint once: Section 4 before the architecture document and the features that use it. */
export function endpointsOf(found: readonly Endpoint[], prefixes: readonly string[]): Endpoint[] {
  const rank = ({ section }: Endpoint) => (section === '4' ? 0 : section === 'architecture' ? 2 : 1);
  const byKey = new Map<string, Endpoint>();
  for (const endpoint of [...found].sort((a, b) => rank(a) - rank(b))) {
    const key = `${endpoint.method} ${routeOf(endpoint.path, prefixes).key}`;
    const known = byKey.get(key);
    if (!known) byKey.set(key, endpoint);
    else if (endpoint.webhook && !known.webhook) byKey.set(key, { ...known, webhook: true });
  }
  return [...byKey.values()];
}

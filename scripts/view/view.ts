import { append } from '../append.ts';
import { createHash } from 'node:crypto';
import type { CheckResult } from '../report/diagnostic.ts';
import { plural } from '../report/text.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import { TITLE, type TableKind } from '../spec/format.ts';
import type { Section7 } from '../spec/model.ts';
import type { Drawings } from './diagrams/drawings.ts';
import { Html, hash, html } from './html.ts';
import { homeOf, PAGES, type PageId } from './pages.ts';
import { short, type View } from './pages/common.ts';
import { developerPage } from './pages/developer.ts';
import { finder } from './pages/finder.ts';
import { onCallPage } from './pages/on-call.ts';
import { ownerPage } from './pages/owner.ts';
import { glanceOf, glancesOf, servicePage, servicesPage } from './pages/services.ts';
import { sourcesPage } from './pages/sources.ts';
import { sourceOf, type Chunk } from './source.ts';

/** The page's own files. `live` is added where the page is served and reloads itself. */
export interface Assets {
  readonly style: string;
  readonly script: string;
  readonly live?: string;
}

interface Page {
  readonly id: string;
  readonly nav: string;
  readonly title: string;
  readonly isService?: boolean;
  readonly body: Html;
}

/**
 * Section 7 as one document for people: everything of it is escaped, and nothing is loaded. `made` says when it was
 * made, and from what.
 */
export function renderView(
  section: Section7,
  result: CheckResult,
  catalog: ServiceCatalog,
  assets: Assets,
  drawings: Drawings = new Map(),
  made = '',
): string {
  const view = { source: sourceOf(section, result.diagnostics, drawings), result, catalog };
  return documentOf(view, pagesOf(view), assets, made).markup;
}

function pagesOf(view: View): Page[] {
  const { chunks, section } = view.source;
  const { own, byPage } = sorted(chunks, section);
  const glances = glancesOf(view);
  const page = (id: PageId, make: (view: View, chunks: readonly Chunk[]) => Html): Page => ({
    id,
    ...PAGES[id],
    body: make(view, byPage.get(id) ?? []),
  });
  return [
    page('owner', ownerPage),
    page('services', (_, list) => servicesPage(view, glances, list)),
    ...section.services.map(
      (service): Page => ({
        id: service.number,
        nav: short(service),
        title: service.name,
        isService: true,
        body: servicePage(view, service, glanceOf(glances.get(service.number)), own.get(service.number) ?? []),
      }),
    ),
    page('on-call', onCallPage),
    page('developer', developerPage),
    // It names who cites what, so all others come before it.
    page('sources', sourcesPage),
  ];
}

/** Chunks by the service, or by the page that they belong to, in the order in which they are read. */
function sorted(chunks: readonly Chunk[], { services, tables }: Section7) {
  const own = new Map<string, Chunk[]>();
  const byPage = new Map<PageId, Chunk[]>();
  const numbers = new Set(services.map(({ number }) => number));
  const kinds = new Map<string, TableKind[]>();
  for (const { section, kind } of tables) append(kinds, section, kind);
  const home = ({ number }: Chunk) => homeOf(number, kinds.get(number) ?? []);
  const groups: Chunk[] = [];
  for (const chunk of chunks) {
    const service = chunk.number.split('.').slice(0, 3).join('.');
    const { page } = home(chunk);
    if (numbers.has(service)) append(own, service, chunk);
    else if (chunk.tokens.length === 0) groups.push(chunk);
    else append(byPage, page, chunk);
  }
  for (const [page, list] of byPage) {
    byPage.set(
      page,
      list.sort((a, b) => home(a).rank - home(b).rank),
    );
  }
  // From the last one, so that the anchor of 7.O stands above that of a group within it.
  for (const group of groups.toReversed()) {
    const { page } = home(group);
    const lists = [byPage.get(page) ?? [], ...own.values(), ...byPage.values()];
    const list = lists.find((some) => some.some(({ number }) => number.startsWith(`${group.number}.`)));
    if (list) {
      const at = list.findIndex(({ number }) => number.startsWith(`${group.number}.`));
      list[at] = { ...list[at]!, above: [group, ...(list[at]!.above ?? [])] };
    } else append(byPage, page, group);
  }
  return { own, byPage };
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

function documentOf(view: View, pages: readonly Page[], { style, script, live }: Assets, made: string): Html {
  const {
    source: { section },
    result,
  } = view;
  const scripts = [script, ...(live === undefined ? [] : [live])];
  const policy = [
    `default-src 'none'`,
    `style-src ${hashOf(style)}`,
    // Diagrams.
    `img-src data:`,
    `script-src ${scripts.map(hashOf).join(' ')}`,
    ...(live === undefined ? [] : [`connect-src 'self'`]),
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="vibe-specs view">
<title>${TITLE}</title>
<style>${new Html(style)}</style>
${scripts.map((text) => html`<script>${new Html(text)}</script>`)}
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
<p class="title">${TITLE}</p>
<p class="soft">${section.file}${made && html` · ${made}`} ·
<a href="#check">${plural(result.errors, 'error')}, ${plural(result.warnings, 'warning')}</a></p>
</header>
<div class="side">
${finder(view)}
<nav aria-label="Pages"><ul>${pages.map(
    ({ id, nav, isService }) =>
      html`<li${isService ? html` class="service"` : ''}><a href="${hash(id)}">${nav}</a></li>`,
  )}</ul></nav>
</div>
<main id="main" tabindex="-1">
<p class="missing" id="missing" role="status" hidden></p>
${pages.map(
  ({ id, title, isService, body }) => html`<section class="page" id="${id}" aria-labelledby="h-${id}">
<h1 id="h-${id}" tabindex="-1">${isService && html`<span class="no">${id}</span> `}${title}</h1>
${body}
</section>`,
)}
<section class="page" id="find" aria-labelledby="h-find" hidden>
<h1 id="h-find" tabindex="-1">Found</h1>
<p class="soft" role="status" id="found"></p>
<ol class="results" id="results"></ol>
</section>
</main>
</body>
</html>
`;
}

import type { Diagnostic } from '../report/diagnostic.ts';
import { hash, html, type Html } from './html.ts';

const NAMES = { error: 'Error', warning: 'Warning', info: 'To look at' } as const;

/** What `check` found, at its place. */
export const findingsOf = (found: readonly Diagnostic[]): Html => html`${found.map(findingOf)}`;

function findingOf({ severity, message, advice, rule, url, line, related }: Diagnostic): Html {
  return html`<div class="finding ${severity}">
<p><strong>${NAMES[severity]}.</strong> ${message}</p>
${advice && html`<p>${advice}</p>`}
${related.map((r) => html`<p class="soft">${r.message}: ${r.file}:${r.line}</p>`)}
<p class="soft"><a href="${url}" rel="noopener noreferrer">${rule}</a>, line ${line}</p></div>`;
}

/** All of them, each with the way to its place. */
export function findingList(found: readonly Diagnostic[], anchorOf: (line: number) => string | null): Html {
  return html`<ul class="plain">${found.map(({ severity, message, line }) => {
    const anchor = anchorOf(line);
    const place = anchor === null ? html`line ${line}` : html`<a href="${hash(anchor)}">line ${line}</a>`;
    return html`<li><strong class="${severity}">${NAMES[severity]}</strong>, ${place}: ${message}</li>`;
  })}</ul>`;
}

import { rowsOf } from '../../rules/shared/tables.ts';
import { findingList } from '../findings.ts';
import { html, type Html } from '../html.ts';
import { render } from '../markdown.ts';
import type { Chunk } from '../source.ts';
import { costChart, overBudget } from './cost.ts';
import { featureMap } from './feature-map.ts';
import { chunkOf, contentsOf, linkTo, short, type Gathered, type View } from './common.ts';

/** What somebody must settle, what does not add up, what it costs, and which feature hangs on which service. */
export function ownerPage(view: View, chunks: readonly Chunk[]): Html {
  const [opening, ...others] = chunks;
  const made = [sums(view), costChart(view), featureMap(view)].filter((part) => part !== null);
  const filled = others.filter(({ tokens }) => tokens.length > 0).map(({ number, title }) => ({ id: number, title }));
  // What is found in the whole of the section is not said here: it is listed with the sources.
  return html`${opening && html`<div class="opening" id="7">${render(opening.tokens, view.source.context)}</div>`}
${contentsOf([...filled, ...made])}
${others.map((chunk) => chunkOf(view, chunk))}
${made.map(({ body }) => body)}`;
}

function sums(view: View): Gathered | null {
  const { source, result } = view;
  const found = result.diagnostics.filter(({ rule }) => rule.startsWith('numbers/'));
  const over = rowsOf(source.section, 'registry').flatMap(({ row }) => overBudget(source.section, row));
  if (found.length + over.length === 0) return null;
  const title = 'Sums that do not fit';
  const body = html`<section class="chunk"><h2 id="sums">${title}</h2>
<ul>${over.map(
    ({
      service,
      name,
      cost,
      budget,
      more,
    }) => html`<li>${service ? linkTo(service, short(service)) : name} costs ${cost} a month against a budget of
${budget}: <strong class="over">${more} too much</strong>.</li>`,
  )}</ul>${findingList(found, source.anchorOf)}</section>`;
  return { id: 'sums', title, body };
}

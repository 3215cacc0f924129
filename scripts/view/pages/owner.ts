import { rowsOf } from '../../rules/shared/tables.ts';
import { findingList, findingsOf } from '../findings.ts';
import { html, type Html } from '../html.ts';
import { render } from '../markdown.ts';
import type { Chunk } from '../source.ts';
import { costChart, overBudget } from './cost.ts';
import { featureMap } from './feature-map.ts';
import { chunkOf, linkTo, short, type View } from './common.ts';

/** What somebody must settle, what does not add up, what it costs, and which feature hangs on which service. */
export function ownerPage(view: View, chunks: readonly Chunk[]): Html {
  const [opening, ...others] = chunks;
  return html`${opening && html`<div class="opening" id="7">${render(opening.tokens, view.source.context)}</div>${findingsOf(opening.findings)}`}
${others.map((chunk) => chunkOf(view, chunk))}
${sums(view)}
${costChart(view)}
${featureMap(view)}`;
}

function sums(view: View): Html | null {
  const { source, result } = view;
  const found = result.diagnostics.filter(({ rule }) => rule.startsWith('numbers/'));
  const over = rowsOf(source.section, 'registry').flatMap(({ row }) => overBudget(source.section, row));
  if (found.length + over.length === 0) return null;
  return html`<section class="chunk"><h3 id="sums">Sums that do not fit</h3>
<ul>${over.map(({ service, name, cost, budget, more }) => html`<li>${service ? linkTo(service, short(service)) : name} costs ${cost} a month against a budget of
${budget}: <strong class="over">${more} too much</strong>.</li>`)}</ul>${findingList(found, source.anchorOf)}</section>`;
}

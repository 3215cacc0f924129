import { findingList, findingsOf } from '../findings.ts';
import { hash, html, type Html } from '../html.ts';
import { inline } from '../markdown.ts';
import { plural } from '../../report/text.ts';
import type { Chunk } from '../source.ts';
import { chunkOf, type View } from './common.ts';

/** What has to be confirmed, where facts come from, what `check` says. Rendered last: it names who cites what. */
export function sourcesPage(view: View, chunks: readonly Chunk[]): Html {
  return html`${chunks.map((chunk) => chunkOf(view, chunk))}${footnotes(view)}${checked(view)}`;
}

function footnotes({ source }: View): Html | null {
  const { section, context, lineOf, take } = source;
  const cited = new Map(context.cited);
  const first = new Map(section.footnotes.toReversed().map((note) => [note.id, note]));
  if (first.size === 0) return null;
  return html`<section class="chunk"><h2 id="footnotes">Where facts come from</h2><ol class="sources">
${[...context.notes.keys()].map((id) => {
  const { text, checked, at } = first.get(id)!;
  const line = lineOf(at);
  const places = [...(cited.get(id) ?? [])].map((number, i) => {
    return html`${i > 0 && ', '}<a href="${hash(number)}">${number}</a>`;
  });
  const noDay = checked === null && html` <span class="over">No day.</span>`;
  return html`<li id="fn-${id}" class="block">${inline(text, context)}${noDay}
<span class="soft">${places.length === 0 ? 'Not cited.' : html`Cited in ${places}.`}</span>
${findingsOf(take(line, line + 1))}</li>`;
})}</ol></section>`;
}

function checked({ source, result }: View): Html {
  const { diagnostics, notChecked, disabled, errors, warnings, infos } = result;
  const left = notChecked.map(({ what, line }) => html`<li>${what} (line ${line})</li>`);
  const off = disabled.map(({ diagnostic: { rule, line }, reason }) => html`<li>${rule}, line ${line}: ${reason}</li>`);
  return html`<section class="chunk"><h2 id="check">What the check says</h2>
<p>${plural(errors, 'error')}, ${plural(warnings, 'warning')}, ${infos} to look at.</p>
${findingList(diagnostics, source.anchorOf)}
${left.length > 0 && html`<h3>Not checked</h3><ul>${left}</ul>`}
${off.length > 0 && html`<h3>Disabled</h3><ul>${off}</ul>`}
</section>`;
}

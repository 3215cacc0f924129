import MarkdownIt, { type Env, type RendererRule, type StateBlock, type StateInline, type Token } from 'markdown-it';
import { ID_KINDS } from '../spec/format.ts';
import type { Drawings } from './diagrams/drawings.ts';
import { hash, Html, html } from './html.ts';

/** The language of a fence that is drawn. */
export const MERMAID = 'mermaid';

/** What the renderer has to know of the section. */
export interface Context {
  /** Anchors that exist: `D-3`, `7.P.1.6`. */
  readonly anchors: ReadonlySet<string>;
  /** Anchors of the rows that say what a name in code is: a job, a switch. */
  readonly named: ReadonlyMap<string, string>;
  /** Numbers of the footnotes, by label. */
  readonly notes: ReadonlyMap<string, number>;
  /** Where each footnote is cited. */
  readonly cited: Map<string, Set<string>>;
  /** Pictures of the diagrams; one that is not among them is shown as its source. */
  readonly drawings: Drawings;
  /** Number of the heading that is being rendered. */
  section: string;
}

/** What rules know while they read and render. */
interface State {
  readonly context: Context;
  /** How many links are open: a link in a link is none. */
  links: number;
  /** Between these lines no comment ends. */
  readonly open: { from: number; to: number };
}

const envOf = (context: Context): Env & { view: State } => ({
  view: { context, links: 0, open: { from: Infinity, to: -1 } },
});
const stateOf = (env: Env | undefined) => env!.view as State;

const md = new MarkdownIt({ html: false, linkify: true });
// Only what is written as an address is one: "stripe.com/pricing" may be a name.
md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
md.validateLink = (url) => /^(?:https?:\/\/|mailto:|#)/i.test(url.trim());
md.block.ruler.before('paragraph', 'comment', commentBlock, { alt: ['paragraph', 'reference', 'blockquote', 'list'] });
md.inline.ruler.before('link', 'footnote', footnote);
md.inline.ruler.before('autolink', 'comment', commentInline);

/**
 * Comments are for tools, and no reader sees one. What is left open stays text. That there is no end is remembered:
 * many openings without one may not take the square of their number.
 */
function commentBlock(state: StateBlock, from: number, to: number, silent: boolean): boolean {
  const start = state.bMarks[from]! + state.tShift[from]!;
  if (state.sCount[from]! - state.blkIndent >= 4 || !state.src.startsWith('<!--', start)) return false;
  const { open } = stateOf(state.env);
  if (open.to === to && open.from <= from) return false;
  for (let line = from; line < to; line++) {
    const text = state.src.slice(line === from ? start + 4 : state.bMarks[line]!, state.eMarks[line]);
    const end = text.indexOf('-->');
    if (end < 0) continue;
    if (!silent) {
      state.line = line + 1;
      paragraph(state, text.slice(end + 3).trim(), line);
    }
    return true;
  }
  Object.assign(open, { from, to });
  return false;
}

function paragraph(state: StateBlock, text: string, line: number): void {
  if (text === '') return;
  state.push('paragraph_open', 'p', 1).map = [line, line + 1];
  Object.assign(state.push('inline', '', 0), { content: text, map: [line, line + 1], children: [] });
  state.push('paragraph_close', 'p', -1);
}

const lastEnds = new WeakMap<StateInline, number>();

function commentInline(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('<!--', state.pos)) return false;
  const last = lastEnds.get(state) ?? state.src.lastIndexOf('-->');
  lastEnds.set(state, last);
  if (last < state.pos + 4) return false;
  if (!silent) state.push('comment', '', 0);
  state.pos = state.src.indexOf('-->', state.pos + 4) + 3;
  return true;
}

function footnote(state: StateInline, silent: boolean): boolean {
  if (!state.src.startsWith('[^', state.pos)) return false;
  const end = state.src.slice(state.pos, state.pos + 200).indexOf(']');
  const label = state.src.slice(state.pos + 2, state.pos + end);
  if (end < 3 || !stateOf(state.env).context.notes.has(label)) return false;
  if (!silent) state.push('footnote', '', 0).content = label;
  state.pos += end + 1;
  return true;
}

const LETTERS = Object.keys(ID_KINDS).join('');
const REFERENCE = new RegExp(
  `(?<![\\p{L}\\p{N}_.-])(?:[${LETTERS}]-\\d{1,3}[a-z]?|7(?:\\.(?:\\d{1,4}|[A-Z])){1,4})(?![\\p{L}\\p{N}_-])`,
  'gu',
);

/** Ids and numbers of this section lead to what they name, where it exists. */
function linked(text: string, { context, links }: State): Html | string {
  if (links > 0) return text;
  const parts: (Html | string)[] = [];
  let from = 0;
  for (const { 0: name, index } of text.matchAll(REFERENCE)) {
    if (!context.anchors.has(name)) continue;
    parts.push(text.slice(from, index), html`<a href="${hash(name)}">${name}</a>`);
    from = index + name.length;
  }
  return parts.length === 0 ? text : html`${[...parts, text.slice(from)]}`;
}

const rule =
  (render: (token: Token, state: State) => Html): RendererRule =>
  (tokens, i, _, env) =>
    render(tokens[i]!, stateOf(env)).markup;
/** The library escapes them. */
const attributes = (token: Token) => new Html(md.renderer.renderAttrs(token));

/** What comes next is bold; the library leaves empty texts between marks. */
function isStrong(tokens: readonly Token[], from: number): boolean {
  const next = tokens.slice(from, from + 3).find(({ type, content }) => type !== 'text' || content !== '');
  return next?.type === 'strong_open';
}

const { rules } = md.renderer;
rules.text = (tokens, i, _, env) => {
  const { content } = tokens[i]!;
  // Labels of one line, "**Status:** decided · **Type:** …", have a line each.
  const isBetween = content.endsWith(' · ') && isStrong(tokens, i + 1);
  return html`${linked(isBetween ? content.slice(0, -3) : content, stateOf(env))}${isBetween && new Html('<br>')}`
    .markup;
};
rules.code_inline = rule(({ content }, { context, links }) => {
  const home = links > 0 ? undefined : context.named.get(content);
  return home ? html`<a href="${hash(home)}"><code>${content}</code></a>` : html`<code>${content}</code>`;
});
rules.comment = () => '';
rules.view = rule((token) => (token.meta as { markup: () => Html }).markup());
rules.softbreak = (tokens, i) => (isStrong(tokens, i + 1) ? '<br>' : '\n');
rules.image = rule((token) => html`[image: ${token.content}]`);
rules.link_open = rule((token, state) => {
  state.links++;
  const href = String(token.attrGet('href') ?? '');
  return href.startsWith('#') ? html`<a href="${href}">` : html`<a href="${href}" rel="noopener noreferrer">`;
});
rules.link_close = rule((_, state) => {
  state.links--;
  return html`</a>`;
});
rules.footnote = rule(({ content: label }, { context, links }) => {
  const number = context.notes.get(label)!;
  const places = context.cited.get(label) ?? new Set();
  context.cited.set(label, places.add(context.section));
  if (links > 0) return html`<sup>${number}</sup>`;
  return html`<sup><a href="${hash(`fn-${label}`)}" aria-label="Source ${number}">${number}</a></sup>`;
});
rules.table_open = rule(() => html`<div class="scroll"><table role="table" class="stacks">`);
rules.table_close = () => '</table></div>';
for (const [name, role] of Object.entries({ thead: 'rowgroup', tbody: 'rowgroup', tr: 'row' })) {
  // Said again, because a narrow screen shows rows as blocks, and a block is no row to a screen reader.
  rules[`${name}_open`] = (tokens, i) => `<${name} role="${role}"${md.renderer.renderAttrs(tokens[i]!)}>`;
}
// On a narrow screen the name of its column stands beside what a cell holds.
rules.td_open = (tokens, i) => `<td role="cell"${md.renderer.renderAttrs(tokens[i]!)}><div>`;
rules.td_close = () => '</div></td>';
rules.th_open = () => '<th role="columnheader" scope="col">';
rules.fence = rules.code_block = rule((token, { context }) => {
  const language = token.info.trim().split(/\s/)[0] ?? '';
  const source = html`<pre><code>${token.content}</code></pre>`;
  if (language.toLowerCase() !== MERMAID)
    return html`<figure${attributes(token)}>${language && html`<figcaption>${language}</figcaption>`}
${source}</figure>`;
  const drawn = context.drawings.get(token.content.trim()) ?? { why: 'diagrams were not drawn' };
  if ('why' in drawn)
    return html`<figure${attributes(token)}><figcaption>Diagram, as its source: ${drawn.why}</figcaption>
${source}</figure>`;
  // As an image it runs nothing, loads nothing and has no say over the page.
  const image = `data:image/svg+xml;base64,${Buffer.from(drawn.svg).toString('base64')}`;
  return html`<figure${attributes(token)}><div class="scroll"><img src="${image}" alt="Diagram; its source follows"></div>
<details><summary>Source of the diagram</summary>${source}</details></figure>`;
});

export const parse = (text: string, context: Context): Token[] => md.parse(text, envOf(context));
export const render = (tokens: Token[], context: Context): Html =>
  new Html(md.renderer.render(tokens, md.options, envOf(context)));
/** One line: a cell, a label. */
export const inline = (text: string, context: Context): Html => new Html(md.renderInline(text, envOf(context)));
/** What stands in a token for readers, without markup. */
export const plainOf = ({ children }: Token): string =>
  (children ?? [])
    .map(({ type, content }) => (type === 'softbreak' ? ' ' : type === 'footnote' ? '' : content))
    .join('');

/** A token that renders what `markup` makes, later: when all anchors are known. */
export function made(like: Token, markup: () => Html): Token {
  const token = new (like.constructor as new (type: string, tag: string, nesting: 0) => Token)('view', '', 0);
  token.meta = { markup };
  return token;
}

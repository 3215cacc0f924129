import { renderMermaidSVG } from 'beautiful-mermaid';
import type { Diagram } from '../../code/diagram.ts';

/** The colours of assets/view.css. An image follows the theme of the reader by itself. */
const THEME = `svg { --bg: #fdfcfa; --fg: #1d1c1a; }
  @media (prefers-color-scheme: dark) { svg { --bg: #171614; --fg: #e9e5dd; } }`;

/** How the library marks what connects two things, by kind of diagram. */
const CONNECTION = /<\w+ class="(?:edge|message|er-relationship|class-relationship)"/g;

/**
 * An SVG of a diagram, in the reader's own fonts: nothing is loaded. Null where the library left something out: it
 * skips what it does not know.
 */
export function svgOf({ text, connections }: Diagram): string | null {
  // Control characters are not allowed in XML.
  const plain = text.replace(/[^\P{Cc}\n]/gu, ' ');
  const svg = renderMermaidSVG(plain, { transparent: true, padding: 8 });
  if ((svg.match(CONNECTION)?.length ?? 0) < connections) return null;
  return svg
    .replace(/(<svg [^>]*) style="[^"]*"/, '$1')
    .replace('<style>', `<style>\n  ${THEME}`)
    .replace(/^\s*@import url\([^)]*\);$/gm, '')
    .replace(/font-family: '[^']*',/g, 'font-family:');
}

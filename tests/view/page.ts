import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultTreeAdapter as tree, parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';
import { checkDocument } from '../../scripts/rules/document.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { drawDiagrams } from '../../scripts/cli/commands/view-diagrams.ts';
import { diagramsOf } from '../../scripts/view/diagrams/drawings.ts';
import { renderView } from '../../scripts/view/view.ts';
import { loadCatalog } from '../../scripts/cli/commands/catalog.ts';
import { ROOT, TODAY } from '../support.ts';

const asset = (name: string) => readFileSync(join(ROOT, 'scripts/view/assets', name), 'utf8');
export const ASSETS = { style: asset('view.css'), script: asset('view.js') };
export const LIVE = { ...ASSETS, live: asset('view-live.js') };

/** The thread that draws, of the bundle. */
export const DRAWS = join(ROOT, 'dist/diagram-worker.cjs');

/** The page of a document that is checked by itself, with its diagrams drawn or not. */
export async function viewOf(text: string, assets: typeof ASSETS = ASSETS, drawn = false): Promise<string> {
  const file = 'section.md';
  const parsed = parseSection7(text, file);
  const catalog = loadCatalog();
  const input = { text, file, parsed, project: null, catalog, config: DEFAULT_CONFIG, today: TODAY, run: null };
  const drawings = drawn ? await drawDiagrams(diagramsOf(parsed.section!), DRAWS) : undefined;
  return renderView(parsed.section!, await checkDocument(input), catalog, assets, drawings);
}

/** An element as a browser has it. */
export class Element {
  readonly #node: Tree.Element;

  constructor(node: Tree.Element) {
    this.#node = node;
  }

  get tag(): string {
    return this.#node.tagName;
  }

  get attributes(): Readonly<Record<string, string>> {
    return Object.fromEntries(this.#node.attrs.map(({ name, value }) => [name, value]));
  }

  get text(): string {
    return textOf(this.#node).replace(/\s+/g, ' ').trim();
  }

  /** All that it holds, as it is written. */
  get source(): string {
    return this.#node.childNodes.map((node) => (tree.isTextNode(node) ? node.value : '')).join('');
  }

  /** All elements inside, in order. */
  get all(): Element[] {
    const found: Element[] = [];
    const walk = (node: Tree.ParentNode): void =>
      node.childNodes.forEach((child) => {
        if (!tree.isElementNode(child)) return;
        found.push(new Element(child));
        walk(child);
      });
    walk(this.#node);
    return found;
  }

  where(test: (element: Element) => boolean): Element[] {
    return this.all.filter(test);
  }

  id(id: string): Element {
    const [found] = this.where(({ attributes }) => attributes.id === id);
    if (!found) throw new Error(`no element has the id ${id}`);
    return found;
  }
}

const INLINE = /^(?:a|code|em|strong|span|sup|s)$/;

function textOf(node: Tree.Node): string {
  if (tree.isTextNode(node)) return node.value;
  const inside = 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
  return tree.isElementNode(node) && !INLINE.test(node.tagName) ? ` ${inside} ` : inside;
}

export const read = (page: string): Element => new Element(parse(page).childNodes.find(tree.isElementNode)!);

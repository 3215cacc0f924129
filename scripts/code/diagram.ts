import mermaid from 'mermaid';
import { withoutComments } from './mermaid.ts';

/** A diagram as mermaid's own parser has read it, for whoever draws it. */
export interface Diagram {
  /** Mermaid in its plainest form: flowcharts are written anew, one node and one arrow a line. */
  readonly text: string;
  /** Arrows, messages, relations: a picture with fewer of them lacks something. */
  readonly connections: number;
}

/** What the parsers of mermaid keep of a diagram; its types name no more than the parser. */
interface Database {
  getDirection(): string | undefined;
  getVertices(): ReadonlyMap<string, { readonly id: string; readonly text?: string; readonly type?: string }>;
  getEdges(): readonly Edge[];
  getSubGraphs(): readonly Group[];
  getMessages(): readonly { readonly from?: string; readonly to?: string; readonly placement?: number }[];
  getRelations(): readonly unknown[];
  getRelationships(): readonly unknown[];
}
interface Edge {
  readonly start: string;
  readonly end: string;
  readonly text: string;
  readonly type?: string;
  readonly stroke?: string;
}
interface Group {
  readonly id: string;
  readonly title: string;
  readonly nodes: readonly string[];
}

/** Null for a kind that is not drawn. Throws what mermaid throws where the code has a fault. */
export async function readDiagram(code: string): Promise<Diagram | null> {
  const text = withoutComments(code).trim();
  const parsed = await mermaid.parse(text);
  if (!parsed) return null;
  const { db } = (await mermaid.mermaidAPI.getDiagramFromText(text)) as unknown as { readonly db: Database };
  switch (parsed.diagramType) {
    case 'flowchart-v2':
      return { text: flowchart(db), connections: db.getEdges().length };
    case 'sequence':
      return { text, connections: db.getMessages().filter(isSent).length };
    case 'stateDiagram':
    case 'classDiagram':
      return { text, connections: db.getRelations().length };
    case 'er':
      return { text, connections: db.getRelationships().length };
    default:
      return null;
  }
}

/** Not a note, which stands at a place, and not a beginning of a block, which comes from nobody. */
const isSent = ({ from, to, placement }: ReturnType<Database['getMessages']>[number]) =>
  from !== undefined && to !== undefined && placement === undefined;

const SHAPES: Readonly<Record<string, readonly [open: string, close: string]>> = {
  cylinder: ['[(', ')]'],
  diamond: ['{', '}'],
  hexagon: ['{{', '}}'],
  circle: ['((', '))'],
  stadium: ['([', '])'],
  round: ['(', ')'],
  subroutine: ['[[', ']]'],
};
const LINES: Readonly<Record<string, string>> = { dotted: '-.->', thick: '==>' };

/** A label in double quotes. */
const quoted = (text: string) => `"${text.replaceAll('"', "'").replace(/\s+/g, ' ').trim() || ' '}"`;

function flowchart(db: Database): string {
  const vertices = [...db.getVertices().values()];
  const byId = new Map(vertices.map((vertex) => [vertex.id, vertex]));
  const names = new Map(vertices.map(({ id }, index) => [id, `n${index}`]));
  const groups = new Map(db.getSubGraphs().map((group, index) => [group.id, { ...group, name: `g${index}` }]));
  for (const { id, name } of groups.values()) names.set(id, name);
  const inner = new Set([...groups.values()].flatMap(({ nodes }) => nodes));
  const node = ({ id, text, type = '' }: (typeof vertices)[number]) => {
    const [open, close] = SHAPES[type] ?? ['[', ']'];
    return `${names.get(id)}${open}${quoted(text ?? id)}${close}`;
  };
  const block = ({ nodes, title, name }: Group & { readonly name: string }): string[] => [
    `subgraph ${name} [${quoted(title)}]`,
    ...nodes.flatMap((id) => {
      const [group, vertex] = [groups.get(id), byId.get(id)];
      return group ? block(group) : vertex ? [node(vertex)] : [];
    }),
    'end',
  ];
  return [
    `flowchart ${db.getDirection() ?? 'TD'}`,
    ...vertices.filter(({ id }) => !groups.has(id) && !inner.has(id)).map(node),
    ...[...groups.values()].filter(({ id }) => !inner.has(id)).flatMap(block),
    ...db.getEdges().map((edge) => {
      const label = edge.text === '' ? '' : `|${quoted(edge.text)}|`;
      return `${names.get(edge.start)} ${arrow(edge)}${label} ${names.get(edge.end)}`;
    }),
  ].join('\n');
}

/** A line without a head has none at either end; crosses and circles are drawn as heads. */
function arrow({ type = '', stroke = '' }: Edge): string {
  if (type === 'arrow_open') return stroke === 'dotted' ? '-.-' : stroke === 'thick' ? '===' : '---';
  const line = LINES[stroke] ?? '-->';
  return type.startsWith('double') ? `<${line}` : line;
}

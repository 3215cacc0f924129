import type { Section7 } from '../../spec/model.ts';
import { MERMAID } from '../markdown.ts';

/** The picture of a diagram, or why there is none. */
export type Drawn = { readonly svg: string } | { readonly why: string };

/** By the source as it stands in its fence, trimmed. */
export type Drawings = ReadonlyMap<string, Drawn>;

/** The sources of a section's diagrams, each once. */
export const diagramsOf = ({ code }: Section7): string[] => [
  ...new Set(code.flatMap(({ block }) => (block.language === MERMAID ? [block.text.trim()] : []))),
];

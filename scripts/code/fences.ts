import type { Code } from '../markdown/types.ts';
import type { CodeBlock, Section7 } from '../spec/model.ts';

export type Language = 'json' | 'jsonc' | 'yaml' | 'javascript' | 'typescript' | 'tsx' | 'sql' | 'http' | 'mermaid';

/** First words of info strings. What is not here is not judged: shells, JSON5, templates, logs. */
const LANGUAGES: Readonly<Record<string, Language>> = {
  json: 'json',
  jsonc: 'jsonc',
  yaml: 'yaml',
  yml: 'yaml',
  http: 'http',
  mermaid: 'mermaid',
  js: 'javascript',
  javascript: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  ts: 'typescript',
  typescript: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  sql: 'sql',
  postgresql: 'sql',
  postgres: 'sql',
  pgsql: 'sql',
  mysql: 'sql',
  sqlite: 'sql',
};

/**
 * In characters: many times what a document should have, and so little that the worst of texts takes a parser less than
 * a second.
 */
const LARGEST = { mermaid: 6 * 1024, other: 16 * 1024 };
/** Mermaid takes a millisecond for a line of some diagrams. */
const MOST_LINES = { mermaid: 240, other: Infinity };
/** Of all fences that are read in a document, a character of a diagram counted by what it may cost. */
const LARGEST_SUM = 128 * 1024;

export interface Fence extends CodeBlock {
  readonly language: Language;
}

export interface Fences {
  readonly read: readonly Fence[];
  /** Too large to be read, with the limit in words. */
  readonly refused: readonly (Fence & { readonly limit: string })[];
}

export function languageOf(block: Code): Language | undefined {
  return block.fenced && Object.hasOwn(LANGUAGES, block.language) ? LANGUAGES[block.language] : undefined;
}

/** The fences in a language that is judged. By size alone, so that every machine has the same verdict. */
export function fencesOf({ code }: Pick<Section7, 'code'>): Fences {
  const read: Fence[] = [];
  const refused: (Fence & { limit: string })[] = [];
  let sum = 0;
  for (const each of code) {
    const language = languageOf(each.block);
    const { length } = each.block.text;
    if (language === undefined) continue;
    const kind = language === 'mermaid' ? 'mermaid' : 'other';
    const cost = length * (LARGEST.other / LARGEST[kind]);
    if (length > LARGEST[kind]) refused.push({ ...each, language, limit: kilobytes(LARGEST[kind]) });
    else if (each.block.text.split('\n').length > MOST_LINES[kind])
      refused.push({ ...each, language, limit: `${MOST_LINES[kind]} lines` });
    else if (sum + cost > LARGEST_SUM)
      refused.push({ ...each, language, limit: `${kilobytes(LARGEST_SUM)} of code in all` });
    else {
      sum += cost;
      read.push({ ...each, language });
    }
  }
  return { read, refused };
}

const kilobytes = (length: number) => `${length / 1024} KB`;

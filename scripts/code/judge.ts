import type { Fence, Language } from './fences.ts';
import { describe, type CodeFault } from './report.ts';
import type { CodeReader, Fault } from './types.ts';

const json = async () => await import('../lazy/code-json.ts');
const script = async () => await import('../lazy/code-script.ts');

/** Each family of parsers is a bundle of its own, loaded when a document has such a fence. */
const READERS: Readonly<Record<Language, () => Promise<CodeReader>>> = {
  json: async () => (await json()).jsonFault,
  jsonc: async () => (await json()).jsoncFault,
  http: async () => (await json()).httpFault,
  yaml: async () => (await import('../lazy/code-yaml.ts')).yamlFault,
  javascript: async () => (await script()).javascriptFault,
  typescript: async () => (await script()).typescriptFault,
  tsx: async () => (await script()).tsxFault,
  sql: async () => (await import('../lazy/code-sql.ts')).sqlFault,
  mermaid: async () => (await import('../lazy/code-mermaid.ts')).mermaidFault,
};

/** Deeper than any example; parsers recurse, and the stack of a hostile one would end. */
const DEEPEST = 200;
const TOO_DEEP: Fault = {
  at: 0,
  found: 'depth of nesting',
  expected: `at most ${DEEPEST} levels: it is too deep to be read`,
};

/** Has each fence judged by the parser of its language. */
export async function judgeAll(fences: readonly Fence[], document: string): Promise<readonly CodeFault[]> {
  const faults: CodeFault[] = [];
  for (const fence of fences) {
    const fault = await judge(fence, await READERS[fence.language]());
    if (fault) faults.push(describe(fault, fence, document));
  }
  return faults;
}

async function judge({ block: { text } }: Fence, read: CodeReader): Promise<Fault | null> {
  if (isDeep(text)) return TOO_DEEP;
  try {
    return await read(text);
  } catch (error) {
    if (error instanceof RangeError) return TOO_DEEP;
    // A parser that fails otherwise has said nothing about the code.
    return null;
  }
}

/** Whatever the brackets mean in the language. */
function isDeep(code: string): boolean {
  let depth = 0;
  for (let i = 0; i < code.length; i++) {
    const sign = code[i]!;
    if ('([{'.includes(sign)) {
      if (++depth > DEEPEST) return true;
    } else if (depth > 0 && ')]}'.includes(sign)) depth--;
  }
  return false;
}

import type { ParsedDocument } from '../spec/model.ts';
import { fencesOf, type Fence } from './fences.ts';
import { isJson, isPlainMermaid } from './plain.ts';
import type { CodeFault } from './report.ts';

/**
 * Reads the fenced code of Section 7 in the languages that are judged; nothing of it is executed. What the rule
 * structure/code-syntax reports.
 */
export async function readCode({ doc, section }: ParsedDocument): Promise<readonly CodeFault[]> {
  const open = section ? fencesOf(section).read.filter((fence) => !isRight(fence)) : [];
  return open.length === 0 ? [] : await (await import('../lazy/code.ts')).judgeAll(open, doc.text);
}

/** Right at a glance: most fences are, and then nothing is loaded. */
function isRight({ language, block: { text } }: Fence): boolean {
  if (language === 'mermaid') return isPlainMermaid(text);
  return text.trim() === '' || ((language === 'json' || language === 'jsonc') && isJson(text));
}

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Export } from '../../scripts/export/types.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';

const path = 'docs/06-technical-specification/07-integrations.md';
const example = readFileSync(fileURLToPath(new URL(`../fixtures/projects/harbor-kitchen/${path}`, import.meta.url)), 'utf8');

/** An action that would do harm if it were read as a template or as YAML. */
export const HOSTILE = 'page: {{ query "up" }} and "quotes" # no comment';

/** The example, with one text of it changed, exported; what the export found missing, and the source that each gap points at. */
export function exportExample(format: Export, right = '', wrong = right): { readonly exported: string; readonly gaps: readonly string[]; readonly sources: readonly string[] } {
  if (!example.includes(right)) throw new Error(`the example has no ${right}`);
  const text = example.replace(right, () => wrong);
  const gaps: string[] = [];
  const sources: string[] = [];
  const exported = format(parseSection7(text, path).section!, {
    gap: (at, message) => {
      gaps.push(message);
      sources.push(text.slice(at.start, at.end).trim());
    },
    place: ({ start }) => `${path}:${text.slice(0, start).split('\n').length}`,
  });
  return { exported, gaps, sources };
}

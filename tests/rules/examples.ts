import { parseMarkdown } from '../../scripts/markdown/blocks.ts';
import type { Code } from '../../scripts/markdown/types.ts';

/** What an example expects: a finding whose range has this text, or something that is said not to be checked. */
export interface Expected {
  readonly quote: string;
  readonly message: string;
}

export interface Example {
  readonly title: string;
  /** Documents of the project by path; the checked one is not among them. */
  readonly documents: ReadonlyMap<string, string>;
  readonly section: string;
  readonly expected: readonly Expected[];
}

const FILE = /^<!-- (docs\/\S+) -->\n/;
const MARK = /^!! «(.*?)» (.*)$/;

/**
 * Reads scripts/rules/<group>/<rule>/examples.md. Below each heading "Wrong …" or "Right …" stand fences of markdown:
 * Section 7, and documents of the project that begin with a comment `<!-- docs/… -->`. A line `!! «text» message` in
 * Section 7 is no part of it: it says what is found in the line above, and in which text of it.
 */
export function readExamples(text: string): Example[] {
  const { blocks } = parseMarkdown(text);
  const examples: Example[] = [];
  let fences: Code[] = [];
  let title: string | null = null;
  const finish = () => {
    if (title !== null) examples.push(exampleOf(title, fences));
    fences = [];
  };
  for (const block of blocks) {
    if (block.kind === 'heading' && block.level === 2) {
      finish();
      title = /^(?:Wrong|Right)\b/.test(block.text) ? block.text : null;
    } else if (block.kind === 'code' && block.language === 'markdown') fences.push(block);
  }
  finish();
  return examples;
}

function exampleOf(title: string, fences: readonly Code[]): Example {
  const documents = new Map<string, string>();
  let section: string | undefined;
  for (const { text } of fences) {
    const file = FILE.exec(text)?.[1];
    if (file !== undefined) documents.set(file, text.replace(FILE, ''));
    else section = text;
  }
  if (section === undefined) throw new Error(`${title}: no fence with Section 7`);
  const lines = section.split('\n');
  const expected = lines.flatMap((line) => {
    const match = MARK.exec(line);
    return match ? [{ quote: match[1]!, message: match[2]! }] : [];
  });
  return { title, documents, section: lines.filter((line) => !line.startsWith('!! ')).join('\n'), expected };
}

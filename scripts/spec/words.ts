import type { Section7 } from './model.ts';

const count = (text: string) => text.match(/\S+/g)?.length ?? 0;

/** How long the section is for a reader: words between white space, tables' bars left out; fenced code counts apart. */
export function wordsOf({ text, at, code }: Pick<Section7, 'text' | 'at' | 'code'>): { all: number; withoutCode: number } {
  const words = (start: number, end: number) => count(text.slice(start, end).replace(/\|[-:| ]*/g, ' '));
  const all = words(at.start, at.end);
  return { all, withoutCode: all - code.reduce((sum, { block }) => sum + words(block.at.start, block.at.end), 0) };
}

import type { FrontMatter } from './types.ts';

const OPEN = /---[ \t]*([\w+-]{0,40})[ \t]*(?:\r\n|\n|\r)/y;

/**
 * Front matter on the first line: `---`, or `---language`, up to a line `---`. Without a closing line it is none, so
 * that a leading rule never swallows the document. Only its range is found here; nothing of it is interpreted.
 */
export function frontMatter(text: string, at: number): { block: FrontMatter; next: number } | null {
  OPEN.lastIndex = at;
  const open = OPEN.exec(text);
  if (!open) return null;
  const from = at + open[0].length;
  const close = /^---[ \t]*$/gm;
  close.lastIndex = from;
  const end = close.exec(text);
  if (!end) return null;
  const stop = end.index + end[0].length;
  const next = text.startsWith('\r\n', stop) ? stop + 2 : Math.min(stop + 1, text.length);
  const to = Math.max(
    from,
    text[end.index - 2] === '\r' && text[end.index - 1] === '\n' ? end.index - 2 : end.index - 1,
  );
  const block: FrontMatter = {
    kind: 'frontmatter',
    text: text.slice(from, to),
    textAt: { start: from, end: to },
    language: open[1]!.toLowerCase(),
    at: { start: at, end: stop },
    quoteDepth: 0,
    listDepth: 0,
  };
  return { block, next };
}

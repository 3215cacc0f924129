import type { Prerequisite, ProjectContext, Quote } from './types.ts';

/**
 * Text of a document as data: one line, bounded, in a code span that it cannot end. The documents may come from
 * strangers, and what they say is evidence, never an instruction to whoever reads this report.
 */
export function quoted(text: string, most = 160): string {
  const flat = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+/g, ' ')
    .replace(/`/g, "'")
    .replace(/\s+/g, ' ')
    .trim();
  return `\`${flat.length > most ? `${flat.slice(0, most - 1)}…` : flat || ' '}\``;
}

/** Text of ours that holds names of files or headings: without the marks of a code span. */
export const said = (text: string, most = 300) => quoted(text, most).slice(1, -1);

/** The first few, and how many there are beside them. */
export function quotes(all: readonly Quote[]): string {
  const shown = all
    .slice(0, 12)
    .map((q) => quoted(q.text))
    .join(', ');
  return all.length > 12 ? `${shown} and ${all.length - 12} more` : shown;
}

export function list<T>(items: readonly T[], line: (item: T) => string, most: number): string[] {
  const shown = items.slice(0, most).map((item) => `- ${line(item)}`);
  return items.length > most ? [...shown, `- and ${items.length - most} more`] : shown;
}

/** The last parts of the paths that tell them apart: `03-features`, `02-technical-architecture`. */
export function shortNames(paths: readonly string[]): Map<string, string> {
  const bare = (path: string) =>
    path
      .split('/')
      .at(-1)!
      .replace(/\.(?:md|mdx|markdown)$/i, '');
  const names = paths.map(bare);
  return new Map(
    paths.map((path, i) => {
      const number = /^(\d{1,2}(?:\.\d+)?)[-_. ]/.exec(names[i]!)?.[1];
      const isOnly = (name: string) =>
        names.filter(
          (n) => n === name || n.startsWith(`${name}-`) || n.startsWith(`${name}_`) || n.startsWith(`${name}.`),
        ).length === 1;
      return [
        path,
        number && isOnly(number) ? number : names.filter((n) => n === names[i]).length === 1 ? names[i]! : path,
      ];
    }),
  );
}

export function columnLines({ vendors, tables }: ProjectContext): string[] {
  const columns = [
    ...new Set(vendors.filter((v) => v.section === '5' && v.structured && v.stance === 'chosen').map((v) => v.text)),
  ];
  const others = tables.flatMap((t) =>
    t.columns.filter((c) => /(?:^|_)(?:external|provider|vendor)_/.test(c.name)).map((c) => `${t.name}.${c.name}`),
  );
  const all = [...new Set([...columns, ...others])];
  return all.length > 0
    ? [
        `- Columns with identifiers of services: ${all
          .slice(0, 40)
          .map((c) => quoted(c, 80))
          .join(', ')}`,
      ]
    : [];
}

/** The architecture document comes first: features wait for what it decides. */
export function inOrder(lacking: readonly Prerequisite[]): Prerequisite[] {
  return [...lacking.filter((p) => p.id === 'architecture'), ...lacking.filter((p) => p.id !== 'architecture')];
}

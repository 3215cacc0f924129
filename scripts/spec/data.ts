import { lineStarts, position } from '../markdown/lines.ts';
import type { Span } from '../markdown/types.ts';
import { FORMAT_VERSION, TABLES, titleOf, type TableKind } from './format.ts';
import type { Cell, Section7 } from './model.ts';
import type { SectionData } from './schema.ts';

/**
 * The section as `sectionSchema` describes it; where something always needed is missing, the schema refuses it with the
 * path of what is missing.
 */
export function toData(section: Section7): SectionData {
  const starts = lineStarts(section.text);
  const lineOf = ({ start }: Span) => position(starts, start).line;
  const tables = Object.fromEntries(
    Object.keys(TABLES).map((kind) => [kind, rowsOf(section, kind as TableKind, lineOf)]),
  );
  const blocks = section.headings
    .filter(({ number }) => titleOf(number) !== undefined)
    .map(({ number, title, at }) => [number, { title, line: lineOf(at) }] as const);
  return {
    title: section.headings[0]!.title,
    format: section.format?.version === FORMAT_VERSION ? FORMAT_VERSION : null,
    inputs: section.format?.inputs ?? null,
    blocks: Object.fromEntries(blocks),
    services: section.services.map(({ number, name, code, headingAt }) => ({
      number,
      name,
      category: code,
      line: lineOf(headingAt),
      labels: Object.fromEntries(
        section.labels.flatMap((label) =>
          label.service === number && label.key !== null ? [[label.key, label.value.text]] : [],
        ),
      ),
    })),
    tables: tables as unknown as SectionData['tables'],
    sources: section.footnotes.map(({ id, url, checked, text, at }) => ({
      id,
      url,
      read: checked,
      text,
      line: lineOf(at),
    })),
    code: section.code.map(({ block, section: number }) => ({
      language: block.language,
      section: number,
      line: lineOf(block.at),
      text: block.text,
    })),
  };
}

function rowsOf({ tables }: Section7, kind: TableKind, lineOf: (at: Span) => number) {
  return tables
    .filter((table) => table.kind === kind)
    .flatMap(({ section, service, rows }) =>
      rows.map(({ at, total, cells }) => ({
        section,
        service,
        line: lineOf(at),
        total,
        code: Object.values<Cell | undefined>(cells).flatMap((cell) =>
          cell!.piece.inline().codes.map((span) => span.text),
        ),
        ...Object.fromEntries(Object.entries<Cell | undefined>(cells).map(([key, cell]) => [key, cell!.text])),
      })),
    );
}

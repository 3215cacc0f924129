import type { SchemaTable } from './schema-sql.ts';

type Table = Omit<SchemaTable, 'text'>;

const BLOCK = /^[ \t]*(model|view)\s+(\w+)\s*\{/gm;
const FIELD = /^\s*(\w+)\s+(\w+)(\[\])?(\?)?(?:\s|$)/;
const MAPPED = /@map\(\s*(?:name:\s*)?"([^"]+)"/;

/**
 * Tables of a Prisma schema: its models, with `@@map`, `@@schema` and `@map`. The language is one of lines. Fields
 * of another model are relations and no columns;
 * a type that the text does not declare as a model is taken for a column.
 */
export function prismaTables(text: string): Table[] {
  const blocks = [...text.matchAll(BLOCK)].map(({ 2: name, 0: head, index }) => {
    const end = text.indexOf('\n}', index);
    return {
      name: name!,
      at: index,
      closed: end >= 0,
      body: text.slice(index + head.length, end < 0 ? text.length : end),
    };
  });
  const models = new Set(blocks.map((b) => b.name));
  return blocks.map(({ name, at, body, closed }) => {
    const table = /^\s*@@map\(\s*(?:name:\s*)?"([^"]+)"/m.exec(body)?.[1] ?? name;
    const schema = /^\s*@@schema\(\s*"([^"]+)"/m.exec(body)?.[1];
    const columns = body.split('\n').flatMap((line) => {
      const field = FIELD.exec(line);
      if (!field || /^\s*(?:\/\/|@@)/.test(line) || models.has(field[2]!)) return [];
      return [{ name: MAPPED.exec(line)?.[1] ?? field[1]!, type: `${field[2]!.toLowerCase()}${field[3] ?? ''}` }];
    });
    return { name: schema ? `${schema}.${table}` : table, columns, complete: closed, at };
  });
}

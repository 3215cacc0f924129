import { prismaTables } from './schema-prisma.ts';
import type { Schema } from './schema-sql.ts';
import type { MappedTables } from './tables.ts';
import type { SourceFile, SqlBlock } from './types.ts';

/** The schema of blocks of SQL; the grammar is loaded only where there is one. */
export async function schemaOfBlocks(blocks: readonly SqlBlock[]): Promise<Schema | null> {
  if (blocks.length === 0) return null;
  const { schemaOf } = await import('../lazy/code-sql.ts');
  return await schemaOf(blocks);
}

/** Tables of mapped schema files: Prisma, Drizzle. */
export async function tablesOfFiles(files: readonly SourceFile[]): Promise<MappedTables[]> {
  const found: MappedTables[] = [];
  for (const { path, text } of files) {
    const place = { file: path, at: { start: 0, end: 0 }, line: 1, column: 1 };
    if (/\.prisma$/i.test(path)) found.push({ tables: prismaTables(text), place, text });
    else if (/\.(?:ts|mts|js|mjs)$/i.test(path)) found.push({ tables: (await import('../lazy/code-script.ts')).drizzleTables(text) ?? [], place, text });
  }
  return found;
}

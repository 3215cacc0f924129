import type { ProjectFiles } from './parse.ts';
import type { ParseYaml } from './openapi.ts';
import type { Schema, SchemaTable, SqlText } from './schema-sql.ts';
import type { SourceFile } from './types.ts';

/**
 * Readers of other languages, loaded where documents need them. Without one, what is written in its language is not
 * read, and the project says so.
 */
export interface Grammars {
  readonly sql: ((texts: readonly SqlText[], base?: Schema) => Schema) | null;
  readonly yaml: ParseYaml | null;
  readonly drizzle: ((text: string) => Omit<SchemaTable, 'text'>[] | null) | null;
}

export const NO_GRAMMARS: Grammars = { sql: null, yaml: null, drizzle: null };

/** Statements that make or change tables. */
export const DDL = /\b(?:create|alter)\s+(?:\w+\s+){0,3}table\b/i;
const OPENAPI = /^[ \t]*(?:\{\s*)?["']?(?:openapi|swagger)["']?\s*:/m;

/** Loads the grammars that the texts need, and no other. */
export async function grammarsFor(files: ProjectFiles): Promise<Grammars> {
  const all: SourceFile[] = [...files.specification, ...(files.mapped ?? []).map((m) => m.file)];
  const needs = (pattern: RegExp, name: RegExp) => all.some((f) => name.test(f.path) || pattern.test(f.text));
  const [sql, yaml, drizzle] = await Promise.all([
    needs(DDL, /\.sql$/i) ? import('../lazy/code-sql.ts').then((m) => m.loadSchemaReader()) : null,
    needs(OPENAPI, /\.(?:ya?ml|json)$/i) ? import('../lazy/code-yaml.ts').then((m) => m.yamlValue) : null,
    all.some((f) => /\.[mc]?[tj]s$/i.test(f.path))
      ? import('../lazy/code-script.ts').then((m) => m.drizzleTables)
      : null,
  ]);
  return { sql, yaml, drizzle };
}

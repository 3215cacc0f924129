import { readCode } from '../code/read.ts';
import type { DataTable, ProjectContext } from '../project/types.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import type { RunReport } from '../run/types.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { ParsedDocument, Section7 } from '../spec/model.ts';
import { parseSection7 } from '../spec/parse.ts';
import type { Config } from './config.ts';
import { check } from './engine.ts';
import { schemaBefore, sqlChanges } from './shared/changes.ts';
import type { KnownColumns, Rule } from './types.ts';

export interface DocumentInput {
  readonly text: string;
  /** Relative to the project root. */
  readonly file: string;
  readonly project: ProjectContext | null;
  readonly catalog: ServiceCatalog;
  readonly config: Config;
  /** ISO date, UTC. */
  readonly today: string;
  readonly parsed?: ParsedDocument | undefined;
  /** What came out when code and SQL were run; null when they were not. */
  readonly run: RunReport | null;
}

/**
 * Checks one document with all that has to be loaded for it: what every adapter calls. The rules themselves stay pure
 * and synchronous.
 */
export async function checkDocument(input: DocumentInput, rules?: readonly Rule[]): Promise<CheckResult> {
  const parsed = input.parsed ?? parseSection7(input.text, input.file);
  const code = await readCode(parsed);
  const secrets = parsed.section
    ? await (await import('../lazy/secrets.ts')).findSecrets(input.text, parsed.section.at)
    : [];
  const tables = await tablesOf(parsed.section, input.project);
  return check({ ...input, parsed, code, secrets, tables }, rules);
}

/** Tables of Section 5 with what the SQL of 7.E changes in them; null where Section 5 has none that are read. */
async function tablesOf(
  section: Section7 | null,
  project: ProjectContext | null,
): Promise<readonly KnownColumns[] | null> {
  if (!section || !project || project.tables.length === 0) return null;
  const columns = ({ name, columns, complete }: Pick<DataTable, 'name' | 'columns' | 'complete'>) => ({
    name,
    columns: columns.map((c) => c.name),
    complete,
  });
  const changes = sqlChanges(section);
  if (changes.length === 0) return project.tables.map(columns);
  const schemaOf = await (await import('../lazy/code-sql.ts')).loadSchemaReader();
  const base = schemaBefore(project.tables, project.schemaComplete);
  return schemaOf(
    changes.map(({ block }) => ({ text: block.text })),
    base,
  ).tables.map(columns);
}

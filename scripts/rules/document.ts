import { readCode } from '../code/read.ts';
import type { ProjectContext } from '../project/types.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import type { RunReport } from '../run/types.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { ParsedDocument } from '../spec/model.ts';
import { parseSection7 } from '../spec/parse.ts';
import type { Config } from './config.ts';
import { check } from './engine.ts';
import type { Rule } from './types.ts';

export interface DocumentInput {
  readonly text: string;
  /** Relative to the project root. */
  readonly file: string;
  readonly project: ProjectContext | null;
  readonly catalog: ServiceCatalog;
  readonly config: Config;
  /** ISO date, UTC. */
  readonly today: string;
  /** The document when the caller has read it already. */
  readonly parsed?: ParsedDocument;
  /** What came out when code and SQL were run; null when they were not. */
  readonly run: RunReport | null;
}

/** Checks one document with all that has to be loaded for it: what every adapter calls. The rules themselves stay pure and synchronous. */
export async function checkDocument(input: DocumentInput, rules?: readonly Rule[]): Promise<CheckResult> {
  const parsed = input.parsed ?? parseSection7(input.text, input.file);
  const code = await readCode(parsed);
  const secrets = parsed.section ? await (await import('../lazy/secrets.ts')).findSecrets(input.text, parsed.section.at) : [];
  return check({ ...input, parsed, code, secrets, tables: null }, rules);
}

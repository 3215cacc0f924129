import type { Span } from '../markdown/types.ts';
import type { ProjectContext, SourceFile } from '../project/types.ts';
import type { Schema, SqlText } from '../project/schema-sql.ts';
import type { Severity } from '../rules/types.ts';
import type { ServiceCatalog } from '../services/catalog.ts';
import type { Section7 } from '../spec/model.ts';
import type { ScriptNode } from './script.ts';

/** A file of the repository, with its path relative to the project. */
export type RepoFile = SourceFile;

/** A passage of a file. */
export interface FilePlace {
  readonly file: RepoFile;
  readonly at: Span;
}

/** Parsers of other bundles; each is loaded where a repository needs it. */
export interface Parsers {
  /** Null for what does not parse. */
  readonly script: (text: string, path: string) => ScriptNode | null;
  readonly sql: (texts: readonly SqlText[], base?: Schema) => Schema;
}

export interface Repository {
  readonly files: readonly RepoFile[];
  /** What was not read, and why. */
  readonly left: readonly string[];
}

export interface DriftInput {
  readonly section: Section7;
  readonly project: ProjectContext | null;
  readonly catalog: ServiceCatalog;
  readonly repository: Repository;
  readonly parsers: Parsers;
}

/** Section 7 and the repository disagree: `at` is in the repository where there is a line for it, else in Section 7. */
export interface DriftFinding {
  readonly at: FilePlace | Span;
  readonly message: string;
  readonly advice?: string;
  readonly related?: readonly { readonly message: string; readonly at: FilePlace | Span }[];
  readonly severity?: Severity;
}

export interface NotCompared {
  readonly notCompared: string;
}

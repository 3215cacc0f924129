import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { runInputOf } from '../../scripts/cli/commands/run-input.ts';
import { run } from '../../scripts/run/run.ts';
import { parseSection7 } from '../../scripts/spec/parse.ts';
import { buildProgram } from '../run/program.ts';
import { grammarsFor } from '../../scripts/project/grammars.ts';
import { parseProject, type ProjectFiles } from '../../scripts/project/parse.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { checkDocument } from '../../scripts/rules/document.ts';
import type { CheckResult } from '../../scripts/report/diagnostic.ts';
import { RULES } from '../../scripts/rules/index.ts';
import type { Rule } from '../../scripts/rules/types.ts';

export const catalog = readSheets(fileURLToPath(new URL('../../', import.meta.url)));
export const FILE = 'docs/06-technical-specification/07-integrations.md';
export const TODAY = '2026-11-30';

/** A project of these documents; null without any. */
export async function projectOf(documents: ReadonlyMap<string, string>): Promise<ProjectContext | null> {
  if (documents.size === 0) return null;
  const files = [...documents].map(([path, text]) => ({ path, text }));
  const architecture = files.find(({ path }) => path.includes('02-technical-architecture')) ?? null;
  const specification = files.filter((file) => file !== architecture);
  const inputs = {
    specification,
    architecture,
    layout: specification.length === 1 ? 'single' : 'folder',
  } as unknown as ProjectFiles;
  return parseProject(inputs, catalog, await grammarsFor(inputs));
}

let built: ReturnType<typeof buildProgram> | undefined;
afterAll(() => built?.remove());

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Checks Section 7 against a project of these documents. Rules of the group `run` are given what comes out when SQL and
 * code are run with this repository's packages: only what they ask for, because either takes seconds.
 */
export async function checkWith(
  section: string,
  documents: ReadonlyMap<string, string>,
  rules: readonly Rule[] = RULES,
): Promise<CheckResult> {
  const project = await projectOf(documents);
  const parsed = parseSection7(section, FILE);
  const asks = (id: string) => rules.length < RULES.length && rules.some((rule) => rule.id === id);
  const input =
    parsed.section && (asks('run/sql') || asks('run/types')) ? runInputOf(parsed.section, project, root) : null;
  const part = input && {
    ...input,
    ...(asks('run/sql') ? {} : { changes: [] }),
    ...(asks('run/types') ? {} : { scripts: [] }),
  };
  const report = part && (await run(part, { program: (built ??= buildProgram()).program }));
  return checkDocument(
    { text: section, file: FILE, parsed, project, catalog, config: DEFAULT_CONFIG, today: TODAY, run: report },
    rules,
  );
}

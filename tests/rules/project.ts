import { readSheets } from '../../scripts/build/read-sheets.ts';
import { fileURLToPath } from 'node:url';
import { parseProject } from '../../scripts/project/parse.ts';
import type { ProjectContext } from '../../scripts/project/types.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { checkDocument } from '../../scripts/rules/document.ts';
import type { CheckResult } from '../../scripts/report/diagnostic.ts';
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
  return parseProject({ specification, architecture, layout: specification.length === 1 ? 'single' : 'folder' } as never, catalog);
}

export async function checkWith(section: string, documents: ReadonlyMap<string, string>, rules?: readonly Rule[]): Promise<CheckResult> {
  return checkDocument({ text: section, file: FILE, project: await projectOf(documents), catalog, config: DEFAULT_CONFIG, today: TODAY, run: null }, rules);
}

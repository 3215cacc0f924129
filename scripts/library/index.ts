/** What the package exports; its types are published from types.d.ts. */
import { resolve } from 'node:path';
import { loadCatalog } from '../cli/commands/catalog.ts';
import { documentsOf } from '../cli/commands/check-documents.ts';
import { expandAll } from '../cli/commands/check-projects.ts';
import { readPreflight } from '../cli/commands/preflight.ts';
import { openProject } from '../cli/commands/project.ts';
import { UserError } from '../project/user-error.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { findWebhook } from '../services/catalog.ts';
import { verifyWebhook as verifyByScheme, type Delivery, type Verdict } from '../services/webhook/verify.ts';
import { toData } from '../spec/data.ts';
import { parseSection7 } from '../spec/parse.ts';
import type { SectionData } from '../spec/schema.ts';
import type { LintOptions } from './types.d.ts';

export async function lint(options: LintOptions = {}): Promise<CheckResult[]> {
  const { project: folder = '.', files = [], text, file, config, run = false } = options;
  const root = resolve(folder);
  const settings = config === undefined ? {} : { config: { path: 'config', text: JSON.stringify(config) } };
  const project = await openProject(root, { today: new Date().toISOString().slice(0, 10), err: () => {} }, settings);
  const stdin = () => Promise.reject(new UserError('standard input is not read; give the text'));
  const documents =
    text === undefined
      ? await documentsOf(await expandAll(files, root), {}, project, { cwd: root, stdin })
      : [{ path: file ?? project.context.target.path, text }];
  const results: CheckResult[] = [];
  for (const document of documents) results.push(await project.check(document.text, document.path, { run }));
  return results;
}

export function parseSection(text: string): SectionData | null {
  const { section } = parseSection7(text, 'section');
  return section && toData(section);
}

export const preflight = async (project = '.') => (await readPreflight(resolve(project))).data;

export function verifyWebhook(service: string, delivery: Delivery): Verdict {
  const found = findWebhook(loadCatalog(), service);
  if (!found)
    throw new UserError(`there is no sheet about "${service}" with webhooks; vibe-specs facts lists the sheets`);
  const { id, scheme } = found.webhook;
  if (!scheme)
    throw new UserError(`the sheet of ${found.sheet.name} has no signature scheme for ${id} that can be executed`);
  return verifyByScheme(scheme, delivery);
}

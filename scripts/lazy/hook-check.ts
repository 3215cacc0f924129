import { openProject } from '../cli/commands/project.ts';
import type { Verdict } from '../plugin/hook.ts';
import { insideProject, readSource } from '../project/read.ts';
import { formatAgent } from '../report/agent.ts';

/**
 * Checks a document that was just written. Null when it is not in our format: other people's Section 7 is none of our
 * business.
 */
export async function checkForHook(root: string, file: string): Promise<Verdict | null> {
  const { relative } = insideProject(root, file);
  const { path, text } = readSource(root, relative);
  if (!/<!--\s*vibe-specs\s+format=/.test(text)) return null;
  const project = await openProject(root, { today: new Date().toISOString().slice(0, 10), err: () => {} });
  const result = await project.check(text, path);
  return { errors: result.errors, warnings: result.warnings, text: formatAgent([result]) };
}

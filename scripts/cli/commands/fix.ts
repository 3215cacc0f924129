import { relative, resolve } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { slashes } from '../../project/paths.ts';
import { insideProject } from '../../project/read.ts';
import type { SourceFile } from '../../project/types.ts';
import { writeAtomically } from '../../project/write.ts';
import type { CheckResult } from '../../report/diagnostic.ts';
import { redactor } from '../../report/redact.ts';
import { applyFixes } from '../../rules/fix.ts';
import type { CheckOptions } from './check-options.ts';
import { UserError, type Io } from './io.ts';
import { writablePath } from './own-project.ts';

/** A change may bring up the next: a table whose header is read by now. */
const ROUNDS = 5;

/** The changes as a diff. Lines beside one may hold a credential, wherever in the document. */
async function difference(path: string, before: string, after: string): Promise<string> {
  const { findSecrets } = await import('../../lazy/secrets.ts');
  const redact = redactor(before, await findSecrets(before, { start: 0, end: before.length }));
  const headers = { context: 1, headerOptions: FILE_HEADERS_ONLY };
  return redact(createTwoFilesPatch(path, path, before, after, undefined, undefined, headers));
}

/**
 * Makes the changes that are certain, or prints them; what is found when they are made, and how many documents change.
 */
export async function fix(
  documents: readonly SourceFile[],
  judge: (document: SourceFile) => Promise<CheckResult>,
  options: CheckOptions,
  root: string,
  io: Io,
): Promise<{ results: CheckResult[]; changed: number }> {
  const dryRun = options['dry-run'];
  if (!dryRun && options.files.includes('-'))
    throw new UserError('standard input cannot be changed; --fix --dry-run prints what would be');
  const results: CheckResult[] = [];
  let changed = 0;
  for (const document of documents) {
    let text = document.text;
    let result = await judge(document);
    for (let round = 0; round < ROUNDS; round++) {
      const next = applyFixes(
        text,
        result.diagnostics.flatMap((d) => d.fix ?? []),
      );
      if (next === text) break;
      text = next;
      result = await judge({ ...document, text });
    }
    results.push(result);
    if (text === document.text) continue;
    changed++;
    const shown = slashes(relative(io.cwd, resolve(root, document.path)));
    if (dryRun) io.out(await difference(shown, document.text, text));
    else
      writeAtomically(writablePath(insideProject(root, document.path).absolute, root, io), shown, document.text, text);
  }
  return { results, changed };
}

import { existsSync } from 'node:fs';
import { readText } from '../../project/read.ts';
import { writeAtomically } from '../../project/write.ts';
import { baselineOf, parseBaseline, type Baseline } from '../../report/baseline.ts';
import type { CheckResult } from '../../report/diagnostic.ts';
import { totals } from '../../report/text.ts';
import { UserError, type Io } from './io.ts';
import { namedPath, writablePath } from './own-project.ts';

export function readBaseline(name: string, root: string, io: Io): Baseline {
  const path = namedPath(name, root, io);
  if (!existsSync(path)) throw new UserError(`there is no baseline ${name}; --update-baseline writes it`);
  try {
    return parseBaseline(readText(path, name));
  } catch (error) {
    throw error instanceof UserError ? error : new UserError(`${name}: ${(error as Error).message}`);
  }
}

/** Makes the present findings the known ones. */
export function updateBaseline(name: string | undefined, found: readonly CheckResult[], root: string, io: Io): void {
  if (name === undefined) throw new UserError('--update-baseline needs --baseline FILE');
  const path = writablePath(name, root, io);
  writeAtomically(path, name, presentBaseline(path, name), baselineOf(found));
  io.out(`${name} written; known from now on: ${totals(found)}\n`);
}

/** Text of the baseline that is to be replaced. Any other file stays as it is. */
function presentBaseline(path: string, name: string): string | null {
  if (!existsSync(path)) return null;
  const text = readText(path, name);
  try {
    parseBaseline(text);
  } catch (error) {
    throw new UserError(
      `${name} is no baseline (${(error as Error).message}) and is not replaced; name another file, or remove this one`,
    );
  }
  return text;
}

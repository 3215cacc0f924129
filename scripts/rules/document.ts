import { readCode } from '../code/read.ts';
import type { CheckResult } from '../report/diagnostic.ts';
import { parseSection7 } from '../spec/parse.ts';
import { severityOf } from './config.ts';
import { check, type CheckInput } from './run.ts';
import { codeSyntax } from './structure/code-syntax.ts';

/** Checks one document with all that has to be loaded for it: what every adapter calls. The rules themselves stay pure and synchronous. */
export async function checkDocument(input: Omit<CheckInput, 'code'>): Promise<CheckResult> {
  const parsed = input.parsed ?? parseSection7(input.text, input.file);
  const judged = severityOf(input.config, codeSyntax.id, codeSyntax.severity) !== 'off';
  return check({ ...input, parsed, code: judged ? await readCode(parsed) : [] });
}

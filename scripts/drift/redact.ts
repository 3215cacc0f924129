import { cut, type CheckResult, type Diagnostic } from '../report/diagnostic.ts';
import { redactor } from '../report/redact.ts';
import type { Span } from '../markdown/types.ts';
import type { DriftInput } from './types.ts';

/** Characters before and behind a place of which a finding may quote something. */
const AROUND = 2000;

export type FindSecrets = (text: string, at: Span) => Promise<readonly Span[]>;

/**
 * The results without the credentials of Section 7 and of the passages that they quote, shortened: of what was
 * shortened first, nothing could be recognised.
 */
export async function redacted(
  results: readonly CheckResult[],
  { section, repository }: DriftInput,
  findSecrets: FindSecrets,
): Promise<CheckResult[]> {
  const files = new Map(repository.files.map(({ path, text }) => [path, text]));
  const passages = results.flatMap(({ diagnostics, disabled }) =>
    [...diagnostics, ...disabled.map(({ diagnostic }) => diagnostic)].flatMap((one) =>
      [one, ...one.related].map(({ file, at }) =>
        (files.get(file) ?? '').slice(Math.max(0, at.start - AROUND), at.end + AROUND),
      ),
    ),
  );
  const text = [section.text, ...new Set(passages)].join('\n\n');
  const redact = redactor(text, await findSecrets(text, { start: 0, end: text.length }));
  const shown = (printed: string) => cut(redact(printed));
  const without = (one: Diagnostic): Diagnostic => ({
    ...one,
    message: shown(one.message),
    advice: one.advice === null ? null : shown(one.advice),
    related: one.related.map((place) => ({ ...place, message: shown(place.message) })),
  });
  return results.map((result) => ({
    ...result,
    diagnostics: result.diagnostics.map(without),
    disabled: result.disabled.map(({ diagnostic, reason }) => ({
      diagnostic: without(diagnostic),
      reason: shown(reason),
    })),
    notChecked: result.notChecked.map((item) => ({ ...item, what: shown(item.what) })),
  }));
}

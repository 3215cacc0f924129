import { cut, type CheckResult, type Location } from '../report/diagnostic.ts';
import { printable, redactor } from '../report/redact.ts';
import type { Span } from '../markdown/types.ts';
import type { DriftInput, RepoFile } from './types.ts';

/** Characters before and behind a place of which a finding may quote something. */
const AROUND = 2000;

export type FindSecrets = (text: string, at: Span) => Promise<readonly Span[]>;

/**
 * The results as they may be printed: without the credentials of Section 7 and of the passages that they quote.
 */
export async function redacted(
  results: readonly CheckResult[],
  { section, repository }: DriftInput,
  findSecrets: FindSecrets,
): Promise<CheckResult[]> {
  const places = results.flatMap(({ diagnostics, disabled }) =>
    [...diagnostics, ...disabled.map(({ diagnostic }) => diagnostic)].flatMap((one) => [one, ...one.related]),
  );
  const text = [section.text, ...passagesAround(places, repository.files)].join('\n\n');
  const redact = redactor(text, await findSecrets(text, { start: 0, end: text.length }));
  const shown = (printed: string) => cut(redact(printed));
  return results.map((result) => ({
    ...result,
    diagnostics: result.diagnostics.map((one) => printable(one, redact)),
    disabled: result.disabled.map(({ diagnostic, reason }) => ({
      diagnostic: printable(diagnostic, redact),
      reason: shown(reason),
    })),
    notChecked: result.notChecked.map((item) => ({ ...item, what: shown(item.what) })),
  }));
}

/** Of each file what lies around its places, in one piece: however many there are, no character is read twice. */
function passagesAround(places: readonly Location[], files: readonly RepoFile[]): string[] {
  const spans = new Map<string, Span>();
  for (const { file, at } of places) {
    const { start, end } = spans.get(file) ?? at;
    spans.set(file, { start: Math.min(start, at.start), end: Math.max(end, at.end) });
  }
  return files.flatMap(({ path, text }) => {
    const span = spans.get(path);
    return span ? [text.slice(Math.max(0, span.start - AROUND), span.end + AROUND)] : [];
  });
}

import type { CheckResult, Diagnostic } from './diagnostic.ts';

/** The same findings with paths that begin where the reader stands: `prefix` leads from there to the project. */
export function withPrefix(results: readonly CheckResult[], prefix: string): readonly CheckResult[] {
  if (prefix === '') return results;
  // A name that somebody gave to standard input may lie elsewhere.
  const named = (file: string) => (/^(?:[A-Za-z]:|\/|\.\.\/)/.test(file) ? file : `${prefix}/${file}`);
  const moved = (d: Diagnostic): Diagnostic => ({
    ...d,
    file: named(d.file),
    related: d.related.map((r) => ({ ...r, file: named(r.file) })),
  });
  return results.map((r) => ({
    ...r,
    file: named(r.file),
    diagnostics: r.diagnostics.map(moved),
    disabled: r.disabled.map((d) => ({ ...d, diagnostic: moved(d.diagnostic) })),
  }));
}

import * as z from 'zod/mini';
import { parseJson } from '../parse-json.ts';
import { counted, identity, type CheckResult, type Diagnostic } from './diagnostic.ts';

/** A known finding: no line number in it, so that text added above does not make it new. */
interface Known {
  readonly file: string;
  readonly section: string | null;
  readonly rule: string;
  readonly message: string;
  readonly count: number;
}

const schema = z.strictObject({
  version: z.literal(1),
  findings: z.array(
    z.strictObject({
      file: z.string(),
      section: z.nullable(z.string()),
      rule: z.string(),
      message: z.string(),
      count: z.int().check(z.positive()),
    }),
  ),
});

export type Baseline = z.infer<typeof schema>;

/** Throws an Error that names the field at fault. */
export function parseBaseline(json: string): Baseline {
  const result = schema.safeParse(parseJson(json));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new Error(`"${issue!.path.join('.')}": ${issue!.message}`);
}

/** The baseline that makes the present findings known, in a stable order, ready to be written. */
export function baselineOf(results: readonly CheckResult[]): string {
  const known = new Map<string, { count: number; diagnostic: Diagnostic }>();
  for (const diagnostic of results.flatMap((r) => r.diagnostics)) {
    const id = identity(diagnostic);
    const before = known.get(id);
    known.set(id, { count: (before?.count ?? 0) + 1, diagnostic });
  }
  const findings = [...known.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([
        ,
        {
          count,
          diagnostic: { file, section, rule, message },
        },
      ]): Known => ({ file, section, rule, message, count }),
    );
  return `${JSON.stringify({ version: 1, findings }, null, 2)}\n`;
}

/**
 * Results without the known findings, and the known ones that are gone (of the files that were checked), so that the
 * baseline can shrink.
 */
export function withoutKnown(
  results: readonly CheckResult[],
  baseline: Baseline,
  files: readonly string[] = results.map((r) => r.file),
): { results: CheckResult[]; gone: Known[] } {
  const left = new Map(baseline.findings.map((known) => [identity(known), known.count]));
  const fresh = results.map((result): CheckResult => {
    const diagnostics = result.diagnostics.filter((d) => {
      const count = left.get(identity(d)) ?? 0;
      left.set(identity(d), count - 1);
      return count <= 0;
    });
    return { ...result, diagnostics, ...counted(diagnostics) };
  });
  const checked = new Set(files);
  const gone = baseline.findings
    .map((known) => ({ ...known, count: Math.max(0, left.get(identity(known)) ?? 0) }))
    .filter((known) => known.count > 0 && checked.has(known.file));
  return { results: fresh, gone };
}

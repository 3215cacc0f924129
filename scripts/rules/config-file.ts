import * as z from 'zod/mini';
import { near } from '../spec/near.ts';
import { DEFAULT_CONFIG, groupOf, type Config } from './config.ts';

const DAYS = 'expected a positive number of days';

const PATHS = 'expected a path, a folder, or "path#heading", or a list of these';
const paths = () => z.optional(z.union([z.string(PATHS).check(z.minLength(1, PATHS)), z.array(z.string(PATHS).check(z.minLength(1, PATHS)))], PATHS));

export const configSchema = z.strictObject({
  $schema: z.optional(z.string('expected a string')),
  /** Severity by rule id, or by group: `numbers/*`. */
  rules: z.optional(z.record(z.string(), z.enum(['error', 'warning', 'info', 'off'], 'expected "error", "warning", "info" or "off"'), 'expected an object')),
  /**
   * Where the inputs stand, for documents with other names or headings. Each is a file, a folder, or one heading: `docs/spec.md#4. API`. `features`, `security` and `architecture` are
   * Markdown; `api` also an OpenAPI document (YAML, JSON: servers, paths, webhooks); `database` also .sql (tables, by the grammar of PostgreSQL), Prisma (models) and Drizzle (tables of a
   * TypeScript file). `integrations` is the file that is for Section 7 alone.
   */
  inputs: z.optional(z.strictObject({ features: paths(), api: paths(), database: paths(), security: paths(), architecture: paths(), integrations: z.optional(z.string(PATHS)) }, 'expected an object')),
  /** Days after which a footnote's date is old. */
  maxSourceAge: z.optional(z.int(DAYS).check(z.positive(DAYS))),
});

/** Reads a configuration; `known` are the ids of all rules. Throws an Error whose message names the field. */
export function parseConfig(json: string, known: readonly string[]): Config {
  let data: unknown;
  try {
    data = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`no valid JSON: ${(error as Error).message}`);
  }
  const result = configSchema.safeParse(data);
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue!.path.length > 0 ? `"${issue!.path.join('.')}": ` : '';
    throw new Error(`${where}${issue!.code === 'unrecognized_keys' ? `unknown key ${issue!.keys.join(', ')}` : where === '' ? 'expected an object' : issue!.message}`);
  }
  const names = [...known, ...new Set(known.map((id) => `${groupOf(id)}/*`))];
  for (const id of Object.keys(result.data.rules ?? {})) {
    if (names.includes(id)) continue;
    const meant = near(id, names);
    throw new Error(`"rules": unknown rule "${id}"${meant ? `, did you mean "${meant}"?` : '; vibe-specs rules lists them'}`);
  }
  return { rules: result.data.rules ?? {}, maxSourceAge: result.data.maxSourceAge ?? DEFAULT_CONFIG.maxSourceAge };
}

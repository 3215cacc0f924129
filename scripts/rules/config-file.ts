import * as z from 'zod/mini';
import { near } from '../spec/near.ts';
import { DEFAULT_CONFIG, groupOf, type Config } from './config.ts';

const DAYS = 'expected a positive number of days';

export const configSchema = z.strictObject({
  $schema: z.optional(z.string('expected a string')),
  /** Severity by rule id, or by group: `numbers/*`. */
  rules: z.optional(z.record(z.string(), z.enum(['error', 'warning', 'info', 'off'], 'expected "error", "warning", "info" or "off"'), 'expected an object')),
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

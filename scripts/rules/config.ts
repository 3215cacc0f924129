import * as z from 'zod/mini';
import { near } from '../spec/near.ts';
import type { Options, Severity } from './types.ts';

export const CONFIG_FILE = 'vibe-specs.config.json';

const DAYS = 'expected a positive number of days';

export const configSchema = z.strictObject({
  $schema: z.optional(z.string('expected a string')),
  /** Severity by rule id, or by group: `numbers/*`. */
  rules: z.optional(z.record(z.string(), z.enum(['error', 'warning', 'off'], 'expected "error", "warning" or "off"'), 'expected an object')),
  /** Days after which a footnote's date is old. */
  maxSourceAge: z.optional(z.int(DAYS).check(z.positive(DAYS))),
});

export interface Config extends Options {
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

export const DEFAULT_CONFIG: Config = { rules: {}, maxSourceAge: 365 };

/** Reads a configuration; `known` are the ids of all rules. Throws an Error whose message names the field. */
export function parseConfig(json: string, known: readonly string[]): Config {
  let data: unknown;
  try {
    data = JSON.parse(json);
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

const groupOf = (id: string) => id.slice(0, id.indexOf('/'));

export function severityOf(config: Config, id: string, own: Severity): Severity | 'off' {
  return config.rules[id] ?? config.rules[`${groupOf(id)}/*`] ?? own;
}

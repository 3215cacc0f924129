import * as z from 'zod/mini';
import { parseJson } from '../parse-json.ts';
import { near } from '../spec/near.ts';
import { DEFAULT_CONFIG, settable, type Config, type RuleSettings } from './config.ts';
import type { Rule } from './types.ts';

const NUMBER = 'expected a whole number above 0';

const PATHS = 'expected a path, a folder, or "path#heading", or a list of these';
const paths = () =>
  z.optional(
    z.union(
      [z.string(PATHS).check(z.minLength(1, PATHS)), z.array(z.string(PATHS).check(z.minLength(1, PATHS)))],
      PATHS,
    ),
  );

/** What the schema has to know of a rule. */
export type KnownRule = Pick<Rule, 'id' | 'severity' | 'summary' | 'options'>;

const LEVELS = ['error', 'warning', 'info', 'off'] as const;
const LEVEL = 'expected "error", "warning", "info" or "off"';

/** A severity, or for a rule with options a list of severity and options. */
function settingOf({ severity, summary, options }: Pick<KnownRule, 'severity' | 'summary' | 'options'>) {
  const level = z.enum(LEVELS, LEVEL);
  const described = z.meta({ description: `${summary} (${severity})` });
  if (!options) return z.optional(level.check(described));
  const fields = Object.entries(options).map(([name, { default: value, summary: of }]) => {
    const description = z.meta({ description: `${of} (${value})` });
    return [name, z.optional(z.int(NUMBER).check(z.positive(NUMBER), description))] as const;
  });
  const example = JSON.stringify([
    'warning',
    Object.fromEntries(fields.map(([name]) => [name, options[name]!.default])),
  ]);
  const withOptions = z.tuple([level, z.strictObject(Object.fromEntries(fields))]);
  return z.optional(
    z.union([level, withOptions], `${LEVEL}, or with options ${example}, each a whole number above 0`).check(described),
  );
}

function rulesSchema(rules: readonly KnownRule[]) {
  const groups = settable(rules.map(({ id }) => id)).filter((name) => name.endsWith('/*'));
  const group = z.optional(z.enum(LEVELS, LEVEL));
  const entries = [
    ...rules.map((rule) => [rule.id, settingOf(rule)] as const),
    ...groups.map((name) => [name, group] as const),
  ];
  return z.optional(z.strictObject(Object.fromEntries(entries), 'expected an object'));
}

const PATTERNS = 'expected a list of path patterns: ["docs/drafts/**"]';

export const configSchema = (rules: readonly KnownRule[]) =>
  z.strictObject({
    $schema: z.optional(z.string('expected a string')),
    /** Severity by rule id or by group (`numbers/*`); with options: `["warning", { "maxCell": 500 }]`. */
    rules: rulesSchema(rules),
    /** Other settings for documents by path; the last one that matches wins. */
    overrides: z.optional(
      z.array(
        z.strictObject(
          { files: z.array(z.string(PATTERNS), PATTERNS).check(z.minLength(1, PATTERNS)), rules: rulesSchema(rules) },
          'expected an object',
        ),
        'expected a list',
      ),
    ),
    /**
     * Where the inputs stand, for documents with other names or headings. Each is a file, a folder, or one heading:
     * `docs/spec.md#4. API`. `features`, `security` and `architecture` are Markdown; `api` also an OpenAPI document
     * (YAML, JSON: servers, paths, webhooks); `database` also .sql (tables, by the grammar of PostgreSQL), Prisma
     * (models) and Drizzle (tables of a TypeScript file). `integrations` is the file that is for Section 7 alone.
     */
    inputs: z.optional(
      z.strictObject(
        {
          features: paths(),
          api: paths(),
          database: paths(),
          security: paths(),
          architecture: paths(),
          integrations: z.optional(z.string(PATHS)),
        },
        'expected an object',
      ),
    ),
  });

/** Reads a configuration. Throws an Error whose message names the field. */
export function parseConfig(json: string, rules: readonly KnownRule[]): Config {
  const result = configSchema(rules).safeParse(parseJson(json));
  if (!result.success) throw new Error(describe(result.error.issues[0]!, settable(rules.map(({ id }) => id))));
  return {
    ...DEFAULT_CONFIG,
    rules: (result.data.rules ?? {}) as RuleSettings,
    overrides: (result.data.overrides ?? []).map((o) => ({ files: o.files, rules: (o.rules ?? {}) as RuleSettings })),
  };
}

function describe(issue: z.core.$ZodIssue, names: readonly string[]): string {
  const where = issue.path.length > 0 ? `"${issue.path.join('.')}": ` : '';
  if (issue.code !== 'unrecognized_keys') return `${where}${where === '' ? 'expected an object' : issue.message}`;
  const [key] = issue.keys;
  if (issue.path.at(-1) !== 'rules') return `${where}unknown key ${issue.keys.join(', ')}`;
  const meant = near(key!, names);
  return `${where}unknown rule "${key}"${meant ? `, did you mean "${meant}"?` : '; vibe-specs rules lists them'}`;
}

import { matchesPath } from './path-pattern.ts';
import type { Options, Rule, Severity } from './types.ts';

export type Level = Severity | 'off';

/** Severity by rule id or by group (`numbers/*`), with options of the rule where it has some. */
export type RuleSettings = Readonly<Record<string, Level | readonly [Level, Options?]>>;

export interface Config {
  readonly rules: RuleSettings;
  /** Other settings for documents whose path, from the project on, matches one of the patterns; the last one wins. */
  readonly overrides: readonly { readonly files: readonly string[]; readonly rules: RuleSettings }[];
  /** Only these rules or groups report; all where it is not set. */
  readonly only?: readonly string[];
}

export const DEFAULT_CONFIG: Config = { rules: {}, overrides: [] };

export const groupOf = (id: string) => id.slice(0, id.indexOf('/'));

/** Ids and groups that settings may name. */
export const settable = (ids: readonly string[]): string[] => [...ids, ...new Set(ids.map((id) => `${groupOf(id)}/*`))];

/** What applies to one document: for each rule its severity and its options. */
export function settingsFor(config: Config, file: string) {
  const overrides = config.overrides.filter(({ files }) => files.some((pattern) => matchesPath(pattern, file)));
  const layers = [config.rules, ...overrides.map(({ rules }) => rules)];
  return ({
    id,
    severity,
    options = {},
  }: Pick<Rule, 'id' | 'severity' | 'options'>): { level: Level; options: Options } => {
    const group = `${groupOf(id)}/*`;
    let level: Level | undefined;
    const values: Record<string, number> = {};
    for (const [name, option] of Object.entries(options)) values[name] = option.default;
    for (const layer of layers) {
      // What an object inherits is no setting.
      const name = [id, group].find((key) => Object.hasOwn(layer, key));
      if (name === undefined) continue;
      const setting = layer[name]!;
      const [given, more] = typeof setting === 'string' ? [setting] : setting;
      level = given;
      Object.assign(values, more);
    }
    const { only } = config;
    if (only && !only.includes(id) && !only.includes(group)) level = 'off';
    else if (only && level === 'off') level = severity;
    return { level: level ?? severity, options: values };
  };
}

import { parseArgs } from 'node:util';
import { OUTPUTS } from '../../report/outputs/index.ts';
import type { Config, Level, RuleSettings } from '../../rules/config.ts';
import { settable } from '../../rules/config.ts';
import { allRules } from '../../rules/engine.ts';
import { near } from '../../spec/near.ts';
import { UserError } from './io.ts';

/** The usual one first. */
export const FORMATS = ['text', ...Object.keys(OUTPUTS).filter((name) => name !== 'text')];
export const SEVERITIES = ['error', 'warning', 'info'] as const;
const LEVELS = [...SEVERITIES, 'off'] as const;

/** An output of a run: its format, and the file that it goes to; null for standard output. */
export interface Destination {
  readonly format: string;
  readonly file: string | null;
}

/** Options of what judges and reports. */
export const REPORTING = {
  config: { type: 'string' },
  rule: { type: 'string', multiple: true, default: [] as string[] },
  format: { type: 'string', multiple: true, default: [] as string[] },
  output: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  'fail-on': { type: 'string', default: 'error' },
  baseline: { type: 'string' },
  'update-baseline': { type: 'boolean', default: false },
} as const;

interface Written {
  readonly rule: readonly string[];
  readonly format: readonly string[];
  readonly output?: string | undefined;
  readonly 'fail-on': string;
}

/** Their values, checked. */
export const reportingOf = ({ rule, format, output, 'fail-on': failOn }: Written) => ({
  outputs: outputsOf(format, output),
  failOn: oneOf(SEVERITIES, failOn, '--fail-on'),
  adjust: adjustment(rule),
});

export type CheckOptions = ReturnType<typeof readOptions>;

/** The command line of `check`, each value checked. */
export function readOptions(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      draft: { type: 'boolean', default: false },
      changed: { type: 'boolean', default: false },
      run: { type: 'boolean', default: false },
      install: { type: 'boolean', default: false },
      project: { type: 'string' },
      'stdin-filename': { type: 'string' },
      ...REPORTING,
      fix: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
    },
  });
  if (values['dry-run'] && !values.fix) throw new UserError('--dry-run needs --fix');
  return {
    ...values,
    run: values.run || values.install,
    files: positionals,
    ...reportingOf(values),
  };
}

/** `--format text --format sarif=out.sarif`, and `--output FILE` for the one that names no file. */
function outputsOf(formats: readonly string[], output: string | undefined): Destination[] {
  const outputs = (formats.length === 0 ? ['text'] : formats).map((value): Destination => {
    const at = value.indexOf('=');
    const format = oneOf(FORMATS, at < 0 ? value : value.slice(0, at), '--format');
    if (at >= 0 && at + 1 === value.length) throw new UserError(`--format ${value} names no file`);
    return { format, file: at < 0 ? (output ?? null) : value.slice(at + 1) };
  });
  const places = outputs.map(({ file }) => file ?? 'standard output');
  const twice = places.find((place, i) => places.indexOf(place) < i);
  if (twice !== undefined) throw new UserError(`two formats go to ${twice}; name a file for one: --format sarif=FILE`);
  if (output !== undefined && !places.includes(output))
    throw new UserError('--output has no format left: each --format names a file');
  return outputs;
}

/** What `--rule ID=SEVERITY` and `--rule ID` make of the configuration. */
function adjustment(named: readonly string[]): (config: Config) => Config {
  const rules: Record<string, Level> = {};
  const only: string[] = [];
  const known = settable(allRules().map(({ id }) => id));
  for (const value of named) {
    const [id, level] = value.split('=', 2) as [string, string?];
    if (!known.includes(id)) {
      const meant = near(id, known);
      throw new UserError(
        `unknown rule "${id}" for --rule${meant ? `, did you mean ${meant}?` : '; vibe-specs rules lists them'}`,
      );
    }
    if (level === undefined) only.push(id);
    else rules[id] = oneOf(LEVELS, level, `--rule ${id}`);
  }
  const settings: RuleSettings = rules;
  return (config) => ({
    ...config,
    overrides:
      named.length === only.length ? config.overrides : [...config.overrides, { files: ['**'], rules: settings }],
    ...(only.length > 0 ? { only: [...only, ...Object.keys(rules)] } : {}),
  });
}

function oneOf<T extends string>(allowed: readonly T[], value: string, option: string): T {
  const found = allowed.find((a) => a === value);
  if (found === undefined)
    throw new UserError(`unknown value "${value}" for ${option}, expected ${allowed.join(', ')}`);
  return found;
}

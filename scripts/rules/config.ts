import type { Options, Severity } from './types.ts';

export interface Config extends Options {
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
}

export const DEFAULT_CONFIG: Config = { rules: {}, maxSourceAge: 365 };

export const groupOf = (id: string) => id.slice(0, id.indexOf('/'));

export function severityOf(config: Config, id: string, own: Severity): Severity | 'off' {
  return config.rules[id] ?? config.rules[`${groupOf(id)}/*`] ?? own;
}

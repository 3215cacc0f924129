import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { parseProject } from '../../scripts/project/parse.ts';
import { readProject } from '../../scripts/project/read.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { check } from '../../scripts/rules/run.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const root = path('examples/harbor-kitchen');
const files = readProject(root);

export const catalog = readSheets(path(''));
export const file = 'docs/06-technical-specification/07-integrations.md';
/** Section 7 of the example, which is right. */
export const right = readFileSync(`${root}/${file}`, 'utf8');

export type Edit = readonly [from: string, to: string];

/** A text with some passages replaced; each must be there. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((result, [from, to]) => {
    expect(result).toContain(from);
    return result.replace(from, () => to);
  }, text);
}

/** The example's documents, with an edited architecture document. */
export function projectWith(...architecture: readonly Edit[]) {
  return parseProject({ ...files, architecture: { ...files.architecture!, text: edited(files.architecture!.text, architecture) } }, catalog);
}

const unchanged = projectWith();

/** Findings of all rules as `rule: message`. */
export function findings(text: string, project = unchanged): string[] {
  return check({ text, file, project, catalog, config: DEFAULT_CONFIG, today: '2026-11-23' }).diagnostics.map((d) => `${d.rule}: ${d.message}`);
}

/** Messages of one rule on the edited example. */
export function found(rule: string, ...edits: readonly Edit[]): string[] {
  return findings(edited(right, edits)).filter((f) => f.startsWith(`${rule}: `)).map((f) => f.slice(rule.length + 2));
}

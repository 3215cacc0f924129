import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { readSheets } from '../../scripts/build/read-sheets.ts';
import { parseProject } from '../../scripts/project/parse.ts';
import { readProject } from '../../scripts/project/read.ts';
import type { SourceFile } from '../../scripts/project/types.ts';
import type { CheckResult } from '../../scripts/report/diagnostic.ts';
import { DEFAULT_CONFIG } from '../../scripts/rules/config.ts';
import { checkDocument } from '../../scripts/rules/document.ts';
import { check } from '../../scripts/rules/run.ts';

const path = (relative: string) => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

export const catalog = readSheets(path(''));
export const file = 'docs/06-technical-specification/07-integrations.md';

export type Edit = readonly [from: string, to: string];

/** A defect put into a right document, with all that is found then. */
export interface Defect {
  readonly right: string;
  readonly wrong: string;
  readonly findings: readonly string[];
  /** Other right ways to write the passage: nothing is found in them. */
  readonly also?: readonly string[];
  /** Where it is put when not into Section 7: `architecture`, or the beginning of another document's name (`04-api`). */
  readonly in?: string;
}

/** A text with some passages replaced; each must be there. */
export function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((result, [from, to]) => {
    expect(result).toContain(from);
    return result.replace(from, () => to);
  }, text);
}

/** A project of this repository whose Section 7 is right, and what the rules find in edits of it. */
export function fixture(root: string) {
  const files = readProject(path(root));
  /** Its documents, one of them edited. */
  const documentsWith = (name: string, edits: readonly Edit[]) => {
    const edit = <T extends SourceFile>(document: T): T => ({ ...document, text: edited(document.text, edits) });
    if (name === 'architecture') return parseProject({ ...files, architecture: edit(files.architecture!) }, catalog);
    const specification = files.specification.map((document) => (document.path.includes(`/${name}`) ? edit(document) : document));
    expect(specification).not.toEqual(files.specification);
    return parseProject({ ...files, specification }, catalog);
  };
  const projectWith = (...architecture: readonly Edit[]) => documentsWith('architecture', architecture);
  const unchanged = projectWith();
  /** Findings of all rules as `rule: message`. */
  const input = (text: string, project = unchanged) => ({ text, file, project, catalog, config: DEFAULT_CONFIG, today: '2026-11-23' });
  const shown = ({ diagnostics }: CheckResult) => diagnostics.map((d) => `${d.rule}: ${d.message}`);
  const findings = (text: string, project = unchanged): string[] => shown(check({ ...input(text, project), code: [] }));
  /** With what the parsers of its languages say about fenced code, as the adapters have it. */
  const check7 = async (text: string, project = unchanged) => await checkDocument(input(text, project));
  const right = readFileSync(path(`${root}/${file}`), 'utf8');
  return {
    /** Section 7 as it is. */
    right,
    /** Its documents, with an edited architecture document. */
    projectWith,
    findings,
    /** All diagnostics, those of fenced code among them. */
    check7,
    /** What is found when one passage is replaced. */
    async findingsOf({ right: from, wrong, in: where }: Pick<Defect, 'right' | 'wrong' | 'in'>): Promise<string[]> {
      return shown(await (where === undefined ? check7(edited(right, [[from, wrong]])) : check7(right, documentsWith(where, [[from, wrong]]))));
    },
    /** Messages of one rule on the edited section. */
    found(rule: string, ...edits: readonly Edit[]): string[] {
      return findings(edited(right, edits)).filter((f) => f.startsWith(`${rule}: `)).map((f) => f.slice(rule.length + 2));
    },
  };
}

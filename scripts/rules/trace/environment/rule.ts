import { environmentCells } from '../../shared/environments.ts';
import type { Rule } from '../../types.ts';

/**
 * Names that people use for one environment. Machines of developers and of CI exist everywhere and are nobody's
 * invention.
 */
const SYNONYMS: readonly (readonly string[])[] = [
  ['production', 'prod', 'live', 'prd', 'produktion'],
  [
    'staging',
    'stage',
    'stg',
    'acceptance',
    'acc',
    'uat',
    'abnahme',
    'preproduction',
    'preprod',
    'pre-production',
    'pre-prod',
  ],
  ['qa'],
  ['demo'],
  ['preview', 'review'],
  ['integration'],
];
const groupOf = (word: string) => SYNONYMS.findIndex((words) => words.includes(word));
const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu) ?? [];

export const rule: Rule = {
  id: 'trace/environment',
  severity: 'warning',
  summary: 'The environments are the project’s own: an invented one has no owner, no data and no address.',
  *check({ section, project }) {
    const known = new Set(project?.environments.flatMap(({ text }) => wordsOf(text)));
    const groups = new Set([...known].map(groupOf));
    // Every project has a production; without it the environments were not understood.
    if (!groups.has(0)) return;
    const seen = new Set<string>();
    for (const { environment, at } of environmentCells(section)) {
      // A header of 7.2.5 stands above each of its rows.
      if (seen.has(`${at.start} ${environment}`)) continue;
      seen.add(`${at.start} ${environment}`);
      // What stands in brackets or behind a colon explains the name.
      const named = wordsOf(environment.replace(/[(:–—].*$/u, ''));
      const extra = named.find((word) => groupOf(word) >= 0 && !known.has(word) && !groups.has(groupOf(word)));
      if (extra === undefined) continue;
      const expected = project!.environments.map(({ text }) => text).join(', ');
      yield {
        at,
        message: `Unexpected environment "${extra}", expected ${expected} as in the documents`,
        related: [{ message: 'the environments', at: project!.environments[0]!.place }],
      };
    }
  },
};

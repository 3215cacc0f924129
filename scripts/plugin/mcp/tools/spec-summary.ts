import * as z from 'zod';
import { summary } from '../../../cli/commands/summary.ts';
import { file, printed, printedOutput, project, tool } from '../tool.ts';

export const specSummary = tool({
  name: 'spec_summary',
  title: 'Summary of Section 7',
  description:
    'Counts what Section 7 holds: services and costs, decisions with owner and day, facts to confirm, sums that fail, what was not run.',
  input: { project, file },
  output: { ...printedOutput, result: z.looseObject({}) },
  run: async ({ file: path }, run) => {
    const args = path === undefined ? [] : [path];
    const { text, data } = await printed(run, summary, args);
    const { printed: json } = await run(summary, ['--json', ...args]);
    return { text, data: { ...data, result: JSON.parse(json) as object } };
  },
});

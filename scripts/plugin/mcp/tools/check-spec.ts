import * as z from 'zod';
import { findings, findingsOutput } from '../findings.ts';
import { file, project, tool } from '../tool.ts';

export const checkSpec = tool({
  name: 'check_spec',
  title: 'Check Section 7',
  description:
    'Checks Section 7, the draft (draft: true) or a document: structure, cross-references, numbers, facts, sources. Status 1: there are errors.',
  input: { project, file, draft: z.boolean().optional().describe('The draft instead of a file') },
  output: findingsOutput,
  run: async ({ file: path, draft }, run) => {
    if (draft && path !== undefined) throw new Error('check_spec takes a file or draft: true, not both');
    return await findings(run, 'check', draft ? ['--draft'] : path === undefined ? [] : [path]);
  },
});

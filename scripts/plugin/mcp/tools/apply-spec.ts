import * as z from 'zod';
import { apply } from '../../../cli/commands/apply.ts';
import { findings, findingsOutput } from '../findings.ts';
import { printed, project, status, tool } from '../tool.ts';

export const applySpec = tool({
  name: 'apply_spec',
  title: 'Apply the draft',
  description:
    'Puts the draft in the place of Section 7 if it has no errors, and changes nothing else. Lines that people wrote are kept in 7.H.',
  input: { project },
  output: { ...z.object(findingsOutput).partial().shape, status, text: z.string() },
  writes: true,
  run: async (_, run) => {
    const answer = await printed(run, apply);
    if (answer.data.status === 0) return answer;
    const { text, data } = await findings(run, 'check', ['--draft']);
    const refused = 'The draft has errors; nothing was changed.';
    return { text: `${refused}\n${text}`, data: { ...data, text: refused } };
  },
});

import * as z from 'zod';
import { findings, findingsOutput } from '../findings.ts';
import { project, tool } from '../tool.ts';

export const drift = tool({
  name: 'drift',
  title: 'Hold the code against Section 7',
  description:
    'Says where the code and Section 7 disagree, with both places: variables, webhook routes and endpoints, versions ' +
    'of SDKs, services that crept in, alerts, migrations. Runs nothing of the project. Status 1: there are errors.',
  input: { project },
  output: { ...findingsOutput, notCompared: z.array(z.string()).describe('What could not be compared, and why') },
  run: async (_, run) => {
    const { text, data, notes } = await findings(run, 'drift');
    return { text, data: { ...data, notCompared: notes } };
  },
});

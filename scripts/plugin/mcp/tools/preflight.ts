import { preflight as command } from '../../../cli/commands/preflight.ts';
import { printed, printedOutput, project, tool } from '../tool.ts';

export const preflight = tool({
  name: 'preflight',
  title: 'Read the inputs of Section 7',
  description:
    'Reads Sections 3-6 and the architecture document: prerequisites, features, chosen services, contradictions, endpoints, environments, budgets, limits. Not ready (status 1): do not write Section 7.',
  input: { project },
  output: printedOutput,
  run: (_, run) => printed(run, command),
});

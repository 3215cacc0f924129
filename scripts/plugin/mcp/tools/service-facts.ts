import * as z from 'zod';
import { facts } from '../../../cli/commands/facts.ts';
import { printed, printedOutput, project, tool } from '../tool.ts';

export const serviceFacts = tool({
  name: 'service_facts',
  title: 'Facts about external services',
  description:
    'Service sheets by product and language, with sources and dates: deprecations ahead, authentication, limits, prices, webhooks, SDKs, traps.',
  input: {
    project,
    services: z
      .array(z.string().regex(/^[a-z0-9][a-z0-9-]*(?:\/[a-z0-9-]+)?$/))
      .min(1)
      .max(10)
      .describe('Ids such as stripe, stripe/connect, google-oauth'),
    language: z
      .string()
      .regex(/^[a-z]+$/)
      .optional()
      .describe('node, python, java, go, dotnet, php, ruby: only SDK facts of this language'),
    region: z
      .string()
      .regex(/^(?:[A-Z]{2}|EEA)$/)
      .optional()
      .describe('A country such as DE, EU or EEA: only what holds there'),
    full: z.boolean().optional().describe('Everything, not only the core'),
  },
  output: printedOutput,
  run: ({ services, language, region, full }, run) =>
    printed(run, facts, [
      ...services,
      ...(language ? ['--language', language] : []),
      ...(region ? ['--region', region] : []),
      ...(full ? ['--full'] : []),
    ]),
});

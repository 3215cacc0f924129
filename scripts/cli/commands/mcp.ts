import { parseArgs } from 'node:util';
import { projectFolder, type Command } from './io.ts';

export const mcp: Command = {
  summary: 'serve the commands to MCP clients over standard input and output',
  help: `Usage: vibe-specs mcp [--project DIR]

Starts an MCP server on standard input and output: tools preflight, service_facts, check_spec, apply_spec, spec_summary,
drift; the form and service sheets as resources; the prompt vibe-step-6-integration-specs. No path leaves the project.

  --project DIR  the project's folder (default: the folder that the client works in, else the current one)
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { project: { type: 'string' } } });
    const { serve } = await import('../../lazy/mcp-server.ts');
    await serve(values.project === undefined ? null : projectFolder(values.project, io), io);
    return 0;
  },
};

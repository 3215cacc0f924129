import { parseArgs } from 'node:util';
import { allRules } from '../../rules/engine.ts';
import type { Command } from './io.ts';

export const schema: Command = {
  summary: 'print the JSON Schema of Section 7, or of the configuration file',
  help: `Usage: vibe-specs schema [--config]

Prints the JSON Schema of the typed model that check reads out of Section 7; with --config that of vibe-specs.config.json.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { config: { type: 'boolean' } } });
    const { jsonSchemas } = await import('../../lazy/json-schema.ts');
    io.out(`${JSON.stringify(jsonSchemas(allRules())[values.config ? 'config' : 'section'], null, 2)}\n`);
    return 0;
  },
};

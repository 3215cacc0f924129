import { parseArgs } from 'node:util';
import { ruleUrl } from '../product.ts';
import { allRules } from '../rules/run.ts';
import type { Command } from './io.ts';

export const rules: Command = {
  summary: 'list the rules with their severities',
  help: `Usage: vibe-specs rules [--json]

Lists every rule: severity, id, why it exists. Severities can be changed in vibe-specs.config.json.
`,
  async run(args, io) {
    const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
    const all = allRules().map((rule) => ({ ...rule, url: ruleUrl(rule.id) }));
    if (values.json) io.out(`${JSON.stringify(all, null, 2)}\n`);
    else for (const { id, severity, summary } of all) io.out(`${severity.padEnd(7)} ${id}: ${summary}\n`);
    return 0;
  },
};

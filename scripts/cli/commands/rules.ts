import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ruleUrl } from '../../product.ts';
import { allRules } from '../../rules/engine.ts';
import { near } from '../../spec/near.ts';
import { installed } from './catalog.ts';
import { UserError, type Command } from './io.ts';

export const rules: Command = {
  summary: 'list the rules, or show the page of one with a wrong and a right example',
  help: `Usage: vibe-specs rules [ID…] [--json]

Lists every rule: severity, id, why it exists; with an ID (trace/coverage), prints its page: what it looks at, a wrong and a right example.
Severities can be changed in vibe-specs.config.json.
`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' } },
    });
    const all = allRules().map((rule) => ({ ...rule, url: ruleUrl(rule.id) }));
    const wanted = positionals.length === 0 ? all : positionals.map((id) => known(id, all));
    if (positionals.length > 0 && !values.json) {
      for (const rule of wanted) io.out(pageOf(rule));
      return 0;
    }
    if (values.json) io.out(`${JSON.stringify(wanted, null, 2)}\n`);
    else for (const { id, severity, summary } of all) io.out(`${severity.padEnd(7)} ${id}: ${summary}\n`);
    return 0;
  },
};

interface Listed {
  readonly id: string;
  readonly summary: string;
  readonly url: string;
}

function known<T extends Listed>(id: string, all: readonly T[]): T {
  const found = all.find((rule) => rule.id === id);
  if (found) return found;
  const meant = near(
    id,
    all.map((rule) => rule.id),
  );
  throw new UserError(`unknown rule "${id}"${meant ? `, did you mean ${meant}?` : '.'} vibe-specs rules lists them`);
}

/** The page that was installed with the program; its summary and address where it was installed without. */
function pageOf({ id, summary, url }: Listed): string {
  const page = installed('docs', 'rules', `${id}.md`);
  return existsSync(page) ? readFileSync(page, 'utf8') : `# ${id}\n\n${summary}\n\n${url}\n`;
}

// Writes docs/rules: the index, and a page for each rule from what the rule says of itself and its
// scripts/rules/<group>/<rule>/examples.md, which the tests run.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const FINDING = /^!! «(.*?)» (.*)$/;

/** A finding below its fence, instead of the line in it that the tests read. */
function exampleOf(fence) {
  const lines = fence.split('\n');
  const found = lines.flatMap((line) => {
    const [, quote, message] = FINDING.exec(line) ?? [];
    if (message === undefined) return [];
    return [
      `> ${message.startsWith('not checked: ') ? 'Not checked' : 'Found'} at \`${quote.replaceAll('`', '')}\`: ${message.replace(/^not checked: /, '')}`,
    ];
  });
  return [lines.filter((line) => !FINDING.test(line)).join('\n'), ...found].join('\n>\n').replace('\n>\n', '\n\n');
}

/** Options with their defaults, and how a configuration sets them. */
function optionsOf({ id, severity, options }) {
  if (!options) return '';
  const all = Object.entries(options);
  const rows = all.map(([name, { default: value, summary }]) => `| \`${name}\` | ${value} | ${summary} |`);
  const setting = { [id]: [severity, Object.fromEntries(all.map(([name, { default: value }]) => [name, value]))] };
  const table = `| Option | Default | Limits |\n|---|---|---|\n${rows.join('\n')}`;
  return `\n## Options\n\n${table}\n\n\`\`\`json\n${JSON.stringify({ rules: setting })}\n\`\`\`\n`;
}

const pageOf = ({ id, severity, summary, options }, examples) => `# ${id}

${summary}

Severity: ${severity}.
${examples === null ? '' : `\n${examples.trim().replace(/^````markdown\n[\s\S]*?^````$/gm, exampleOf)}\n`}${optionsOf({ id, severity, options })}
## When not to use it

Where a finding is wrong for your project: \`<!-- vibe-specs-disable ${id}: reason -->\` above the block, or a severity in \`vibe-specs.config.json\`.
`;

export async function writeRulePages(root, rules) {
  const folder = join(root, 'docs/rules');
  await rm(folder, { recursive: true, force: true });
  for (const rule of rules) {
    const file = join(folder, `${rule.id}.md`);
    await mkdir(dirname(file), { recursive: true });
    // What the engine says of its own comments and failures has no examples.
    await writeFile(
      file,
      pageOf(rule, await readFile(join(root, 'scripts/rules', rule.id, 'examples.md'), 'utf8').catch(() => null)),
    );
  }
  const groups = [...new Set(rules.map(({ id }) => id.split('/')[0]))];
  const tables = groups.map((group) => {
    const rows = rules
      .filter(({ id }) => id.startsWith(`${group}/`))
      .map(({ id, severity, summary }) => `| [${id}](${id}.md) | ${severity} | ${summary} |`);
    return `## ${group}\n\n| Rule | Severity | Why |\n|---|---|---|\n${rows.join('\n')}\n`;
  });
  await writeFile(join(folder, 'README.md'), `# Rules\n\n${tables.join('\n')}`);
}

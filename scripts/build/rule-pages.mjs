// Writes docs/rules: the index, and a page for each rule with a wrong and a right example. The examples are the seeded defects that the tests run: of the small example, or where it has none, of the large one.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const fence = (text) => `\`\`\`\`markdown\n${text.trim()}\n\`\`\`\``;

function page({ id, severity, summary, silent }, defects) {
  const parts = [`# ${id}`, `${summary}`, `Severity: ${severity}.`];
  for (const { wrong, right, findings, in: place } of defects) {
    const removed = wrong.trim() === '';
    if (place === 'architecture') parts.push('The examples stand in the architecture document; Section 7 stays as it was.');
    parts.push('## Wrong', removed ? 'Without this:' : fence(wrong), `> ${findings.find((f) => f.startsWith(`${id}: `)).slice(id.length + 2)}`, '## Right', fence(right));
    break;
  }
  if (silent) parts.push('## What it does not judge', silent);
  parts.push('## When not to use it', `Where a finding is wrong for your project: \`<!-- vibe-specs-disable ${id}: reason -->\` above the block, or a severity in \`vibe-specs.config.json\`.`);
  return `${parts.join('\n\n')}\n`;
}

export async function writeRulePages(root, rules) {
  const folder = join(root, 'docs/rules');
  const tables = ['seeded-defects.json', 'seeded-defects-lantern-stage.json'].map(async (file) => JSON.parse(await readFile(join(root, 'tests/rules', file), 'utf8')));
  const defects = (await Promise.all(tables)).flat();
  await rm(folder, { recursive: true, force: true });
  for (const rule of rules) {
    const file = join(folder, `${rule.id}.md`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, page(rule, defects.filter((d) => d.findings.some((f) => f.startsWith(`${rule.id}: `)))));
  }
  const rows = rules.map(({ id, severity, summary }) => `| [${id}](${id}.md) | ${severity} | ${summary} |`);
  await writeFile(join(folder, 'README.md'), `# Rules\n\n| Rule | Severity | Why |\n|---|---|---|\n${rows.join('\n')}\n`);
}

import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { changed, project, ROOT, textOf } from '../support.ts';
import { copyTree, node } from '../supply-chain/build-copy.ts';

/**
 * What CONTRIBUTING promises: a rule is a folder, a service a sheet, an output a file, and `npm run generate` does the
 * rest.
 */
const tree = mkdtempSync(join(tmpdir(), 'vibe-specs-extending-'));
const put = (path: string, text: string) => {
  mkdirSync(dirname(join(tree, path)), { recursive: true });
  writeFileSync(join(tree, path), text);
};

const RULE = `import { matchesIn } from '../../shared/text.ts';
import type { Rule } from '../../types.ts';

export const rule: Rule = {
  id: 'house/shouting',
  severity: 'warning',
  summary: 'Who shouts is not heard.',
  options: { marks: { default: 2, summary: 'exclamation marks in a row' } },
  *check({ section, options }) {
    for (const { piece } of section.runs) {
      for (const { at, text } of matchesIn(piece, /!+/g)) if (text.length > options.marks!) yield { at, message: 'Unexpected shouting' };
    }
  },
};
`;
const EXAMPLES = `## Wrong

\`\`\`\`markdown
## 7. External Service Integration Architecture
Stop!!!
!! «!!!» Unexpected shouting
\`\`\`\`

## Right

\`\`\`\`markdown
## 7. External Service Integration Architecture
Stop.
\`\`\`\`
`;
const OUTPUT = `import type { Output } from '../output.ts';

/** One line a finding, for a spreadsheet. */
export const output: Output = {
  format: (results) => results.flatMap(({ diagnostics }) => diagnostics.map((d) => \`\${d.line}\\t\${d.rule}\\n\`)).join(''),
};
`;

beforeAll(() => {
  copyTree(tree);
  put('scripts/rules/house/shouting/rule.ts', RULE);
  put('scripts/rules/house/shouting/examples.md', EXAMPLES);
  put(
    'templates/services/acme-maps.md',
    changed(textOf(join(ROOT, 'templates/services/bunny.md')), 'id: bunny\n', 'id: acme-maps\n')
      .replace(/^name: .*$/m, 'name: Acme Maps')
      .replace(/^aliases: .*$/m, 'aliases: []'),
  );
  put('scripts/report/outputs/tsv.ts', OUTPUT);
  node(tree, 'scripts/build/generate.mjs');
  cpSync(project('tiny'), join(tree, 'project'), { recursive: true });
  put(
    'project/07.md',
    changed(textOf(join(ROOT, 'tests/fixtures/sections/tiny.md')), 'A Google outage', 'Careful!!! A Google outage'),
  );
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

const run = (...args: string[]) => node(join(tree, 'project'), join(tree, 'dist/cli.cjs'), ...args);

test('the rule finds, has its page, its options in the schema, and the output prints what it finds', () => {
  expect(run('check', '07.md', '--format', 'tsv')).toMatch(/^\d+\thouse\/shouting\n$/);
  put('project/vibe-specs.config.json', '{ "rules": { "house/shouting": ["warning", { "marks": 3 }] } }');
  expect(run('check', '07.md', '--format', 'tsv')).toBe('');
  expect(readFileSync(join(tree, 'docs/rules/house/shouting.md'), 'utf8')).toContain(
    '> Found at `!!!`: Unexpected shouting',
  );
  expect(run('rules', 'house/shouting')).toContain('| `marks` | 2 | exclamation marks in a row |');
  expect(readFileSync(join(tree, 'schemas/config.schema.json'), 'utf8')).toContain('exclamation marks in a row (2)');
});

test('the service is known', () => expect(run('facts', 'acme-maps')).toMatch(/^Acme Maps \[acme-maps\]/));

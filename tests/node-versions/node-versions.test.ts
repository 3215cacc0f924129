import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyProduct, root } from '../product.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const example = join(root, 'tests/fixtures/projects/harbor-kitchen');
const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';

let product: string;
let scratch: string;
beforeEach(() => {
  product = copyProduct();
  scratch = join(product, 'tmp');
  mkdirSync(scratch);
});
afterEach(() => rmSync(product, { recursive: true, force: true }));

function run(
  node: string,
  bundle: string,
  args: readonly string[],
  { cwd = example, input = '', env = {} }: { cwd?: string; input?: string; env?: Record<string, string> } = {},
) {
  const { status, stdout, stderr } = spawnSync(node, [join(product, 'dist', bundle), ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: { ...process.env, TMPDIR: scratch, ...env },
  });
  return { status, stdout, stderr };
}

const CLEAN = {
  status: 0,
  stdout: expect.stringMatching(/^0 errors, 0 warnings in 1 file; \d+ words without code\n$/) as string,
  stderr: '',
};
const SILENT = { status: 0, stdout: '', stderr: '' };
const INITIALIZE =
  '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"test","version":"1"}}}\n';

/** Besides the one that runs all tests. */
const VERSIONS = [20, 22, 24].filter((version) => !process.versions.node.startsWith(`${version}.`));

describe.each(VERSIONS)('Node.js %i', (version) => {
  const node = join(here, `node_modules/node${version}/bin/node`);
  const missing = !existsSync(node);

  describe.skipIf(missing)(
    missing
      ? 'is not here; npm ci --prefix tests/node-versions brings 22 and 24 (linux-x64), 20 is the one that runs the tests in CI, and'
      : 'runs the bundle:',
    () => {
      test('it is that version', () =>
        expect(spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout).toMatch(new RegExp(`^v${version}\\.`)));

      test('check', () => expect(run(node, 'cli.cjs', ['check'])).toEqual(CLEAN));

      // Each has a bundle of its own, or loads one: what one version prints, all print.
      test.each([
        'preflight',
        'check --format sarif',
        'check docs/**/07-*.md',
        'export --to asyncapi',
        'facts stripe --full',
        'schema',
        'summary',
      ])('%s', (line) => {
        const args = line.split(' ');
        const expected = run(process.execPath, 'cli.cjs', args);
        expect({ ...expected, stdout: expected.stdout.length > 0 }).toEqual({ status: 0, stdout: true, stderr: '' });
        expect(run(node, 'cli.cjs', args)).toEqual(expected);
      });

      test('draft and apply', () => {
        const project = join(product, 'project');
        cpSync(join(root, 'tests/fixtures/projects/tiny'), project, { recursive: true });
        mkdirSync(join(project, 'docs/.vibe-specs'));
        cpSync(join(root, 'tests/fixtures/sections/tiny.md'), join(project, DRAFT));
        const applied = run(node, 'cli.cjs', ['apply'], { cwd: project });
        expect({ ...applied, stdout: applied.stdout.split('\n')[0] }).toEqual({
          status: 0,
          stdout: 'docs/06-technical-specification.md: Section 7 added; the draft is removed',
          stderr: '',
        });
        expect(run(node, 'cli.cjs', ['draft'], { cwd: project })).toEqual({
          status: 0,
          stdout: `${DRAFT} written: a copy of Section 7 in docs/06-technical-specification.md\n`,
          stderr: '',
        });
      });

      test('the hook', () => {
        const project = join(product, 'project');
        cpSync(example, project, { recursive: true });
        mkdirSync(join(project, 'docs/.vibe-specs'), { recursive: true });
        writeFileSync(
          join(project, DRAFT),
          readFileSync(join(project, 'docs/06-technical-specification/07-integrations.md'), 'utf8').replace(
            '### 7.1 ',
            '### 7.9 ',
          ),
        );
        const wrote = (file: string) =>
          run(node, 'hook.cjs', [], {
            input: JSON.stringify({
              hook_event_name: 'PostToolUse',
              session_id: 's',
              tool_input: { file_path: join(project, file) },
            }),
            env: { CLAUDE_PROJECT_DIR: project, CLAUDE_PLUGIN_DATA: scratch },
          });
        expect(wrote('README.md')).toEqual(SILENT);
        expect(wrote(DRAFT)).toEqual({
          status: 0,
          stdout: expect.stringMatching(
            /^\{"hookSpecificOutput":\{"hookEventName":"PostToolUse","additionalContext":".*structure\//,
          ),
          stderr: '',
        });
      });

      test('mcp', () => {
        const { status, stdout, stderr } = run(node, 'cli.cjs', ['mcp'], { input: INITIALIZE });
        expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
        expect(JSON.parse(stdout)).toMatchObject({
          id: 1,
          result: { protocolVersion: '2025-06-18', serverInfo: { name: 'vibe-specs' } },
        });
      });
    },
  );
});

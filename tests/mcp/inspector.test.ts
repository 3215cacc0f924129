import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
// `npx @modelcontextprotocol/inspector --cli` runs this package; the newest version that starts on Node.js 20.
const inspector = join(root, 'node_modules/@modelcontextprotocol/inspector-cli/build/cli.js');

async function inspect(...args: string[]): Promise<unknown> {
  const server = [
    process.execPath,
    join(root, 'dist/cli.cjs'),
    'mcp',
    '--project',
    join(root, 'tests/fixtures/projects/harbor-kitchen'),
  ];
  const { stdout } = await promisify(execFile)(process.execPath, [inspector, '--cli', ...server, ...args], {
    maxBuffer: 1 << 24,
  });
  return JSON.parse(stdout);
}

test('tools', async () => {
  const { tools } = (await inspect('--method', 'tools/list')) as { tools: { name: string; outputSchema: object }[] };
  expect(tools.map((t) => t.name)).toEqual([
    'preflight',
    'service_facts',
    'check_spec',
    'apply_spec',
    'spec_summary',
    'drift',
  ]);
});

test('a call: text and data, which the inspector judges by the output schema', async () => {
  expect(await inspect('--method', 'tools/call', '--tool-name', 'check_spec')).toEqual({
    content: [
      {
        type: 'text',
        text: expect.stringMatching(
          /^vibe-specs check: 0 errors, 0 warnings in 1 file; \d+ words without code\n$/,
        ) as string,
      },
    ],
    structuredContent: { status: 0, errors: 0, warnings: 0, findings: [], more: 0 },
  });
});

test('a call that cannot run', async () => {
  expect(
    await inspect('--method', 'tools/call', '--tool-name', 'check_spec', '--tool-arg', 'file=../secret.md'),
  ).toEqual({
    content: [
      {
        type: 'text',
        text: expect.stringMatching(/^vibe-specs: \.\.\/secret\.md lies outside of the project/) as string,
      },
    ],
    isError: true,
  });
});

test('resources and the prompt', async () => {
  const { contents } = (await inspect(
    '--method',
    'resources/read',
    '--uri',
    'vibe-specs://templates/section-7.md',
  )) as { contents: { mimeType: string; text: string }[] };
  expect([contents[0]!.mimeType, contents[0]!.text]).toEqual([
    'text/markdown',
    expect.stringContaining('### 7.0 Read This First'),
  ]);
  const { messages } = (await inspect('--method', 'prompts/get', '--prompt-name', 'vibe-step-6-integration-specs')) as {
    messages: { content: { text: string } }[];
  };
  expect(messages[0]!.content.text).toContain('# Step 6.5: external service integrations');
});

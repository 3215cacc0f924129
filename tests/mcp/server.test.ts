import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixture = (path: string) => join(root, 'tests/fixtures', path);
const right = readFileSync(fixture('sections/tiny.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-mcp-'));
const project = join(folder, 'project');
const client = new Client({ name: 'test', version: '1' });

beforeAll(async () => {
  cpSync(fixture('projects/tiny'), project, { recursive: true });
  writeFileSync(join(folder, 'secret.md'), '## 7. Secret\n');
  symlinkSync(join(folder, 'secret.md'), join(project, 'docs', 'link.md'));
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [join(root, 'dist/cli.cjs'), 'mcp', '--project', project] }));
});
afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true, force: true });
});

const call = async (name: string, args: Record<string, unknown> = {}) => {
  const answer = await client.callTool({ name, arguments: args });
  return { text: (answer.content as { text: string }[])[0]!.text, structured: answer.structuredContent as { status: number; errors?: number; warnings?: number; findings?: { line: number; message: string }[]; more?: number; text?: string; result?: object } | undefined, isError: answer.isError ?? false };
};

test('the tools, with what they may change', async () => {
  const { tools } = await client.listTools();
  expect(tools.map((t) => [t.name, t.annotations?.readOnlyHint, t.annotations?.destructiveHint])).toEqual([
    ['preflight', true, false],
    ['service_facts', true, false],
    ['check_spec', true, false],
    ['apply_spec', false, true],
    ['spec_summary', true, false],
  ]);
  expect(tools.every((t) => t.title && t.description && t.outputSchema)).toBe(true);
});

describe('the job, as tools', () => {
  test('preflight, facts', async () => {
    expect((await call('preflight')).text).toContain('# Preflight: ready');
    expect((await call('service_facts', { services: ['stripe'] })).text).toContain('Stripe-Signature');
  });

  test('a draft with a mistake, then a right one, applied and counted', async () => {
    const draft = join(project, 'docs/.vibe-specs/07-integrations.draft.md');
    mkdirSync(join(project, 'docs/.vibe-specs'), { recursive: true });
    writeFileSync(draft, right.replace('| 1.5 s |\n', '| soon |\n'));
    const found = await call('check_spec', { draft: true });
    const finding = {
      file: 'docs/.vibe-specs/07-integrations.draft.md', line: 115, column: 34, severity: 'error', rule: 'structure/unreadable-value',
      message: 'Unexpected value "soon" of "Total" in row 1 of 7.A.1.6 "Timeout Configuration", expected a value such as: 5 s. Or write "open (D-1)" where it waits for a row of 7.0, or "Not applicable: reason" instead of the table.',
    };
    expect(found).toEqual({
      text: `vibe-specs check: 1 error, 0 warnings in 1 file\n${finding.file}:115:34: error ${finding.rule}: ${finding.message}\n`,
      structured: { status: 1, errors: 1, warnings: 0, findings: [finding], more: 0 },
      isError: false,
    });
    expect((await call('apply_spec')).structured).toEqual({ status: 1, errors: 1, warnings: 0, findings: [finding], more: 0, text: 'The draft has errors; nothing was changed.' });
    writeFileSync(draft, right);
    expect((await call('check_spec', { draft: true })).structured!.status).toBe(0);
    expect((await call('apply_spec')).text).toContain('docs/06-technical-specification.md: Section 7 added');
    const counted = await call('spec_summary');
    expect(counted.structured!.result).toMatchObject({ errors: 0, features: { total: 2 } });
    expect([counted.text, counted.structured!.text]).toEqual([expect.stringContaining('Section 7 in docs/06-technical-specification.md: no findings'), counted.text]);
  });

  test('many findings: the answer stays short and says how many more there are', async () => {
    const draft = join(project, 'docs/.vibe-specs/07-integrations.draft.md');
    mkdirSync(join(project, 'docs/.vibe-specs'), { recursive: true });
    writeFileSync(draft, right.replace('| code exchange | 500 ms | 1 s | 1.5 s |\n', Array.from({ length: 500 }, (_, i) => `| call ${i} | 1 s | 1 s | soon |\n`).join('')));
    const { text, structured } = await call('check_spec', { draft: true });
    rmSync(draft);
    expect(text.length).toBeLessThan(8000);
    expect(JSON.stringify(structured).length).toBeLessThan(12_000);
    expect([structured!.findings!.length > 20, structured!.findings!.length + structured!.more!]).toEqual([true, structured!.errors! + structured!.warnings!]);
    expect(text).toContain(`and ${structured!.more!} more: run vibe-specs check`);
  });
});

describe('what goes wrong is a result with advice', () => {
  test.each([
    ['check_spec', { file: '../secret.md' }, 'lies outside of the project'],
    ['check_spec', { file: 'docs/link.md' }, 'lies outside of the project'],
    ['check_spec', { file: '/etc/hostname' }, 'lies outside of the project'],
    ['check_spec', { file: '--update-baseline' }, 'does not start with a dash'],
    ['check_spec', { path: 'x' }, 'unknown argument path'],
    ['check_spec', { file: 'docs/none.md' }, 'there is no such file'],
    ['service_facts', { services: ['stripee'] }, 'stripe'],
    ['service_facts', {}, 'needs services'],
    ['nothing', {}, 'unknown tool nothing'],
  ])('%s %j', async (name, args, message) => {
    const { text, isError } = await call(name, args);
    expect([isError, text]).toEqual([true, expect.stringContaining(message)]);
    expect(text).not.toContain('Secret');
  });
});

test('resources and the prompt', async () => {
  const { resources } = await client.listResources();
  expect(resources.length).toBeGreaterThan(90);
  const sheet = await client.readResource({ uri: 'vibe-specs://services/stripe' });
  expect((sheet.contents[0] as { text: string }).text).toContain('Stripe');
  await expect(client.readResource({ uri: 'vibe-specs://templates/../../package.json' })).rejects.toThrow('unknown resource');
  const prompt = await client.getPrompt({ name: 'vibe-step-6-integration-specs', arguments: { argument: 'Stripe' } });
  const text = (prompt.messages[0]!.content as { text: string }).text;
  expect(text).toContain('Argument given by the user: "Stripe"');
  expect(text).toContain('vibe-specs://templates/categories.md');
  expect(text).not.toContain('${');
});

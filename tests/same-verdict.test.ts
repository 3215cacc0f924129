import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-verdict-'));
const file = join(folder, 'docs/06-technical-specification/07-integrations.md');
const cli = join(root, 'dist/cli.cjs');

beforeAll(() => {
  cpSync(join(root, 'tests/fixtures/projects/harbor-kitchen/docs'), join(folder, 'docs'), { recursive: true });
  const right = readFileSync(file, 'utf8');
  writeFileSync(file, right.replace('| 3.8 s |', '| 3 s |').replace('| HMAC-SHA256 | hex |', '| HMAC-SHA1 | hex |').replace('`POST /webhooks/stripe`', '`POST /hooks/stripe`').replace('#### 7.O.5', `${CODE}\n\n#### 7.O.5`));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** For parsers that are loaded only now. */
const CODE = '```sql\nSELECT id, FROM inbox;\n```\n\n```mermaid\nflowchart LR\n  A --> B\n  B -> C\n```';

/** `line:column rule message` of each finding. */
const EXPECTED = [
  '214:23 trace/webhook-endpoint Unexpected webhook endpoint POST /hooks/stripe: Section 4 does not have it (it has POST /webhooks/stripe, POST /webhooks/postmark)',
  "219:24 facts/signature Unexpected algorithm \"HMAC-SHA1\" of Stripe's signature, expected HMAC-SHA256",
  '255:35 numbers/retry-budget Unexpected total 3 s of "payment page": 2 × 1.65 s + 500 ms = 3.8 s',
  '444:12 structure/code-syntax Unexpected "FROM" in SQL, expected what the grammar of SQL allows here',
  '450:5 structure/code-syntax Unexpected "-" in the Mermaid diagram, expected an arrow or a new line',
];
interface Found {
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly message: string;
}
const lines = (found: readonly Found[]) => found.map((d) => `${d.line}:${d.column} ${d.rule} ${d.message}`);

test('the CLI', () => {
  const { status, stdout } = spawnSync(process.execPath, [cli, 'check', '--format', 'json'], { cwd: folder, encoding: 'utf8' });
  expect([status, lines((JSON.parse(stdout) as { results: { diagnostics: Found[] }[] }).results[0]!.diagnostics)]).toEqual([1, EXPECTED]);
});

test('standard input', () => {
  const { status, stdout } = spawnSync(process.execPath, [cli, 'check', '--format', 'json', '-'], { cwd: folder, input: readFileSync(file), encoding: 'utf8' });
  expect([status, lines((JSON.parse(stdout) as { results: { diagnostics: Found[] }[] }).results[0]!.diagnostics)]).toEqual([1, EXPECTED]);
});

test('apply refuses a draft, for the same', () => {
  mkdirSync(join(folder, 'docs/.vibe-specs'));
  cpSync(file, join(folder, 'docs/.vibe-specs/07-integrations.draft.md'));
  const { status, stdout } = spawnSync(process.execPath, [cli, 'apply'], { cwd: folder, encoding: 'utf8' });
  rmSync(join(folder, 'docs/.vibe-specs'), { recursive: true });
  expect(status).toBe(1);
  for (const line of EXPECTED) expect(stdout).toContain(line.split(' ').slice(2).join(' '));
  expect(stdout).toContain(`${EXPECTED.length} errors`);
});

test('summary counts the same', () => {
  const { stdout } = spawnSync(process.execPath, [cli, 'summary', '--json'], { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(stdout)).toMatchObject({ errors: EXPECTED.length });
});

test('the action: annotations on the right lines', () => {
  const action = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as { runs: { steps: { run: string }[] } };
  const env = { PATH: process.env.PATH, GITHUB_ACTION_PATH: root, FILES: '', PROJECT: '.', FAIL_ON: 'error' };
  const { status, stdout } = spawnSync('bash', ['-c', action.runs.steps[0]!.run], { cwd: folder, env, encoding: 'utf8' });
  const found = [...stdout.matchAll(/^::error file=([^,]*),line=(\d+),endLine=\d+,col=(\d+),endColumn=\d+,title=([^:]*)::(.*)$/gm)].map((m) => `${m[2]}:${m[3]} ${m[4]} ${m[5]}`);
  expect(status).toBe(1);
  expect(found.map((f, i) => f.startsWith(EXPECTED[i]!))).toEqual(EXPECTED.map(() => true));
  expect(stdout).toContain('file=docs/06-technical-specification/07-integrations.md');
});

test('the hook', () => {
  mkdirSync(join(folder, 'state'));
  const event = JSON.stringify({ hook_event_name: 'PostToolUse', session_id: 's', tool_input: { file_path: file } });
  const output = execFileSync(join(root, 'bin/vibe-specs'), ['hook'], { input: event, encoding: 'utf8', env: { PATH: process.env.PATH!, CLAUDE_PROJECT_DIR: folder, CLAUDE_PLUGIN_DATA: join(folder, 'state') } });
  const text = (JSON.parse(output) as { hookSpecificOutput: { additionalContext: string } }).hookSpecificOutput.additionalContext;
  for (const line of EXPECTED) {
    const [place, rule, ...message] = line.split(' ');
    expect(text).toContain(`07-integrations.md:${place}: error ${rule}: ${message.join(' ')}`);
  }
});

test('the MCP server', async () => {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [cli, 'mcp', '--project', folder] }));
  const { structuredContent } = await client.callTool({ name: 'check_spec', arguments: {} });
  await client.close();
  const { findings } = structuredContent as { findings: Found[] };
  // The most important first, with the advice.
  expect(lines(findings).map((line) => EXPECTED.find((e) => line.startsWith(e)) ?? line).sort()).toEqual([...EXPECTED].sort());
});

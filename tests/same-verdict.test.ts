import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { connect } from './mcp/client.ts';
import { changed, DRAFT, HARBOR_FILE, harbor, project, ROOT } from './support.ts';

// One engine, one verdict: whoever asks is told the same.
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-verdict-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
cpSync(join(project('harbor-kitchen'), 'docs'), join(folder, 'docs'), { recursive: true });

/** For parsers that are loaded only now. */
const CODE = '```sql\nSELECT id, FROM inbox;\n```\n\n```mermaid\nflowchart LR\n  A --> B\n  B -> C\n```\n\n#### 7.O.5';
const wrong = [
  ['| 1.4 s | 3 s |', '| 1.4 s | 2 s |'],
  ['| `POST /webhooks/stripe` | Stripe |', '| `POST /hooks/stripe` | Stripe |'],
  ['#### 7.O.5', CODE],
].reduce((text, [from, to]) => changed(text, from!, to!), harbor);
const file = join(folder, HARBOR_FILE);
writeFileSync(file, wrong);

interface Found {
  readonly line: number;
  readonly column: number;
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
}
const lines = (found: readonly Found[]) =>
  found.map((d) => `${d.line}:${d.column} ${d.severity} ${d.rule} ${d.message}`);
const cli = (args: readonly string[], input = '') =>
  spawnSync(process.execPath, [join(ROOT, 'dist/cli.cjs'), ...args], { cwd: folder, encoding: 'utf8', input });
const resultOf = (stdout: string) =>
  lines((JSON.parse(stdout) as { results: { diagnostics: Found[] }[] }).results[0]!.diagnostics);

const first = cli(['check', '--format', 'json']);
const EXPECTED = resultOf(first.stdout);
const RULES = EXPECTED.map((line) => line.split(' ')[2]);

test('the CLI: a finding for each fault, and no other', () => {
  expect(first.status).toBe(1);
  expect(RULES.toSorted()).toEqual([
    'numbers/attempts',
    'structure/code-syntax',
    'structure/code-syntax',
    'trace/endpoint',
    'trace/webhook',
    'trace/webhook',
    'trace/webhook',
  ]);
});

test('standard input', () => expect(resultOf(cli(['check', '--format', 'json', '-'], wrong).stdout)).toEqual(EXPECTED));

test('apply refuses a draft, for the same', () => {
  mkdirSync(join(folder, dirname(DRAFT)));
  cpSync(file, join(folder, DRAFT));
  const { status, stdout } = cli(['apply']);
  rmSync(join(folder, dirname(DRAFT)), { recursive: true });
  expect(status).toBe(1);
  for (const line of EXPECTED) expect(stdout).toContain(line.split(' ').slice(3).join(' '));
});

test('summary counts the same', () => {
  expect(JSON.parse(cli(['summary', '--json']).stdout)).toMatchObject({ check: { errors: EXPECTED.length } });
});

test('the action: annotations on the right lines', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { runs: { steps: { run: string }[] } };
  const env = { PATH: process.env.PATH, GITHUB_ACTION_PATH: ROOT, FILES: '', PROJECT: '.', FAIL_ON: 'error' };
  const { status, stdout } = spawnSync('bash', ['-c', action.runs.steps[0]!.run], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const found = [
    ...stdout.matchAll(/^::error file=([^,]*),line=(\d+),endLine=\d+,col=(\d+),endColumn=\d+,title=([^:]*)::(.*)$/gm),
  ].map((m) => `${m[2]}:${m[3]} error ${m[4]} ${m[5]}`);
  expect(status).toBe(1);
  expect(found.map((f, i) => f.startsWith(EXPECTED[i]!))).toEqual(EXPECTED.map(() => true));
});

test('the hook', () => {
  const event = JSON.stringify({ hook_event_name: 'PostToolUse', session_id: 's', tool_input: { file_path: file } });
  const { stdout } = spawnSync(process.execPath, [join(ROOT, 'dist/hook.cjs')], {
    input: event,
    encoding: 'utf8',
    env: { PATH: process.env.PATH!, CLAUDE_PROJECT_DIR: folder, CLAUDE_PLUGIN_DATA: join(folder, 'state') },
  });
  const text = (JSON.parse(stdout) as { hookSpecificOutput: { additionalContext: string } }).hookSpecificOutput
    .additionalContext;
  for (const line of EXPECTED) {
    const [place, severity, rule, ...message] = line.split(' ');
    expect(text).toContain(`07-integrations.md:${place}: ${severity} ${rule}: ${message.join(' ')}`);
  }
});

test('the MCP server', async () => {
  const { call, close } = await connect(folder);
  const { structured } = await call('check_spec');
  await close();
  // The most important first, with the advice.
  expect(
    lines(structured!.findings!)
      .map((line) => EXPECTED.find((e) => line.startsWith(e)) ?? line)
      .sort(),
  ).toEqual([...EXPECTED].sort());
});

test('drift over MCP: the findings of the CLI', async () => {
  writeFileSync(join(folder, 'server.js'), "app.post('/hooks/stripe', take);\napp.post('/webhooks/postmark', take);\n");
  const ran = cli(['drift', '--format', 'json']);
  const { results } = JSON.parse(ran.stdout) as { results: { diagnostics: (Found & { file: string })[] }[] };
  const { call, close } = await connect(folder);
  const { structured } = await call('drift');
  await close();
  rmSync(join(folder, 'server.js'));
  const expected = results.flatMap(({ diagnostics }) => diagnostics);
  expect(expected.length).toBeGreaterThan(0);
  expect(structured).toMatchObject({ status: ran.status, more: 0 });
  const found = structured!.findings as readonly (Found & { file: string })[];
  const places = (all: typeof found) =>
    all.map((d) => `${d.file}:${d.line}:${d.column} ${d.severity} ${d.rule}`).sort();
  expect(places(found)).toEqual(places(expected));
  for (const { message } of expected) expect(found.some((d) => d.message.startsWith(message))).toBe(true);
});

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-network-'));
const project = join(folder, 'project');
const record = join(folder, 'record');
afterAll(() => rmSync(folder, { recursive: true }));

const SECTION = 'docs/06-technical-specification/07-integrations.md';
const DRAFT = 'docs/.vibe-specs/07-integrations.draft.md';

/** The example, its section as a draft, and one that has a finding. */
beforeEach(() => {
  for (const path of [project, record]) rmSync(path, { recursive: true, force: true });
  cpSync(join(root, 'tests/fixtures/projects/harbor-kitchen'), project, { recursive: true });
  mkdirSync(join(project, 'docs/.vibe-specs'), { recursive: true });
  cpSync(join(project, SECTION), join(project, DRAFT));
  writeFileSync(
    join(project, 'wrong.md'),
    readFileSync(join(project, SECTION), 'utf8').replace('### 7.1 ', '### 7.9 '),
  );
});

function run(args: readonly string[], input = '') {
  const env = {
    ...process.env,
    RECORD: record,
    NODE_OPTIONS: `--require ${join(root, 'tests/robustness/deny.cjs')}`,
    CLAUDE_PROJECT_DIR: project,
    CLAUDE_PLUGIN_DATA: join(folder, 'state'),
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: project, input, encoding: 'utf8', env });
  return { status, stdout, stderr, tried: existsSync(record) ? readFileSync(record, 'utf8').trim().split('\n') : [] };
}
const cli = (args: readonly string[], input = '') => run([join(root, 'dist/cli.cjs'), ...args], input);

const LINES: readonly (readonly [line: string, status: number])[] = [
  ['preflight', 0],
  ['preflight --json', 0],
  ['facts stripe --full', 0],
  ['facts --search mail', 0],
  ['facts --list', 0],
  // One of the deliveries in the file is refused by its SDK only.
  [`webhook verify ${join(root, 'tests/services/vectors.json')}`, 1],
  ['webhook sign --service stripe --generate-key', 0],
  ['webhook send http://example.com/ --service stripe --generate-key', 2],
  ['draft --force', 0],
  ['draft --force --new stripe G:HERE', 0],
  ['check', 0],
  ['check --draft', 0],
  ['check docs/**/07-*.md', 0],
  ...['text', 'json', 'sarif', 'github', 'agent'].map((format) => [`check wrong.md --format ${format}`, 1] as const),
  ['check wrong.md --baseline known.json --update-baseline', 0],
  ['check --baseline known.json', 2],
  ['apply', 0],
  ['view', 0],
  ['summary', 0],
  ['summary --json', 0],
  ...['json', 'env', 'mermaid', 'csv', 'prometheus', 'asyncapi'].map((format) => [`export --to ${format}`, 0] as const),
  ['mcp', 0],
  ['rules', 0],
  ['rules --json', 0],
  ['schema', 0],
  ['schema --config', 0],
];

const request = (id: number, method: string, params: object) =>
  `${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`;

describe('no command reaches for the network or starts a program', () => {
  test.each(LINES)('%s', (line, status) => {
    const ran = cli(line.split(' '));
    expect({ status: ran.status, tried: ran.tried }).toEqual({ status, tried: [] });
  });

  test('but webhook send, to this machine', () => {
    expect(cli('webhook send http://localhost:9/ --service stripe --generate-key'.split(' ')).tried).toEqual([
      'http.request',
    ]);
  });

  test('but drift, git for the list of files, and without it reads the folders', () => {
    expect(cli(['drift'])).toMatchObject({ status: 0, tried: ['child_process.execFileSync'] });
  });

  test('that were all commands', () => {
    const commands = cli(['--help'])
      .stdout.match(/^ {2}[a-z]+(?= {2})/gm)!
      .map((name) => name.trim());
    expect(new Set(['drift', ...LINES.map(([line]) => line.split(' ')[0])])).toEqual(new Set(commands));
  });

  test('mcp: each tool, resource and prompt', () => {
    const tools = [
      ['preflight', {}],
      ['service_facts', { services: ['stripe'] }],
      ['check_spec', {}],
      ['check_spec', { file: 'wrong.md' }],
      ['spec_summary', {}],
      ['apply_spec', {}],
      ['drift', {}],
    ] as const;
    const input = [
      request(0, 'initialize', {
        protocolVersion: '2025-06-18',
        capabilities: {},
        clientInfo: { name: 'test', version: '1' },
      }),
      ...tools.map(([name, args], i) => request(i + 1, 'tools/call', { name, arguments: args })),
      request(8, 'resources/read', { uri: 'vibe-specs://services/stripe' }),
      request(9, 'prompts/get', { name: 'vibe-step-6-integration-specs', arguments: {} }),
      request(10, 'tools/list', {}),
    ];
    const { status, stdout, stderr, tried } = cli(['mcp'], input.join(''));
    expect({ status, stderr, tried }).toEqual({ status: 0, stderr: '', tried: ['child_process.execFileSync'] });
    const answers = stdout
      .trim()
      .split('\n')
      .map(
        (line) =>
          JSON.parse(line) as {
            id: number;
            error?: object;
            result?: { isError?: boolean; tools?: { name: string }[] };
          },
      );
    expect(answers.filter(({ error, result }) => error !== undefined || result?.isError)).toEqual([]);
    expect(answers.map(({ id }) => id).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(new Set(answers.find(({ id }) => id === 10)!.result!.tools!.map(({ name }) => name))).toEqual(
      new Set(tools.map(([name]) => name)),
    );
  });

  test.each([
    ['a document that is not ours', { hook_event_name: 'PostToolUse', tool_input: { file_path: 'README.md' } }],
    ['a draft', { hook_event_name: 'PostToolUse', tool_input: { file_path: DRAFT } }],
    ['a stop', { hook_event_name: 'Stop' }],
  ])('the hook: %s', (_, event) => {
    const { status, stderr, tried } = run([join(root, 'dist/hook.cjs')], JSON.stringify({ session_id: 's', ...event }));
    expect({ status, stderr, tried }).toEqual({ status: 0, stderr: '', tried: [] });
  });
});

describe('the tests above would see it', () => {
  test.each([
    ['net.connect', "require('net').connect(9)"],
    ['net.createConnection', "require('net').createConnection(9)"],
    ['net.Socket.connect', "new (require('net').Socket)().connect(9)"],
    ['net.Server.listen', "require('net').createServer().listen(0)"],
    ['tls.connect', "require('tls').connect(9)"],
    ['http.request', "require('http').request({ port: 9 })"],
    ['http.get', "require('http').get({ port: 9 })"],
    ['https.request', "require('https').request({ port: 9 })"],
    ['http2.connect', "require('http2').connect('')"],
    ['dgram.createSocket', "require('dgram').createSocket('udp4')"],
    ['dns.lookup', "require('dns').lookup('localhost', () => {})"],
    ['dns.promises.resolve4', "require('dns/promises').resolve4('localhost')"],
    ['dns.Resolver.resolveTxt', "new (require('dns').Resolver)().resolveTxt('localhost', () => {})"],
    ['fetch', "fetch('')"],
    ['child_process.spawn', "require('child_process').spawn('true')"],
    ['child_process.execSync', "require('child_process').execSync('true')"],
  ])('%s', (means, code) => {
    // What reaches out to report home does not complain when that fails.
    expect(run(['-e', `try { ${code} } catch {}`])).toEqual({ status: 0, stdout: '', stderr: '', tried: [means] });
  });
});

test('the bundles load no module that could, but for what the user asks for by name', () => {
  /**
   * `webhook send` calls the user's own handler, `check --run` starts processes, `check --install` npm, `drift` git;
   * `view --watch` serves the page.
   */
  const ASKED = ['webhook-send.cjs', 'run.cjs', 'run-process.cjs', 'install.cjs', 'drift.cjs', 'view-server.cjs'];
  const modulesOf = (name: string) =>
    [...readFileSync(join(root, 'dist', name), 'utf8').matchAll(/require\(["'`](?:node:)?([\w/]+)["'`]\)/g)]
      .map(([, module]) => module!)
      .filter((module) => builtinModules.includes(module));
  const bundles = readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.cjs'));
  expect(bundles).toEqual(expect.arrayContaining(ASKED));
  const loaded = new Set(bundles.filter((name) => !ASKED.includes(name)).flatMap(modulesOf));
  expect([...loaded].sort()).toEqual([
    'buffer',
    'crypto',
    'fs',
    'module',
    'os',
    'path',
    'process',
    'querystring',
    'tty',
    'url',
    'util',
    'v8',
    'worker_threads',
  ]);
  expect(new Set(modulesOf('webhook-send.cjs'))).toEqual(new Set(['url', 'http', 'https']));
  expect(
    [...new Set(['run.cjs', 'install.cjs', 'run-process.cjs', 'drift.cjs'].flatMap(modulesOf))].filter((module) =>
      /^(?:net|tls|http|https|http2|dgram|dns)$/.test(module),
    ),
  ).toEqual([]);
});

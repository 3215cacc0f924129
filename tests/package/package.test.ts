import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { claude, converse, newSession } from '../claude-code/client.ts';
import { textOf } from '../claude-code/mock-api.ts';
import { changed, DRAFT, fixture, project, ROOT, textOf as read, tiny } from '../support.ts';

/** The package as npm packs it, installed from the archive and without a network in a folder that holds a project. */
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-package-'));
const installed = join(folder, 'node_modules/vibe-specs');
const windows = process.platform === 'win32';

function npm(cwd: string, ...args: string[]): string {
  return execFileSync(
    'npm',
    [...args, '--offline', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'],
    {
      cwd,
      encoding: 'utf8',
      shell: windows,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

beforeAll(() => {
  const [{ filename }] = JSON.parse(npm(ROOT, 'pack', '--json', '--pack-destination', folder)) as [
    { filename: string },
  ];
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  npm(folder, 'install', `./${filename}`);
  cpSync(project('harbor-kitchen'), folder, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('it holds what the plugin and the program need, and nothing of the development', () => {
  expect(readdirSync(installed).sort()).toEqual([
    '.claude-plugin',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'agents',
    'bin',
    'commands',
    'dist',
    'docs',
    'hooks',
    'package.json',
    'schemas',
    'templates',
  ]);
  expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['vibe-specs']);
});

test('its command line works', () => {
  const run = (...args: string[]) =>
    spawnSync(join(folder, 'node_modules/.bin/vibe-specs'), args, { cwd: folder, encoding: 'utf8', shell: windows });
  expect(run('check')).toMatchObject({ status: 0, stdout: expect.stringContaining('0 errors') as string, stderr: '' });
  expect(run('facts', 'stripe').stdout).toContain('Stripe [stripe]');
  expect(run('rules', 'trace/coverage').stdout).toMatch(/^# trace\/coverage\n/);
});

test('the program of README works, and its types are right', () => {
  const program = /```js\n(import [^]*?)```/.exec(read(join(ROOT, 'README.md')))![1]!;
  writeFileSync(join(folder, 'program.mjs'), program);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/\d+ features, .*Stripe/);
  writeFileSync(
    join(folder, 'program.mts'),
    `${program}
import { verifyWebhook, type Verdict } from 'vibe-specs';
export const verdict: Verdict = verifyWebhook('stripe', { headers: new Map([['stripe-signature', '']]), rawBody: '', secret: 'whsec' });
// @ts-expect-error: no folder
await preflight(3);
`,
  );
  const types = ts.createProgram([join(folder, 'program.mts')], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
  });
  // Of the program and of what is published, not of all that Node.js declares.
  const files = types.getSourceFiles().filter(({ fileName }) => /program\.mts$|index\.d\.mts$/.test(fileName));
  expect(files).toHaveLength(2);
  const problems = files.flatMap((file) => [
    ...types.getSyntacticDiagnostics(file),
    ...types.getSemanticDiagnostics(file),
  ]);
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

test('it is a plugin: the client takes it, its hook gives the findings, its command and agents are there', async () => {
  const session = newSession(fixture('projects/tiny'));
  try {
    expect(await claude(session, ['plugin', 'validate', '--strict', installed])).toMatchObject({ status: 0 });
    const draft = join(session.project, DRAFT);
    mkdirSync(join(draft, '..'), { recursive: true });
    const run = await converse(session, {
      plugin: installed,
      prompt: '/vibe-specs:vibe-step-6-integration-specs',
      script: [
        () => [
          { tool: 'Write', input: { file_path: draft, content: changed(tiny, 'A Google outage', '‹fill› outage') } },
        ],
        () => [{ tool: 'Bash', input: { command: 'vibe-specs preflight' } }],
        () => 'done',
        () => 'done',
        () => 'done',
        () => 'done',
      ],
    });
    const sent = run.requests.map(({ messages }) => messages.map((m) => textOf(m.content)).join('\n'));
    expect(sent[1]).toContain('structure/placeholder: Unexpected placeholder');
    expect(sent.join('\n')).toContain('# Preflight: ready');
    expect(readFileSync(draft, 'utf8')).toContain('‹fill›');
  } finally {
    session.dispose();
  }
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { claude, newSession, ROOT } from './client.ts';
import { ACTORS, scriptOf, type Actors } from './eval-agents.ts';
import { startMockApi, type ApiRequest } from './mock-api.ts';

const EVALS = join(ROOT, 'evals');
const CASES = readdirSync(EVALS).filter((name) => existsSync(join(EVALS, name, 'case.yaml')));
const ROLES = ['good', 'reckless', 'vice'] as const;
type Role = (typeof ROLES)[number];

/** What the client reports about a case. */
interface Scored {
  readonly name: string;
  readonly arms: {
    readonly with: readonly [
      {
        readonly error: string | null;
        readonly score: number;
        readonly graders: readonly { readonly name: string; readonly passed: boolean }[];
      },
    ];
  };
}

/** Paths and contents of a folder: tells from which case's project an agent started. */
const contents = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path.slice(folder.length)}\n${readFileSync(path, 'utf8')}`)
    .join('\n');

function projectOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-eval-'));
  try {
    execFileSync('bash', [join(EVALS, name, 'scaffold.sh')], { cwd: folder });
    return contents(join(folder, 'docs'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const folderOf = (request: ApiRequest): string =>
  /Primary working directory: (.+?)(?:\\n|"|$)/.exec(JSON.stringify([request.system, request.messages]))![1]!;

/** Runs every case once, with the agents of that role. */
async function evaluate(role: Role, projects: ReadonlyMap<string, string>) {
  const session = newSession(null);
  const api = await startMockApi((request) => {
    const folder = folderOf(request);
    const name = projects.get(contents(join(folder, 'docs')))!;
    return scriptOf(ACTORS[name]![role], folder);
  });
  const results = join(session.home, 'results');
  mkdirSync(results);
  const options = [
    '--runs',
    '1',
    '--ablation',
    'none',
    '--scaffold',
    '--mocks',
    'off',
    '--concurrency',
    '2',
    '--allow-tools',
    'Write',
    'Edit',
    'mcp__plugin_vibe-specs_vibe-specs__*',
  ];
  const places = [
    '--output-dir',
    results,
    '--report',
    join(results, 'report.html'),
    '--json',
    join(results, 'results.json'),
  ];
  try {
    const { output, status } = await claude(
      session,
      ['plugin', 'eval', ROOT, '--trust-plugin', '--no-publish', ...options, ...places],
      { ANTHROPIC_BASE_URL: api.url },
    );
    const { cases } = JSON.parse(readFileSync(join(results, 'results.json'), 'utf8')) as { cases: Scored[] };
    return { output, status, failures: api.failures, cases: new Map(cases.map((c) => [c.name, c.arms.with[0]])) };
  } finally {
    await api.close();
    session.dispose();
  }
}

describe('evals in the client, with scripted agents', () => {
  const runs = {} as Record<Role, Awaited<ReturnType<typeof evaluate>>>;
  const graders = (role: Role, name: string, passed: boolean) =>
    runs[role].cases
      .get(name)!
      .graders.filter((g) => g.passed === passed)
      .map((g) => g.name);

  beforeAll(async () => {
    const projects = new Map(CASES.map((name) => [projectOf(name), name]));
    await Promise.all(ROLES.map(async (role) => void (runs[role] = await evaluate(role, projects))));
  }, 900_000);

  test.each(ROLES)('all cases load and are scored: %s', (role) => {
    const { cases, failures, status, output } = runs[role];
    expect([...cases.keys()].sort()).toEqual(Object.keys(ACTORS).sort());
    expect([...cases].filter(([, run]) => run.error !== null)).toEqual([]);
    expect(failures).toEqual([]);
    expect(status, output).toBe(role === 'good' ? 0 : 1);
  });

  test.each(CASES)('%s: the good agent passes', (name) => {
    expect([graders('good', name, false), runs.good.cases.get(name)!.score]).toEqual([[], 1]);
  });

  test.each(Object.entries<Actors>(ACTORS))('%s: a vice fails its graders and no others', (name, { viceFails }) => {
    expect(graders('vice', name, false).sort()).toEqual([...viceFails].sort());
  });

  test.each(CASES)('%s: no grader passes whatever the agent does', (name) => {
    const failed = new Set(ROLES.flatMap((role) => graders(role, name, false)));
    expect(graders('good', name, true).filter((grader) => !failed.has(grader))).toEqual([]);
  });
});

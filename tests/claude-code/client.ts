import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, rmSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startMockApi, type ApiRequest, type Turn } from './mock-api.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The client's binary lies in the package of the platform: npm may not run its install script. */
function binary(): string {
  const packaged = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
  const resolve = createRequire(import.meta.url).resolve;
  return join(dirname(resolve(`${packaged}/package.json`)), process.platform === 'win32' ? 'claude.exe' : 'claude');
}

export interface Run {
  readonly requests: readonly ApiRequest[];
  readonly turns: number;
  readonly status: number;
  /** Standard output: one JSON object a line. */
  readonly output: string;
  readonly errors: string;
}

export interface Session {
  /** Folder of the user's project. */
  readonly project: string;
  /** Home of the client, with nothing of the machine's user in it. */
  readonly home: string;
  readonly dispose: () => void;
}

/** A temporary copy of a fixture project, with a home of its own. */
export function newSession(fixture: string | null): Session {
  const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-client-'));
  const project = join(folder, 'project');
  const home = join(folder, 'home');
  mkdirSync(project);
  mkdirSync(home);
  if (fixture !== null && existsSync(fixture)) cpSync(fixture, project, { recursive: true });
  return { project, home, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}

const environment = (home: string, more: Record<string, string> = {}) => ({
  HOME: home,
  PATH: process.env.PATH ?? '',
  TERM: 'dumb',
  DISABLE_TELEMETRY: '1',
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  ANTHROPIC_API_KEY: 'dummy',
  // Without a mock nothing answers, at once: the client waits for an address that it cannot look up.
  ANTHROPIC_BASE_URL: 'http://127.0.0.1:9',
  ...more,
});

/** Runs a subcommand of the client, such as `plugin validate`. */
export function claude(
  session: Session,
  args: readonly string[],
  more: Record<string, string> = {},
): Promise<{ status: number; output: string }> {
  return new Promise((done) => {
    execFile(
      binary(),
      [...args],
      { cwd: session.project, env: environment(session.home, more), timeout: 600_000, maxBuffer: 1 << 26 },
      (error, stdout, stderr) => {
        done({ status: error ? Number(error.code ?? 1) : 0, output: stdout + stderr });
      },
    ).stdin?.end();
  });
}

export interface Prompt {
  readonly prompt: string;
  readonly script: readonly Turn[];
  /** What agents that the model starts do, by a passage of their instructions. */
  readonly agents?: Readonly<Record<string, readonly Turn[]>>;
  readonly args?: readonly string[];
  /** The plugin from this folder; null for one that is installed in the session's home. */
  readonly plugin?: string | null;
  /** More environment for the client, such as another PATH. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Ids of the tool calls that the client refused for want of a permission. */
export function deniedCalls(run: Run): string[] {
  return run.output
    .split('\n')
    .filter((line) => line.includes('"permission_denied"'))
    .map((line) => (JSON.parse(line) as { tool_use_id: string }).tool_use_id);
}

/**
 * One headless conversation with the real client and a scripted model. Rejects when a turn threw, or the client wanted
 * more or fewer turns than the script has.
 */
export async function converse(
  session: Session,
  { prompt, script, agents = {}, args = [], plugin = ROOT, env: more = {} }: Prompt,
): Promise<Run> {
  const api = await startMockApi(script, agents);
  const wanted = [script, ...Object.values(agents)].reduce((n, turns) => n + turns.length, 0);
  const all = [
    '-p',
    prompt,
    ...(plugin === null ? [] : ['--plugin-dir', plugin]),
    '--output-format',
    'stream-json',
    '--verbose',
    ...args,
  ];
  try {
    const run = await new Promise<Run>((done) => {
      const env = environment(session.home, { ...more, ANTHROPIC_BASE_URL: api.url });
      execFile(
        binary(),
        all,
        { cwd: session.project, env, timeout: 300_000, maxBuffer: 1 << 26 },
        (error, output, errors) => {
          done({
            requests: api.requests,
            turns: api.turns(),
            status: error ? Number(error.code ?? 1) : 0,
            output,
            errors,
          });
        },
      ).stdin?.end();
    });
    const failures =
      run.turns < wanted ? [...api.failures, `only ${run.turns} of ${wanted} turns were taken`] : api.failures;
    if (failures.length > 0) throw new Error(`${failures.join('\n')}\n${run.output.slice(-2000)}${run.errors}`);
    return run;
  } finally {
    await api.close();
  }
}

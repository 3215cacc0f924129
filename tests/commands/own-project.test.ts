import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../scripts/cli/cli.ts';

const fixture = (path: string) => new URL(`../fixtures/${path}`, import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-own-'));
const here = join(folder, 'here');

beforeAll(() => {
  cpSync(fixture('projects/tiny'), join(here, 'packages/shop'), { recursive: true });
  cpSync(fixture('projects/tiny'), join(folder, 'here-too'), { recursive: true });
  symlinkSync(join(folder, 'here-too'), join(here, 'link'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const AGENT = { CLAUDECODE: '1' };
const run = (...args: string[]) => runAs(AGENT, here, ...args);

async function runAs(
  env: Record<string, string>,
  cwd: string,
  ...args: string[]
): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await main(args, {
    cwd,
    env,
    isTTY: false,
    out: (t) => void (out += t),
    err: (t) => void (err += t),
    stdin: () => Promise.resolve(Buffer.alloc(0)),
    today: '2026-11-23',
  });
  return { status, out, err };
}

describe('a project elsewhere is neither read nor written by an agent', () => {
  test.each(
    ['preflight', 'draft', 'apply', 'summary'].flatMap((command) =>
      ['../here-too', 'link', join(folder, 'here-too'), '..'].map((project) => [command, project]),
    ),
  )('%s --project %s', async (command, project) => {
    expect(await run(command!, '--project', project!)).toEqual({
      status: 2,
      out: '',
      err: `vibe-specs: --project ${project} lies outside of the current folder; run vibe-specs there\n`,
    });
    expect(existsSync(join(folder, 'here-too/docs/.vibe-specs'))).toBe(false);
  });
});

test('a project below the current folder is, and one that does not exist is said to be missing', async () => {
  expect((await run('preflight', '--project', 'packages/shop')).out).toContain('# Preflight: ready');
  expect((await run('draft', 'google-oauth', '--project', 'packages/shop')).status).toBe(0);
  expect(existsSync(join(here, 'packages/shop/docs/.vibe-specs/07-integrations.draft.md'))).toBe(true);
  expect(await run('draft', '--project', '../nowhere')).toEqual({
    status: 2,
    out: '',
    err: `vibe-specs: cannot open the project folder ${join(folder, 'nowhere')}: there is no such file\n`,
  });
});

describe('an agent writes beside the draft and nowhere else', () => {
  test.each([
    ['--output', '../out.txt'],
    ['--output', 'packages/shop/docs/x.md'],
    ['--format', 'json=/tmp/x.json'],
    ['--baseline', 'known.json', '--update-baseline'],
    ['--output', 'packages/shop/docs/.vibe-specs/../x.md'],
  ])('check %s %s', async (...args) => {
    const { status, out, err } = await run('check', '--draft', '--project', 'packages/shop', ...args);
    expect({ status, out, err }).toEqual({
      status: 2,
      out: '',
      err: expect.stringMatching(/^vibe-specs: an agent writes in docs\/\.vibe-specs only, not /) as string,
    });
  });
  test('there it may', async () => {
    const out = 'packages/shop/docs/.vibe-specs/found.json';
    expect((await run('check', '--draft', '--project', 'packages/shop', '--format', `json=${out}`)).err).toBe('');
    expect(existsSync(join(here, out))).toBe(true);
  });
});

describe('a person', () => {
  test('names any folder', async () => {
    for (const project of ['../here-too', 'link', join(folder, 'here-too')])
      expect((await runAs({}, here, 'preflight', '--project', project)).out).toContain('# Preflight: ready');
  });
  test('stands anywhere below the project', async () => {
    const below = join(here, 'packages/shop/src/deep');
    mkdirSync(below, { recursive: true });
    expect((await runAs({}, below, 'preflight')).out).toContain('# Preflight: ready');
    expect((await runAs(AGENT, below, 'preflight')).out).toContain('# Preflight: not ready');
  });
  test('but not above the root of the checkout', async () => {
    const inner = join(here, 'packages/shop/inner');
    mkdirSync(join(inner, '.git'), { recursive: true });
    expect((await runAs({}, inner, 'preflight')).out).toContain('# Preflight: not ready');
  });
});

describe('paths of findings', () => {
  const findings = async (env: Record<string, string>, format: string) =>
    (await runAs(env, here, 'check', '--draft', '--project', 'packages/shop', '--format', format)).out;
  const file = 'packages/shop/docs/.vibe-specs/07-integrations.draft.md';
  beforeAll(() => {
    mkdirSync(join(here, 'packages/shop/docs/.vibe-specs'), { recursive: true });
    writeFileSync(
      join(here, 'packages/shop/docs/.vibe-specs/07-integrations.draft.md'),
      '## 7. External Service Integration Architecture\n',
    );
  });
  test('begin where the reader stands', async () => {
    expect(await findings({}, 'text')).toContain(`${file}:1:1: error`);
    expect(await findings({}, 'json')).toContain(`"file": "${file}"`);
  });
  test('begin at the root of the checkout for a forge', async () => {
    expect(await findings({ GITHUB_WORKSPACE: folder }, 'github')).toContain(`file=here/${file},`);
    mkdirSync(join(here, '.git'), { recursive: true });
    expect(await findings({}, 'sarif')).toContain(`"uri": "${file}"`);
    expect(await findings({}, 'github')).toContain(`file=${file},`);
  });
});

describe('--update-baseline', () => {
  const update = (file: string) =>
    runAs({}, here, 'check', 'section.md', '--project', '.', '--baseline', file, '--update-baseline');

  test('replaces a baseline, and no other file', async () => {
    mkdirSync(join(here, 'docs'), { recursive: true });
    cpSync(fixture('sections/tiny.md'), join(here, 'section.md'));
    expect((await update('known.json')).status).toBe(0);
    expect((await update('known.json')).status).toBe(0);
    for (const [name, content] of [
      ['notes.md', '# Notes\n'],
      ['package.json', '{"version":1}\n'],
      ['empty.json', ''],
    ] as const) {
      writeFileSync(join(here, name), content);
      const { status, err } = await update(name);
      expect([status, err]).toEqual([
        2,
        expect.stringMatching(
          new RegExp(
            `^vibe-specs: ${name} is no baseline \\(.*\\) and is not replaced; name another file, or remove this one\\n$`,
          ),
        ),
      ]);
      expect(readFileSync(join(here, name), 'utf8')).toBe(content);
    }
  });
});

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { main } from '../../scripts/cli/cli.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const fixture = (path: string) => join(ROOT, 'tests/fixtures', path);
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-projects-'));
const SECTION = 'docs/06-technical-specification/07-integrations.md';

beforeAll(() => {
  for (const name of ['one', 'services/two']) {
    cpSync(fixture('projects/tiny'), join(folder, name), { recursive: true });
    writeFileSync(join(folder, name, 'docs/part.md'), readFileSync(fixture('sections/tiny.md')));
  }
  cpSync(fixture('projects/harbor-kitchen'), join(folder, 'kitchen'), { recursive: true });
  writeFileSync(join(folder, 'loose.md'), readFileSync(fixture('sections/tiny.md')));
  mkdirSync(join(folder, 'with space'));
  writeFileSync(join(folder, 'with space/a b.md'), readFileSync(fixture('sections/tiny.md')));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(...args: string[]): Promise<{ status: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const status = await main(['check', ...args], {
    cwd: folder,
    env: {},
    isTTY: false,
    out: (t) => void (out += t),
    err: (t) => void (err += t),
    stdin: () => Promise.resolve(Buffer.alloc(0)),
    today: '2026-11-23',
  });
  return { status, out, err };
}
const files = async (...args: string[]) => {
  const { out } = await check(...args, '--format', 'json');
  return (JSON.parse(out) as { results: { file: string }[] }).results.map((f) => f.file);
};

describe('documents of several projects', () => {
  test('each is held against its own, and paths begin where the caller stands', async () => {
    const { out, err } = await check('one/docs/part.md', `kitchen/${SECTION}`);
    expect(err).toBe('');
    expect(out).toMatch(/ in 2 files/);
    // Alone and against its own project each says the same.
    const alone = [await check('one/docs/part.md'), await check(`kitchen/${SECTION}`)];
    const findings = (text: string) => text.split('\n').filter((l) => /^\S+:\d+:\d+: /.test(l));
    expect(findings(out)).toEqual(alone.flatMap((a) => findings(a.out)));
  });
  test('a glob finds them', async () => {
    expect(await files('**/part.md')).toEqual(['one/docs/part.md', 'services/two/docs/part.md']);
  });
  test('a document without a project: what did not run is said', async () => {
    const { err } = await check('loose.md');
    expect(err).toBe(`loose.md: not compared with other sections: no specification found in ${folder}\n`);
  });
  test('changes and files of findings are named from where the caller stands', async () => {
    const slip = readFileSync(fixture('sections/tiny.md'), 'utf8').replace('| Kept in |', '| Kept im |');
    for (const name of ['one', 'services/two']) writeFileSync(join(folder, name, 'docs/slip.md'), slip);
    const { status, out, err } = await check('**/slip.md', '--fix', '--dry-run');
    expect([status, err]).toEqual([1, '2 documents would change; nothing is written\n']);
    expect(out.match(/^--- .*/gm)).toEqual(['--- one/docs/slip.md', '--- services/two/docs/slip.md']);
    await check('**/slip.md', '--quiet', '--format', 'json=found.json');
    const { results } = JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8')) as { results: { file: string }[] };
    expect(results.map(({ file }) => file)).toEqual(['one/docs/slip.md', 'services/two/docs/slip.md']);
    expect((await check('**/slip.md', '--output', 'services/two/docs/slip.md')).err).toContain('is what was checked');
    await check('**/slip.md', '--fix');
    expect(readFileSync(join(folder, 'services/two/docs/slip.md'), 'utf8')).toContain('| Kept in |');
  });
  test('a baseline is of one project', async () => {
    const { status, err } = await check('**/part.md', '--baseline', 'b.json');
    expect([status, err]).toEqual([2, 'vibe-specs: a baseline belongs to one project; name it with --project\n']);
  });
});

describe('--changed, which the pre-commit hook runs', () => {
  const CHANGED = ['one/docs/02-technical-architecture.md', 'kitchen/docs/06-technical-specification/03-features.md'];
  test('the Section 7 of each project is checked, and none yet is no error', async () => {
    expect(await check('--changed', CHANGED[0]!)).toEqual({
      status: 0,
      out: '0 errors, 0 warnings in 0 files\n',
      err: '',
    });
    expect(await files('--changed', ...CHANGED)).toEqual([`kitchen/${SECTION}`]);
  });
  test('a file that was deleted names its project, too', async () => {
    expect(await files('--changed', 'kitchen/docs/06-technical-specification/09-gone.md')).toEqual([
      `kitchen/${SECTION}`,
    ]);
  });
  test('the hook starts for the specification and the architecture of nested projects', () => {
    const [hook] = parse(readFileSync(join(ROOT, '.pre-commit-hooks.yaml'), 'utf8')) as {
      files: string;
      entry: string;
    }[];
    const starts = (path: string) => new RegExp(hook!.files).test(path);
    expect([...CHANGED, `services/two/docs/06-technical-specification.md`, SECTION].map(starts)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['README.md', 'docs/03-other.md', 'mydocs/02-technical-architecture.md'].map(starts)).toEqual([
      false,
      false,
      false,
    ]);
    expect(hook!.entry).toBe('vibe-specs check --changed');
  });
});

test('the action takes paths with spaces, one a line', () => {
  const action = parse(readFileSync(join(ROOT, 'action.yml'), 'utf8')) as { runs: { steps: { run: string }[] } };
  const script = action.runs.steps[0]!.run.replace('node "$GITHUB_ACTION_PATH/dist/cli.cjs"', "printf '<%s>'");
  const run = (FILES: string, PROJECT: string) =>
    spawnSync('bash', ['-euo', 'pipefail', '-c', script], {
      env: { PATH: process.env.PATH, GITHUB_ACTION_PATH: ROOT, FILES, PROJECT, FAIL_ON: 'error' },
      encoding: 'utf8',
    });
  const common = '<check><--format><github><--fail-on><error>';
  expect(run('with space/a b.md\r\n\n*.md\n', 'x y').stdout).toBe(
    `${common}<--project><x y><--><with space/a b.md><*.md>`,
  );
  expect(run('', '').stdout).toBe(`${common}<-->`);
});

import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { copyProduct, root } from '../product.ts';

const project = join(root, 'tests/fixtures/projects/harbor-kitchen');

let product: string;
beforeEach(() => void (product = copyProduct()));
afterEach(() => rmSync(product, { recursive: true, force: true }));

function run(args: readonly string[], { input = '', env = {} }: { input?: string; env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(product, 'dist/cli.cjs'), ...args], {
    cwd: project,
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

const CLEAN = {
  status: 0,
  stdout: expect.stringMatching(/^0 errors, 0 warnings in 1 file; \d+ words without code\n$/) as string,
  stderr: '',
};

describe('the bundle as a process', () => {
  test.each([
    [['check']],
    [['check', 'docs/**/07-*.md']],
    [['check', 'docs/06-technical-specification/07-integrations.md']],
  ])('%j', (args) => expect(run(args)).toEqual(CLEAN));

  test('standard input', () => {
    const input = readFileSync(join(project, 'docs/06-technical-specification/07-integrations.md'), 'utf8');
    expect(run(['check', '-'], { input })).toEqual(CLEAN);
  });

  test('no glob match, an unknown command, an unknown option: one line and exit status 2', () => {
    expect(run(['check', 'nothing*.md'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'vibe-specs: no file matches nothing*.md\n',
    });
    expect(run(['chekc'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'vibe-specs: unknown command "chekc", did you mean "check"? See vibe-specs --help\n',
    });
    expect(run(['check', '--fromat', 'json'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'vibe-specs: unknown option --fromat, did you mean --format? See vibe-specs check --help\n',
    });
  });

  test.each([['facts', 'stripe'], ['summary'], ['rules'], ['schema'], ['preflight'], ['export', '--to', 'csv']])(
    '%s %s',
    (...args) => {
      const { status, stdout, stderr } = run(args);
      expect({ status, stderr, empty: stdout === '' }).toEqual({ status: 0, stderr: '', empty: false });
    },
  );

  test('a configuration and a baseline are read by bundles of their own', () => {
    const config = join(product, 'vibe-specs.config.json');
    writeFileSync(config, '{"rules": {"nothing/at-all": "off"}}');
    cpSync(project, product, { recursive: true });
    expect(run(['check', '--project', product])).toEqual({
      status: 2,
      stdout: '',
      stderr:
        'vibe-specs: vibe-specs.config.json: "rules": unknown rule "nothing/at-all"; vibe-specs rules lists them\n',
    });
    expect(run(['check', '--baseline', 'none.json'])).toEqual({
      status: 2,
      stdout: '',
      stderr: 'vibe-specs: there is no baseline none.json; --update-baseline writes it\n',
    });
  });
});

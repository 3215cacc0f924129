import { transform } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-node-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A Node.js that says it is 18. */
function old(bundle: string, args: readonly string[], input = '') {
  const pretend = join(folder, 'old.cjs');
  writeFileSync(
    pretend,
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } });",
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', pretend, join(root, 'dist', bundle), ...args], {
    encoding: 'utf8',
    input,
  });
  return { status, stdout, stderr };
}
const MESSAGE = 'vibe-specs needs Node.js 20 or newer; this is 18.20.8';

describe('an old Node.js', () => {
  test('the command says so and does nothing', () =>
    expect(old('cli.cjs', ['check'])).toEqual({ status: 2, stdout: '', stderr: `${MESSAGE}\n` }));
  test('the hook says so where a specification was written', () => {
    const event = JSON.stringify({
      hook_event_name: 'PostToolUse',
      tool_input: { file_path: '/p/docs/.vibe-specs/07-integrations.draft.md' },
    });
    expect(old('hook.cjs', [], event)).toEqual({
      status: 0,
      stdout: JSON.stringify({ systemMessage: MESSAGE }),
      stderr: '',
    });
  });
  test('and is silent elsewhere', () =>
    expect(old('hook.cjs', [], '{"hook_event_name":"Stop"}')).toEqual({ status: 0, stdout: '', stderr: '' }));

  test.each(['cli.cjs', 'hook.cjs'])('%s has no syntax that Node.js 12 cannot read', async (bundle) => {
    const source = readFileSync(join(root, 'dist', bundle), 'utf8');
    const compiled = (target: string) => transform(source, { target, minifyWhitespace: true });
    expect((await compiled('node12')).code).toBe((await compiled('esnext')).code);
  });
});

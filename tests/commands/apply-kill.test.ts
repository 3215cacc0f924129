import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-apply-'));
const target = join(folder, 'docs/06-technical-specification.md');
const drafts = join(folder, 'docs/.vibe-specs');
const section = readFileSync(join(root, 'tests/fixtures/sections/tiny.md'), 'utf8');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

cpSync(join(root, 'tests/fixtures/projects/tiny'), folder, { recursive: true });
mkdirSync(drafts, { recursive: true });
const old = readFileSync(target, 'utf8');

function apply(): { done: Promise<number | null>; kill: () => void } {
  const child = spawn(process.execPath, [join(root, 'dist/cli.cjs'), 'apply'], { cwd: folder, stdio: 'ignore' });
  return {
    done: new Promise((resolve) => child.on('exit', (code) => resolve(code))),
    kill: () => child.kill('SIGKILL'),
  };
}
const prepare = () => {
  writeFileSync(target, old);
  writeFileSync(join(drafts, '07-integrations.draft.md'), section);
};

const TIMES = 40;

let whole = '';
test('killed at any moment, the old document or the new one is there, and the next run succeeds', {
  timeout: 300_000,
}, async () => {
  prepare();
  const started = performance.now();
  expect(await apply().done).toBe(0);
  const length = performance.now() - started;
  whole = readFileSync(target, 'utf8');
  expect(whole).not.toBe(old);
  const seen = new Set<string>();
  for (let i = 0; i < TIMES; i++) {
    prepare();
    const run = apply();
    // Half of the moments lie around the write, near the end of the run.
    const timer = setTimeout(run.kill, length * (i % 2 === 0 ? 0.6 + 0.5 * Math.random() : Math.random()));
    await run.done;
    clearTimeout(timer);
    const text = readFileSync(target, 'utf8');
    expect(text === old || text === whole, `run ${i}`).toBe(true);
    const lock = join(drafts, 'apply.lock');
    if (existsSync(lock)) expect(readFileSync(lock, 'utf8')).toMatch(/^[1-9]\d*$/);
    if (text === old) expect(readFileSync(join(drafts, '07-integrations.draft.md'), 'utf8')).toBe(section);
    seen.add(text === old ? 'old' : 'new');
  }
  prepare();
  expect(await apply().done).toBe(0);
  expect(readFileSync(target, 'utf8')).toBe(whole);
  expect([...seen]).toContain('old');
  expect(readdirSync(join(folder, 'docs'))).toEqual([
    '.vibe-specs',
    '02-technical-architecture.md',
    '06-technical-specification.md',
  ]);
});

test('two at once: one lands, the document is whole', { timeout: 60_000 }, async () => {
  for (let i = 0; i < 5; i++) {
    prepare();
    const statuses = await Promise.all([apply().done, apply().done]);
    expect(statuses).toContain(0);
    expect(readFileSync(target, 'utf8')).toBe(whole);
    expect(readdirSync(drafts).filter((name) => name.endsWith('.lock'))).toEqual([]);
  }
});

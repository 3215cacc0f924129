import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { prometheus } from '../../scripts/export/prometheus.ts';
import { exportExample, HOSTILE } from './example.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

// .ci/promtool fetches it. Elsewhere the grammar in prometheus.test.ts has to do, and the name of what is skipped says so.
const missing = spawnSync('promtool', ['--version']).error !== undefined;
const file = join(folder, 'rules.yml');

function promtool(rules: string) {
  writeFileSync(file, rules);
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
  return { status, stdout, stderr };
}
const accepted = (rules: string) => ({ status: 0, stdout: `Checking ${file}\n  SUCCESS: ${rules.match(/- alert:/g)!.length} rules found\n\n`, stderr: '' });

describe.skipIf(missing)(missing ? 'Prometheus’ own promtool, which is not on the PATH (Debian: prometheus),' : 'Prometheus’ own promtool', () => {
  test.each(['tests/fixtures/projects/harbor-kitchen', 'tests/fixtures/projects/lantern-stage'])('accepts the rules of %s', (project) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.cjs'), 'export', '--to', 'prometheus'], { cwd: join(root, project), encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(promtool(stdout)).toEqual(accepted(stdout));
  });

  test('accepts what a hostile action becomes', () => {
    const { exported } = exportExample(prometheus, 'person on call: status page, then a note in the checkout', HOSTILE);
    expect(promtool(exported)).toEqual(accepted(exported));
  });

  test('refuses a wrong expression, so that its silence means something', () => {
    const { exported } = exportExample(prometheus);
    const { status, stderr } = promtool(exported.replace('expr: "', 'expr: "sum('));
    expect([status, stderr]).toEqual([1, expect.stringContaining('could not parse expression')]);
  });
});

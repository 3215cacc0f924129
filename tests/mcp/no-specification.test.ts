import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-mcp-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly id: number;
  readonly result: { readonly isError?: boolean; readonly content: readonly { readonly text: string }[] };
}

/** Answers of a server of `project` to calls of tools; the line before them is no JSON. */
function call(project: string, ...calls: readonly (readonly [name: string, args: object])[]): Answer[] {
  const message = (id: number, method: string, params: object) => JSON.stringify({ jsonrpc: '2.0', id, method, params });
  const lines = [
    message(0, 'initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } }),
    'no JSON',
    ...calls.map(([name, args], i) => message(i + 1, 'tools/call', { name, arguments: args })),
  ];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.cjs'), 'mcp', '--project', project], { cwd: folder, input: `${lines.join('\n')}\n`, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.trim().split('\n').map((line) => JSON.parse(line) as Answer).filter(({ id }) => id > 0).sort((a, b) => a.id - b.id);
}

const none = () => `vibe-specs: no specification found in ${folder}: expected docs/06-technical-specification.md, or a folder docs/06-technical-specification`;

describe('a server of a project without a specification', () => {
  test('starts, and each tool says what is missing', () => {
    const [preflight, facts, ...others] = call('.', ['preflight', {}], ['service_facts', { services: ['stripe'] }], ['check_spec', {}], ['check_spec', { draft: true }], ['check_spec', { file: 'x.md' }], ['apply_spec', {}], ['spec_summary', {}]);
    expect(preflight!.result.content[0]!.text).toMatch(/^# Preflight: not ready\. Do not write Section 7 yet\.\n\nNo specification found in /);
    expect(facts!.result.content[0]!.text).toContain('Stripe-Signature');
    expect(others.map(({ result }) => [result.isError, result.content[0]!.text])).toEqual([
      [true, none()],
      [true, 'vibe-specs: cannot read docs/.vibe-specs/07-integrations.draft.md: there is no such file'],
      [true, 'vibe-specs: cannot read x.md: there is no such file'],
      [true, 'vibe-specs: there is no draft docs/.vibe-specs/07-integrations.draft.md; vibe-specs draft starts one'],
      [true, none()],
    ]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('even where there is no folder', () => {
    const [preflight] = call('nowhere', ['preflight', {}]);
    expect([preflight!.result.isError, preflight!.result.content[0]!.text]).toEqual([true, `vibe-specs: cannot open the project folder ${join(folder, 'nowhere')}: there is no such file`]);
  });
});

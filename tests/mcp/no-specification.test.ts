import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { connect } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-mcp-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a server of a project without a specification starts, and each tool says what is missing and where it looked', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  const { call, close } = await connect(empty);
  expect((await call('preflight')).text).toMatch(/^# Preflight: not ready\. Do not write Section 7 yet\./);
  expect((await call('service_facts', { services: ['stripe'] })).text).toContain('Stripe-Signature');
  const NONE = `no specification found in ${empty}: expected docs/06-technical-specification.md, or a folder docs/06-technical-specification`;
  for (const [name, args, message] of [
    ['check_spec', {}, NONE],
    ['check_spec', { draft: true }, 'cannot read docs/.vibe-specs/07-integrations.draft.md: there is no such file'],
    ['check_spec', { file: 'x.md' }, 'cannot read x.md: there is no such file'],
    ['apply_spec', {}, 'there is no draft docs/.vibe-specs/07-integrations.draft.md; vibe-specs draft starts one'],
    ['spec_summary', {}, NONE],
    ['drift', {}, NONE],
  ] as const) {
    expect(await call(name, args)).toEqual({
      isError: true,
      structured: undefined,
      text: `vibe-specs: ${message} (looked in ${empty})`,
    });
  }
  expect(readdirSync(empty)).toEqual([]);
  await close();
});

test('even where there is no folder', async () => {
  const { call, close } = await connect(join(folder, 'nowhere'));
  const { isError, text } = await call('preflight');
  expect([isError, text]).toEqual([
    true,
    expect.stringContaining(`cannot open the project folder ${join(folder, 'nowhere')}: there is no such file`),
  ]);
  await close();
});

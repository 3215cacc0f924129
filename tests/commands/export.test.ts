import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { changed, cli, HARBOR_FILE, harbor, project, textOf } from '../support.ts';

const example = project('harbor-kitchen');
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
cpSync(join(example, 'docs'), join(folder, 'docs'), { recursive: true });
writeFileSync(join(folder, HARBOR_FILE), changed(harbor, 'Stripe is down |', '‹fill› |'));

const LEFT =
  /^docs\/06-technical-specification\/07-integrations\.md: line \d+: "differences of the night above ten" holds no PromQL comparison, in a code span or as its line of a promql fence\n$/;

test.each([
  ['env', '.env', /^$/],
  ['mermaid', '.mmd', /^$/],
  ['csv', '.csv', /^$/],
  ['prometheus', '.rules.yml', LEFT],
  ['asyncapi', '.asyncapi.yml', /^$/],
])('%s of the example', async (format, ending, left) => {
  const { status, out, err } = await cli(example, ['export', '--to', format]);
  expect([status, out]).toEqual([0, textOf(join(import.meta.dirname, `../export/harbor-kitchen${ending}`))]);
  expect(err).toMatch(left);
});

test.each(['env', 'mermaid', 'csv', 'prometheus', 'asyncapi'])(
  '%s: a section with errors is not exported',
  async (format) => {
    const { status, out, err } = await cli(folder, ['export', '--to', format]);
    expect([status, out, err]).toEqual([1, '', expect.stringContaining('error structure/placeholder')]);
  },
);

test('json is exported with errors too: programs may want to see them', async () => {
  const { status, out } = await cli(folder, ['export', '--to', 'json']);
  expect([status, (JSON.parse(out) as { services: object[] }).services.length]).toEqual([0, 3]);
});

test('an unknown format, and none', async () => {
  const expected = 'expected json, env, mermaid, csv, prometheus, asyncapi\n';
  expect(await cli(example, ['export', '--to', 'pdf'])).toEqual({
    status: 2,
    out: '',
    err: `vibe-specs: unknown format "pdf", ${expected}`,
  });
  expect(await cli(example, ['export'])).toEqual({
    status: 2,
    out: '',
    err: `vibe-specs: --to is missing, ${expected}`,
  });
});

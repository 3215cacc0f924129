import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { main } from '../../scripts/cli.ts';

const example = fileURLToPath(new URL('../fixtures/projects/harbor-kitchen', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(cwd: string, ...args: string[]) {
  let [out, err] = ['', ''];
  const status = await main(['export', ...args], { cwd, env: {}, isTTY: false, out: (t) => void (out += t), err: (t) => void (err += t), stdin: () => Promise.resolve(Buffer.alloc(0)), today: '2026-11-23' });
  return { status, out, err };
}

const section = 'docs/06-technical-specification/07-integrations.md';

/** The example with one text of Section 7 changed. */
function changed(right: string, wrong: string): string {
  cpSync(join(example, 'docs'), join(folder, 'docs'), { recursive: true });
  const text = readFileSync(join(example, section), 'utf8');
  expect(text).toContain(right);
  writeFileSync(join(folder, section), text.replace(right, () => wrong));
  return folder;
}

test.each([
  ['env', '.env'],
  ['mermaid', '.mmd'],
  ['csv', '.csv'],
  ['prometheus', '.rules.yml'],
  ['asyncapi', '.asyncapi.yml'],
])('%s of the example', async (format, ending) => {
  const expected = readFileSync(fileURLToPath(new URL(`../export/harbor-kitchen${ending}`, import.meta.url)), 'utf8');
  expect(await run(example, '--to', format)).toEqual({ status: 0, out: expected, err: '' });
});

test('json of the example', async () => {
  const { status, out } = await run(example, '--to', 'json');
  expect([status, (JSON.parse(out) as { services: object[] }).services.length]).toEqual([0, 3]);
});

test.each(['json', 'env', 'mermaid', 'csv', 'prometheus', 'asyncapi'])('%s: a section with errors is not exported', async (format) => {
  const { status, out, err } = await run(changed('| 3.8 s |', '| soon |'), '--to', format);
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('07-integrations.md:255:35: error structure/unreadable-value');
});

test('what the section does not say is named with its place, and nothing is written', async () => {
  const project = changed('| share of `stripe_calls_total{outcome="error"}` > 5 % for 5 min | person on call: status', '| error rate > 5 % for 5 min | somebody: status');
  expect(await run(project, '--to', 'prometheus')).toEqual({
    status: 1,
    out: '',
    err: `${section}:274:3: Unexpected condition "error rate > 5 % for 5 min" without a metric, expected one of stripe_calls_total, stripe_call_seconds, inbox_age_seconds
${section}:274:32: Unexpected action "somebody: status page, then a note in the checkout" without a severity, expected a word such as "page", "person on call", "ticket", "critical", "warning" or "info"
vibe-specs: nothing was exported to prometheus: the section does not say all that it needs. See vibe-specs export --help
`,
  });
});

test('an unknown format', async () => {
  expect(await run(example, '--to', 'pdf')).toEqual({ status: 2, out: '', err: 'vibe-specs: unknown format "pdf", expected json, env, mermaid, csv, prometheus, asyncapi\n' });
});

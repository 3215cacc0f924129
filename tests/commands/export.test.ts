import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { main } from '../../scripts/cli.ts';

const example = fileURLToPath(new URL('../../examples/harbor-kitchen', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-export-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(cwd: string, ...args: string[]) {
  let [out, err] = ['', ''];
  const status = await main(['export', ...args], { cwd, env: {}, isTTY: false, out: (t) => void (out += t), err: (t) => void (err += t), stdin: () => Promise.resolve(Buffer.alloc(0)), today: '2026-11-23' });
  return { status, out, err };
}

test('env: each variable once, by service, without a value', async () => {
  const { status, out } = await run(example, '--to', 'env');
  expect(status).toBe(0);
  expect(out.split('\n').filter((line) => /^[A-Z]/.test(line))).toEqual(['GOOGLE_CLIENT_ID=', 'GOOGLE_CLIENT_SECRET=', 'STRIPE_SECRET_KEY=', 'STRIPE_WEBHOOK_SECRET=', 'POSTMARK_SERVER_TOKEN=', 'POSTMARK_WEBHOOK_PASSWORD=']);
  expect(out).toContain('# Stripe (7.P.1)\n# secret key; kept in SOPS, /run/secrets; rotation: 180 days, and when somebody with access leaves\nSTRIPE_SECRET_KEY=\n');
});

test('mermaid: features to services', async () => {
  expect((await run(example, '--to', 'mermaid')).out).toBe(`flowchart LR
  S7_A_1["Google Sign-In"]
  S7_P_1["Stripe"]
  S7_C_1["Postmark"]
  F3_2["3.2 Sign-in"]
  F3_2 --> S7_A_1
  F3_3["3.3 Weekly Box"]
  F3_4["3.4 Checkout"]
  F3_4 --> S7_P_1
  F3_5["3.5 Order Mail"]
  F3_5 --> S7_C_1
  F3_6["3.6 Recipe Cards"]
`);
});

test('csv: cost and quota', async () => {
  const lines = (await run(example, '--to', 'csv')).out.split('\r\n');
  expect(lines[1]).toBe('Stripe,cost,"debits, two of three boxes","11,333 payments",EUR 0.35 (unverified),"EUR 3,966.55"');
  expect(lines).toContain('Stripe,quota,live mode,100 requests per second,1 request per second,99 %');
});

test('json: the typed model', async () => {
  const model = JSON.parse((await run(example, '--to', 'json')).out) as { services: { name: string; parts: { cost: { fields: { budget: { value: { amount: string; currency: string } } } } } }[] };
  expect(model.services.map((s) => s.name)).toEqual(['Google Sign-In', 'Stripe', 'Postmark']);
  expect(model.services[1]!.parts.cost.fields.budget.value).toMatchObject({ amount: '9000', currency: 'EUR' });
});

test('a gap is refused with its place', async () => {
  cpSync(join(example, 'docs'), join(folder, 'docs'), { recursive: true });
  const file = join(folder, 'docs/06-technical-specification/07-integrations.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace('| 3.8 s |', '| soon |'));
  const { status, out, err } = await run(folder, '--to', 'env');
  expect([status, out]).toEqual([1, '']);
  expect(err).toContain('07-integrations.md:255:35: error structure/unreadable-value');
});

test('an unknown format', async () => {
  expect(await run(example, '--to', 'pdf')).toEqual({ status: 2, out: '', err: 'vibe-specs: unknown format "pdf", expected json, env, mermaid, csv\n' });
});

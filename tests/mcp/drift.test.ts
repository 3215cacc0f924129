import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HARBOR_FILE, project } from '../support.ts';
import { connect } from './client.ts';

const folder = mkdtempSync(join(tmpdir(), 'vibe-specs-mcp-'));
let server: Awaited<ReturnType<typeof connect>>;
beforeAll(async () => {
  cpSync(join(project('harbor-kitchen'), 'docs'), join(folder, 'docs'), { recursive: true });
  server = await connect(folder);
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A server with these routes. */
const drift = (paths: readonly string[]) => {
  writeFileSync(join(folder, 'server.js'), paths.map((path) => `app.post('${path}', take);\n`).join(''));
  return server.call('drift');
};
const OTHER = '/webhooks/postmark';

test('a disagreement with both places, what could not be compared, and nothing written', async () => {
  const { text, structured, isError } = await drift(['/hooks/stripe', OTHER]);
  expect([isError, structured!.status]).toEqual([false, 1]);
  const moved = structured!.findings!.find(({ message }) => message.includes('/hooks/stripe'))!;
  expect(moved).toMatchObject({ file: 'server.js', line: 1, severity: 'error', rule: 'drift/routes' });
  expect(moved.message).toContain('webhook route POST /hooks/stripe, expected POST /webhooks/stripe as in Section 7');
  expect(moved.message).toMatch(new RegExp(`: ${HARBOR_FILE}:\\d+\\)$`));
  expect(text).toMatch(/^vibe-specs drift: \d+ errors?, /);
  expect(text).toContain(`server.js:1:10: error drift/routes: ${moved.message}\n`);
  expect(structured!.notCompared).toContainEqual(expect.stringContaining('variables: no file of the repository names'));
  expect(readdirSync(folder).sort()).toEqual(['docs', 'server.js']);
});

test('many: the answer stays short and says how many more there are', async () => {
  const { text, structured } = await drift([OTHER, ...Array.from({ length: 300 }, (_, i) => `/hooks/stripe-${i}`)]);
  const { findings, errors, warnings, more } = structured!;
  expect([text.length < 10_000, JSON.stringify(structured).length < 16_000]).toEqual([true, true]);
  expect([more! > 200, findings!.length + more!]).toEqual([true, errors! + warnings!]);
  expect(text).toContain(`and ${more!} more: run vibe-specs drift\n`);
});

import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, DRAFT, HARBOR_FILE, project, temporaryFolder } from '../support.ts';

async function draft(name: string, ...services: string[]): Promise<string> {
  const folder = temporaryFolder('draft');
  cpSync(project(name), folder, { recursive: true });
  expect(await cli(folder, ['draft', ...services, '--force'])).toMatchObject({ status: 0 });
  return readFileSync(join(folder, DRAFT), 'utf8');
}

test('one service that nothing calls back has the small form', async () => {
  expect(await draft('tiny', 'google-oauth')).toContain(
    '### 7.0 Read This First\n\n| ID | Decision | Default used here | Owner | By |',
  );
});

test('deliveries that a vendor can send stand where there are several services', async () => {
  expect(await draft('tiny', 'google-oauth')).not.toContain('Signature Verification');
  expect(await draft('tiny', 'google-oauth', 'stripe', 'twilio')).toContain('**Signature Verification:**');
});

test('three services have the whole form', async () => {
  expect(await draft('tiny', 'google-oauth', 'stripe', 'twilio')).toContain(
    '#### 7.0.1 Decisions\n\n| ID | Decision | Default used here | Blocks | Owner | By |',
  );
});

test('a service that the documents choose and no sheet knows has no section, and is named', async () => {
  const folder = temporaryFolder('draft');
  cpSync(project('tiny'), folder, { recursive: true });
  const path = join(folder, 'docs/02-technical-architecture.md');
  writeFileSync(path, `${readFileSync(path, 'utf8')}\n### External Services\n- [x] **Northpaw Insurance** - claims\n`);
  const { out } = await cli(folder, ['draft', '--force']);
  expect(out).toContain('\nChosen, but without a sheet and so without a section yet: Northpaw Insurance\n');
});

test('a footnote says where a stored copy of a page was read', async () => {
  expect(await draft('tiny', 'google-oauth', 'stripe', 'twilio')).toMatch(
    /\n\[\^google-sign-in-risc\]: .{1,200} \(copy of unknown age, read 20\d\d-/,
  );
});

test('features that need no service share a row', async () => {
  const folder = temporaryFolder('draft');
  cpSync(project('harbor-kitchen'), folder, { recursive: true });
  rmSync(join(folder, HARBOR_FILE));
  await cli(folder, ['draft']);
  const text = readFileSync(join(folder, DRAFT), 'utf8');
  expect(text.match(/^\| 3\.\d.*$/gm)).toEqual([
    expect.stringMatching(/^\| 3\.2 \| [^|]+ \| {2}\| {2}\|$/),
    expect.stringMatching(/^\| 3\.4 \| /),
    expect.stringMatching(/^\| 3\.5 \| /),
    expect.stringMatching(/^\| 3\.3, 3\.6 \| [^|]+, [^|]+ \| none \| {2}\|$/),
  ]);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findSecrets } from '../../scripts/code/secrets.ts';
import { redactor } from '../../scripts/report/redact.ts';
import { changed, cli, tiny } from '../support.ts';

/** Made of parts, so that no scanner takes this file for one that leaks. */
const SECRET = ['sk', 'live', '9aQ2mX7cLr4TzW8vKb3NyE6u'].join('_');
const PARTS = Array.from({ length: SECRET.length - 6 }, (_, i) => SECRET.slice(i, i + 6)).filter(
  (part) => !/^sk_liv|k_live|_live_/.test(part),
);

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'secrets-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** In places that other rules quote: a placeholder, a header, an id, a footnote, a comment, a row without a place. */
const text = [
  ['| ID | Decision |', `| ID | Decison |`],
  [
    'A Google outage',
    `‹${SECRET}› [^${SECRET}] \`${SECRET}\` A-${SECRET} <!-- vibe-specs-disable-line ${SECRET}: ${SECRET} --> A Google outage`,
  ],
  ['(read 2026-11-26)', `${SECRET} (read 26 November 2026)`],
].reduce((before, [from, to]) => changed(before, from!, to!), tiny);

test.each([['text'], ['json'], ['sarif'], ['github'], ['agent']])(
  '%s prints no part of a credential',
  async (format) => {
    writeFileSync(join(folder, '07.md'), text);
    const { out, err } = await cli(folder, ['check', '07.md', '--format', format]);
    expect(out).toContain('security/secret');
    expect(out).toContain('[credential]');
    for (const part of PARTS) expect(out + err).not.toContain(part);
  },
);

test('nor does the difference that --fix would make, nor the baseline', async () => {
  writeFileSync(join(folder, '07.md'), text);
  // Whether or not the rule is asked.
  const { out } = await cli(folder, ['check', '07.md', '--fix', '--dry-run', '--rule', 'security/secret=off']);
  expect(out).toContain('[credential] (read 2026-11-26)');
  await cli(folder, ['check', '07.md', '--baseline', 'known.json', '--update-baseline']);
  const { out: known } = await cli(folder, ['check', '07.md', '--baseline', 'known.json', '--format', 'json']);
  for (const part of PARTS) expect(out + known).not.toContain(part);
});

test('parts are found in any place, and other words stay', () => {
  const redact = redactor(`key ${SECRET}`, [{ start: 4, end: 4 + SECRET.length }]);
  expect(redact(`at ${SECRET}, «${SECRET.slice(5, 20)}…» and x${SECRET.slice(-6)}.`)).toBe(
    'at [credential], «[credential]…» and x[credential].',
  );
  expect(redact('sk_l and a sentence')).toBe('sk_l and a sentence');
});

test('of a document that is one long credential nothing is printed', () => {
  const text = 'a0b1c2d3'.repeat(50_000);
  expect(redactor(text, [{ start: 0, end: text.length }])('anything')).toBe('[credential]');
});

test('nothing is left behind in the process, which may check for days', async () => {
  const marks = () => performance.getEntriesByType('mark').length;
  const before = marks();
  for (let i = 0; i < 3; i++) await findSecrets(SECRET, { start: 0, end: SECRET.length });
  expect(marks()).toBe(before);
});

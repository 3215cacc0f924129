import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { main } from '../../scripts/cli/cli.ts';
import { changed, project, tiny, TODAY } from '../support.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  cpSync(project('tiny'), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('checks again when a document changes, says what fails, writes its output without waking itself, and ends', async () => {
  const stop = new AbortController();
  let [out, err] = ['', ''];
  const io = {
    cwd: folder,
    env: {},
    isTTY: false,
    out: (text: string) => void (out += text),
    err: (text: string) => void (err += text),
    stdin: () => Promise.resolve(Buffer.of()),
    today: TODAY,
    stop: stop.signal,
  };
  const rounds = (n: number) =>
    vi.waitFor(() => expect(err.split('waiting for changes').length - 1).toBe(n), { timeout: 60_000 });
  const write = (path: string, text: string) => writeFileSync(join(folder, path), text);
  write('07.md', tiny);
  const ends = main(['check', '07.md', '--watch', '--format', 'text', '--format', 'json=found.json'], io);
  await rounds(1);
  expect(out).toContain('0 errors');
  write('07.md', changed(tiny, 'A Google outage', '‹fill›'));
  await rounds(2);
  expect(out).toContain('1 error,');
  expect(JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8'))).toMatchObject({ errors: 1 });
  write('vibe-specs.config.json', '{');
  await rounds(3);
  expect(err).toContain('vibe-specs: vibe-specs.config.json: no valid JSON');
  write('vibe-specs.config.json', '{"rules": {"structure/*": "info"}}');
  await rounds(4);
  expect(out).toContain('1 to look at');
  stop.abort();
  expect(await ends).toBe(0);
});
